package chat.parley.adapter.postgres;

import chat.parley.core.message.MessageLog.Reason;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What {@code parley_append} says of one row. */
sealed interface Verdict {
    /**
     * In the log.
     *
     * @param mark where the sender's markers moved to it
     * @param inThread its number in its thread, null where it is in none or was stored before
     * @param files what is known of its attachments, as column {@code data} has it; null where it has none or was stored before
     * @param called whom it mentions and by which user groups, as column {@code data} has it; null where it mentions no group or was stored
     *     before
     * @param followers who follows its thread by it, or has read on in it; null where nobody
     */
    record Stored(
            long seq,
            long messages,
            Instant at,
            boolean duplicate,
            @Nullable Mark mark,
            @Nullable Long inThread,
            @Nullable String files,
            @Nullable String called,
            @Nullable Followers followers)
            implements Verdict {}

    record Refused(Reason reason) implements Verdict {}

    /** Another transaction holds the conversation's head; nothing was done. */
    record Skipped() implements Verdict {}

    /** Whose way of following a thread this transaction changed. */
    record Followers(List<Long> users, long xid) {}

    /** What goes with the sender's markers, behind which nothing is unread. */
    record Mark(long readMessages, boolean shared) {}
}
