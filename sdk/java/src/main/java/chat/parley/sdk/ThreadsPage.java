package chat.parley.sdk;

import chat.parley.wire.Entry;
import chat.parley.wire.Profile;
import chat.parley.wire.ThreadState;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Threads that the caller follows, and the profiles of those who wrote their messages.
 *
 * @param next for the page that follows; null at the end
 */
public record ThreadsPage(
        List<Followed> threads,
        List<Profile> users,
        @Nullable String next) {

    /**
     * @param root the message under which it is, its text as it is now and cut
     * @param newest the last message in it, likewise; null where there is none
     */
    public record Followed(
            ThreadState state, Entry root, @Nullable Entry newest) {}
}
