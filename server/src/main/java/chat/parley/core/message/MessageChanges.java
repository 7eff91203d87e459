package chat.parley.core.message;

import chat.parley.core.id.ConversationId;
import chat.parley.core.id.UserId;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * The write side of what becomes of messages. Every change is an entry of the conversation's log, in the same order and under
 * the same lock as its messages.
 *
 * <p>Order and atomicity: entry, head, and the state that pages are read from move in one transaction or not at all; a
 * recall also blanks the message and its versions in it. Rights: as in {@link chat.parley.core.conversation.ChangeLog}, by
 * the version of an {@link chat.parley.core.conversation.Access}. The target (is it there, a message, the caller's to see,
 * not recalled, young enough, theirs) is judged under the lock. Once: an edit whose id is there already is answered by it
 * before anything else is asked; the others append nothing where it is so already. Delivery: after the commit the entry is
 * published on the bus, in {@code seq} order with the conversation's other entries. Threads: blocks; call it on a virtual
 * thread. Failure: {@link Outcome.Unavailable} where the store cannot be reached; whether the change was made is then
 * unknown, and asking again is safe.
 */
public interface MessageChanges {
    Outcome apply(MessageChange change, long accessVersion);

    /**
     * The edit of {@code target} that {@code by} made under this id, or empty where there is none.
     *
     * @throws java.io.UncheckedIOException where the store cannot be reached
     */
    Optional<Outcome.Appended> known(ConversationId conversation, UserId by, long target, UUID id);

    /** What became of a change. */
    sealed interface Outcome {
        /** In the log as entry {@code seq}, by this call or, for an edit, by an earlier one under its id. */
        record Appended(long seq, Instant at) implements Outcome {}

        /** Already so; nothing was appended. */
        record Unchanged() implements Outcome {}

        /** Refused under the lock; nothing was appended. */
        record Refused(Reason reason) implements Outcome {}

        /** The access version has moved: read the access again and decide anew. */
        record Stale() implements Outcome {}

        /** The store cannot be reached now; try again after {@code retryAfter}. */
        record Unavailable(Duration retryAfter) implements Outcome {}
    }

    /** Why a change was refused. */
    enum Reason {
        /** Nothing has that number, or no message, or the caller may not see it. */
        NO_SUCH_MESSAGE,
        RECALLED,
        NOT_YOURS,
        EXPIRED,
        /** The workspace has no emoji of that name, or not any more. */
        NO_SUCH_EMOJI,
        TOO_MANY,
        /** The sender has something else in the log under this id. */
        ID_TAKEN
    }
}
