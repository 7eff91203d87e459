package chat.parley.core.receipt;

import chat.parley.core.id.ConversationId;
import chat.parley.core.id.UserId;
import java.util.OptionalLong;
import java.util.function.Consumer;

/**
 * The members' markers. They only grow; {@code read} raises {@code delivered}; both are clamped to the head. A private
 * "unread from here" flag stands beside them until the next {@code read}. A thread that a member follows has a marker of its own,
 * which grows and is clamped likewise; of one that is not followed there is none to move.
 *
 * <p>Order: a member's moves are stored in the order they arrive, as far as the flag goes; the markers need none, since the
 * greatest wins. Atomicity: a member's markers move together. Delivery: moves are coalesced by member and written in
 * batches; a move is announced on the bus only after it is stored, and one that a lost process had not written is lost: a
 * client repeats its marker when it sees an older one. Threads: any; does not block. Bounds: beyond the bound of waiting
 * members a move is dropped and counted. Moves of non-members do nothing.
 */
public interface Markers {
    /** Kept only where receipts are live, since nobody else would ever see it. */
    void delivered(ConversationId conversation, UserId user, long seq);

    void read(ConversationId conversation, UserId user, long seq);

    /** {@code done} is called as below. */
    void readThread(ConversationId conversation, UserId user, long thread, long seq, Consumer<Boolean> done);

    /**
     * As {@link #read}; then the flag goes to {@code unreadFrom} where there is one. {@code done} is called exactly once, on
     * a thread that it must not block: with true once it is stored, with false where it was dropped or the store cannot be
     * reached.
     */
    void read(ConversationId conversation, UserId user, long seq, OptionalLong unreadFrom, Consumer<Boolean> done);
}
