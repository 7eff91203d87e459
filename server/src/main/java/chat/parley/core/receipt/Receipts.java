package chat.parley.core.receipt;

import chat.parley.core.id.ConversationId;
import chat.parley.core.id.UserId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads who has what. Threads: blocks; call it on a virtual thread. Failure: {@link java.io.UncheckedIOException} where the
 * store cannot be reached.
 */
public interface Receipts {
    /**
     * The members, by user id from the one after {@code after}, who have entry {@code seq}, as far as {@code viewer} may
     * know: not those who hide their receipts, who may not see the entry, or where one of the two blocks the other.
     */
    List<Receipt> of(ConversationId conversation, long seq, UserId viewer, @Nullable UserId after, int limit);

    /** {@code user} has it on a device; {@code read} where they have read it too. */
    record Receipt(UserId user, boolean read) {}
}
