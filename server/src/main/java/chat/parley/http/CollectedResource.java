package chat.parley.http;

import chat.parley.core.collected.CollectMessages;
import chat.parley.core.collected.CollectMessages.Page;
import chat.parley.core.collected.CollectedMessages.Mention;
import chat.parley.core.collected.CollectedMessages.Saved;
import chat.parley.wire.CurrentMessage;
import chat.parley.wire.Profile;
import java.time.Instant;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Messages of all conversations in one list: those that mention the caller, and those they saved. */
public final class CollectedResource implements Resource {
    private final CollectMessages collect;
    private final PageBound bound = new PageBound();

    public CollectedResource(CollectMessages collect) {
        this.collect = collect;
    }

    @Override
    public void declare(Routes routes) {
        String saved = "/v1/conversations/{conversation}/messages/{seq}/saved";
        routes.put(saved, this::save);
        routes.delete(saved, this::forget);
        routes.get("/v1/users/me/mentions", this::mentions);
        routes.get("/v1/users/me/saved", this::saved);
        routes.get("/v1/users/me/saved/places", this::places);
    }

    private Answer save(Call call) {
        return Replies.answer(
                collect.save(call.caller(), Replies.conversation(call), call.pathNumber("seq")),
                saved -> Answer.nothing());
    }

    private Answer forget(Call call) {
        return Replies.answer(
                collect.forget(call.caller(), Replies.conversation(call), call.pathNumber("seq")),
                forgotten -> Answer.nothing());
    }

    private Answer mentions(Call call) {
        return Replies.answer(collect.mentions(call.caller(), before(call), call.limit()), page -> {
            List<Mention> shown = shown(page, Mention::message);
            return Answer.ok(new MentionList(
                    shown.stream()
                            .map(mention -> new ShownMention(mention.message(), mention.unread()))
                            .toList(),
                    page.users(),
                    next(page, shown, Mention::place)));
        });
    }

    private Answer saved(Call call) {
        Page<Saved> page = collect.saved(call.caller(), before(call), call.limit());
        List<Saved> shown = shown(page, Saved::message);
        return Answer.ok(new SavedList(
                shown.stream()
                        .map(saved -> new ShownSaved(saved.message(), saved.at()))
                        .toList(),
                page.users(),
                next(page, shown, Saved::place)));
    }

    private Answer places(Call call) {
        return Answer.ok(new Places(collect.places(call.caller()).stream()
                .map(place -> new ShownPlace(place.conversation().toString(), place.seq()))
                .toList()));
    }

    private static @Nullable String before(Call call) {
        return call.query("before").orElse(null);
    }

    private <T> List<T> shown(Page<T> page, Function<T, CurrentMessage> message) {
        return page.items()
                .subList(0, bound.beginning(page.items().stream().map(message).toList()));
    }

    private static <T> @Nullable String next(Page<T> page, List<T> shown, Function<T, String> place) {
        boolean more = page.more() || shown.size() < page.items().size();
        return more ? place.apply(shown.getLast()) : null;
    }

    private record MentionList(
            List<ShownMention> mentions,
            List<Profile> users,
            @Nullable String next) {}

    private record ShownMention(CurrentMessage message, boolean unread) {}

    private record SavedList(
            List<ShownSaved> saved,
            List<Profile> users,
            @Nullable String next) {}

    private record ShownSaved(CurrentMessage message, Instant savedAt) {}

    private record Places(List<ShownPlace> places) {}

    private record ShownPlace(String conversation, long seq) {}
}
