package chat.parley.wire;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A message as it stands at some head of its conversation: what later entries have made of it is folded in. Flat in JSON: the
 * entry's fields, then these.
 *
 * @param entry the message with the text it has now; {@code recalled} it has none, and nothing else stands with it
 * @param edited its last edit, null where there is none
 * @param pinned null where it is not pinned
 * @param reactions in the order in which each emoji first came
 * @param replies the thread under it, null where there is none; a recall leaves it
 */
public record CurrentMessage(
        Entry entry,
        @Nullable Edit edited,
        @Nullable Pin pinned,
        List<Reactions> reactions,
        @Nullable Replies replies) {

    /** A message of which no other entry speaks. */
    public static CurrentMessage untouched(Entry entry) {
        return new CurrentMessage(entry, null, null, List.of(), null);
    }

    /**
     * The edit that made the text what it is.
     *
     * @param seq its entry
     * @param edits how many there were, this one included
     */
    public record Edit(long seq, Instant at, long edits) {}

    /**
     * The pin.
     *
     * @param seq its entry
     */
    public record Pin(long seq, Instant at, String by) {}

    /**
     * The thread of a message.
     *
     * @param count the messages in it, recalled ones included
     * @param last the newest of them
     */
    public record Replies(long count, long last) {}

    /**
     * Everybody who reacts with one emoji.
     *
     * @param count how many they are
     * @param users the first of them, in the order in which they came; not all where they are many
     * @param mine whether the caller is one
     */
    public record Reactions(String emoji, long count, List<String> users, boolean mine) {}
}
