package chat.parley.core.thread;

import chat.parley.core.id.ConversationId;
import chat.parley.core.id.UserId;
import chat.parley.wire.Entry;
import chat.parley.wire.ThreadState;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Who follows which thread. Whoever posts in one, is mentioned in it, or wrote its root follows it by that ({@link
 * chat.parley.core.message.MessageLog} stores it with the post); this is to say so, or not to, and to see them.
 *
 * <p>Order: none between users; of one user's sayings the last holds. Atomicity: one row. Delivery: a change is announced on the
 * bus after it is stored, and the tail of the log shows it. Rights: {@code follow} judges the root under its own snapshot, as a
 * reply does; all see only threads whose root the user may see, of conversations that the user is a member of. Threads: blocks;
 * call it on a virtual thread. Failure: {@link java.io.UncheckedIOException} where the store cannot be reached.
 */
public interface Threads {
    /** Idempotent. What is in the thread by now is read by whoever begins to follow it. */
    Outcome follow(ConversationId conversation, UserId user, long thread, boolean following);

    /** The newest first, from after {@code place}. */
    List<Followed> followed(UserId user, Wanted wanted);

    /** What became of a wish to follow. */
    sealed interface Outcome {
        /** As it is from now on, whether or not it was so before. */
        record Settled(ThreadState state) implements Outcome {}

        record Refused(Reason reason) implements Outcome {}
    }

    /** Why a thread cannot be followed. */
    enum Reason {
        /** Its root is no message that the user may see. */
        NO_SUCH_MESSAGE,
        RECALLED,
        /** Its root is itself a reply in a thread. */
        NOT_A_ROOT
    }

    /**
     * @param unread whether only those are wanted in which something is unread
     * @param after the place after which the page begins, empty for the first one
     * @param listed of how many of the user's threads to choose, those that moved last
     */
    record Wanted(boolean unread, Optional<Place> after, int limit, int listed) {}

    /** Where a thread stands in the list. */
    record Place(Instant at, ConversationId conversation, long thread) {}

    /**
     * @param root the message under which it is, its text as it is now and cut
     * @param newest the last message in it, likewise; null where there is none
     */
    record Followed(
            ThreadState state,
            Place place,
            Entry root,
            @Nullable Entry newest) {}
}
