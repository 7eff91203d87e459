package chat.parley.http;

import chat.parley.core.draft.Drafts;
import chat.parley.core.draft.KeepDrafts;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What the caller began to write, for their other devices. */
public final class DraftResource implements Resource {
    private final KeepDrafts drafts;

    public DraftResource(KeepDrafts drafts) {
        this.drafts = drafts;
    }

    @Override
    public void declare(Routes routes) {
        routes.get("/v1/users/me/drafts", this::mine);
        routes.put("/v1/conversations/{conversation}/draft", this::keep);
    }

    private Answer mine(Call call) {
        return Answer.ok(new DraftList(
                drafts.mine(call.caller()).stream().map(DraftResource::shown).toList()));
    }

    private Answer keep(Call call) {
        Body body = call.body(Body.class);
        Long thread = body.thread();
        if (thread != null && thread < 1) {
            throw RefusedRequest.badRequest("thread must be the number of a message");
        }
        Drafts.Place place = new Drafts.Place(Replies.conversation(call), thread);
        long known = Objects.requireNonNullElse(body.revision(), 0L);
        return Replies.answer(
                drafts.keep(call.caller(), place, body.text(), known),
                revision -> Answer.ok(new Kept(revision.isPresent() ? revision.getAsLong() : null)));
    }

    private static Shown shown(Drafts.Draft draft) {
        return new Shown(
                draft.place().conversation().toString(), draft.place().thread(), draft.text(), draft.revision());
    }

    private record Body(
            String text, @Nullable Long thread, @Nullable Long revision) {}

    private record Kept(@Nullable Long revision) {}

    private record DraftList(List<Shown> drafts) {}

    private record Shown(String conversation, @Nullable Long thread, String text, long revision) {}
}
