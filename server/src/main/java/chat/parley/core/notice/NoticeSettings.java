package chat.parley.core.notice;

import chat.parley.core.id.ConversationId;
import chat.parley.core.id.UserId;

/**
 * What users chose to be notified of. Atomicity: each call is one transaction, the last one wins. Delivery: what changed is
 * announced on the bus once it is stored, and shown by the tail of the log; what was so already is not. Threads: blocks; call
 * it on a virtual thread. Failure: {@link java.io.UncheckedIOException} where the store cannot be reached.
 */
public interface NoticeSettings {
    /** Keeps a member's choice for a conversation; false where they are no member now, and nothing is kept. */
    boolean choose(ConversationId conversation, UserId user, NoticeChoice choice);

    /** {@link Preferences#DEFAULT} of one who never said any. */
    Preferences preferences(UserId user);

    /** Nothing is kept of an account that is deleted. */
    void prefer(UserId user, Preferences preferences);
}
