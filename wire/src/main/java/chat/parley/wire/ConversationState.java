package chat.parley.wire;

import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A conversation as one caller sees it (protocol section 1, "Conversation state"). Unread is {@code messages -
 * readMessages}.
 *
 * @param kind {@code direct}, {@code group} or {@code channel}
 * @param title null for {@code direct}
 * @param peer the other member of a {@code direct}, else null
 * @param history {@code all} or {@code joined}
 * @param invites who may add members to a group: {@code moderators} or {@code all}
 * @param head the number of the newest entry
 * @param messages how many messages there are up to {@code head}
 * @param first the first entry the caller may see
 * @param firstMessages how many messages lie before {@code first}
 * @param read the caller's read marker, a seq
 * @param readMessages how many messages lie up to the read marker
 * @param delivered the caller's delivered marker, a seq
 * @param unreadFrom where the caller marked the conversation unread, else null
 * @param mentions the caller's unread mentions
 * @param role the caller's role there; null for a non-member looking at a channel
 * @param muted whether the caller wants to hear nothing of it now
 * @param mutedUntil when that ends by itself; null where it does not, and where it is not muted
 * @param notices what the caller wants to be notified of there: {@code all}, {@code mentions} or {@code none}; null where their
 *     default for its kind says so
 * @param members how many members it has
 * @param marks the members' markers by user id, where receipts are live; else empty
 * @param retention how much of it is kept, by its own rule and the workspace's, whichever keeps less; null for all
 * @param last the newest message entry the caller may see, its text cut at 200 code points; null where there is none
 */
public record ConversationState(
        String id,
        String kind,
        @Nullable String title,
        @Nullable Peer peer,
        @Nullable String topic,
        String history,
        String invites,
        long head,
        long messages,
        long first,
        long firstMessages,
        long read,
        long readMessages,
        long delivered,
        @Nullable Long unreadFrom,
        long mentions,
        @Nullable String role,
        boolean muted,
        @Nullable Instant mutedUntil,
        @Nullable String notices,
        int members,
        Map<String, Marks> marks,
        @Nullable Retention retention,
        @Nullable Entry last) {

    /** The other member of a direct conversation. */
    public record Peer(String id, String handle, String name) {}

    /** Two cumulative markers, each a seq. */
    public record Marks(long delivered, long read) {}
}
