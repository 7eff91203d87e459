package chat.parley.http;

import chat.parley.core.id.ConversationId;
import chat.parley.core.thread.FollowThreads;
import chat.parley.core.thread.Threads;
import chat.parley.wire.Entry;
import chat.parley.wire.Profile;
import chat.parley.wire.ThreadState;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The threads that the caller follows. */
public final class ThreadResource implements Resource {
    /** The store knows no later time than the year 9999. */
    private static final long LATEST = Instant.parse("9999-01-01T00:00:00Z").toEpochMilli();

    private final FollowThreads follow;

    public ThreadResource(FollowThreads follow) {
        this.follow = follow;
    }

    @Override
    public void declare(Routes routes) {
        String thread = "/v1/conversations/{conversation}/messages/{seq}/follow";
        routes.put(thread, call -> follow(call, true));
        routes.delete(thread, call -> follow(call, false));
        routes.get("/v1/threads", this::followed);
    }

    private Answer follow(Call call, boolean following) {
        return Replies.ok(follow.follow(call.caller(), Replies.conversation(call), call.pathNumber("seq"), following));
    }

    private Answer followed(Call call) {
        boolean unread = switch (call.query("unread").orElse("false")) {
            case "true" -> true;
            case "false" -> false;
            default -> throw RefusedRequest.badRequest("unread is true or false");
        };
        Optional<Threads.Place> after = call.query("before").map(ThreadResource::place);
        return Replies.answer(
                follow.followed(call.caller(), unread, after, call.limit()),
                page -> Answer.ok(new ThreadList(
                        page.threads().stream()
                                .map(one -> new Followed(one.state(), one.root(), one.newest()))
                                .toList(),
                        page.users(),
                        page.next() == null ? null : text(page.next()))));
    }

    private static String text(Threads.Place place) {
        return place.at().toEpochMilli() + "." + place.conversation() + "." + place.thread();
    }

    private static Threads.Place place(String text) {
        String[] parts = text.split("\\.", -1);
        try {
            if (parts.length == 3) {
                return new Threads.Place(
                        time(Long.parseLong(parts[0])),
                        ConversationId.parse(parts[1]).orElseThrow(ThreadResource::noPlace),
                        Long.parseLong(parts[2]));
            }
        } catch (NumberFormatException notANumber) {
            throw noPlace();
        }
        throw noPlace();
    }

    private static Instant time(long millis) {
        if (millis < 0 || millis > LATEST) {
            throw noPlace();
        }
        return Instant.ofEpochMilli(millis);
    }

    private static RefusedRequest noPlace() {
        return RefusedRequest.badRequest("before is no place in the list");
    }

    private record Followed(
            ThreadState state, Entry root, @Nullable Entry newest) {}

    private record ThreadList(
            List<Followed> threads,
            List<Profile> users,
            @Nullable String next) {}
}
