package chat.parley.core.conversation;

import chat.parley.core.id.ConversationId;
import java.time.Duration;

/**
 * The write side of membership and properties. Every change is an entry of the conversation's log, in the same order and
 * under the same lock as its messages.
 *
 * <p>Order and atomicity: entry, membership rows, access version and head move in one transaction or not at all. Rights: the
 * caller checked them against an {@link Access} and hands its {@code version} over; where the conversation's has moved since,
 * nothing is done and {@link Outcome.Stale} says so. Delivery: after the commit the entry is published on the bus, in {@code
 * seq} order with the conversation's other entries. Threads: blocks; call it on a virtual thread. Failure: {@link
 * Outcome.Unavailable} where the store cannot be reached; whether the change was made is then unknown, and asking again is
 * safe, since a change already in the wanted state appends nothing.
 */
public interface ChangeLog {
    Outcome apply(Change change, long accessVersion);

    /** Creates the conversation, or finds the one that is there for the pair or the client's id. */
    Created create(NewConversation conversation);

    /** What became of a change. */
    sealed interface Outcome {
        /** Appended as entry {@code seq}. */
        record Appended(long seq) implements Outcome {}

        /** Already so; nothing was appended. */
        record Unchanged() implements Outcome {}

        /** The access version has moved: read the {@link Access} again and decide anew. */
        record Stale() implements Outcome {}

        /** The store cannot be reached now; try again after {@code retryAfter}. */
        record Unavailable(Duration retryAfter) implements Outcome {}
    }

    /** What became of a creation. */
    sealed interface Created {
        /** It is there; {@code fresh} where this call made it. */
        record Present(ConversationId conversation, boolean fresh) implements Created {}

        /** The store cannot be reached now; try again after {@code retryAfter}. */
        record Unavailable(Duration retryAfter) implements Created {}
    }
}
