package chat.parley.core.message;

import chat.parley.core.id.ConversationId;
import chat.parley.core.id.UserId;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A message to append. All of it has been validated: the store must not meet a value it refuses.
 *
 * @param id the sender's own name for it; (conversation, sender, id) is unique for ever
 * @param prev the sender's message that must be in the log already (in the same batch before it counts), or null
 */
public record Post(
        ConversationId conversation,
        UserId sender,
        UUID id,
        String text,
        @Nullable UUID prev) {}
