package chat.parley.core.receipt;

import chat.parley.core.id.ConversationId;
import chat.parley.core.id.UserId;

/**
 * The members' markers. They only grow; {@code read} raises {@code delivered}; both are clamped to the head.
 *
 * <p>Order: none needed, since the greatest wins. Atomicity: a member's markers move together. Delivery: moves are
 * coalesced by member and written in batches; a move is announced on the bus only after it is stored, and one that a lost
 * process had not written is lost: a client repeats its marker when it sees an older one. Threads: any; does not block.
 * Bounds: beyond the bound of waiting members a move is dropped and counted. Moves of non-members do nothing.
 */
public interface Markers {
    void delivered(ConversationId conversation, UserId user, long seq);

    void read(ConversationId conversation, UserId user, long seq);
}
