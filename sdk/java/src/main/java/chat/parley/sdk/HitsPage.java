package chat.parley.sdk;

import chat.parley.wire.Profile;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Messages that were found, and their senders. A page may hold few hits, or none, and not be the last.
 *
 * @param next for the page that follows; null at the end
 */
public record HitsPage(
        List<Hit> hits, List<Profile> users, @Nullable String next) {

    /**
     * @param snippet plain text of the message, around what matched
     * @param highlights what matched in it, in order
     */
    public record Hit(
            String conversation, long seq, Instant at, String from, String snippet, List<Highlight> highlights) {}

    /** From {@code start} to {@code end}, as {@link String#substring} takes them. */
    public record Highlight(int start, int end) {}
}
