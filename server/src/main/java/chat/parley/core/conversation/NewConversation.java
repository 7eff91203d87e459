package chat.parley.core.conversation;

import chat.parley.core.id.ConversationId;
import chat.parley.core.id.UserId;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * A conversation to create. Its first entry is {@code joined} with all members.
 *
 * @param id the identifier it gets unless it exists already
 * @param clientId the creator's own name for it (empty for {@code DIRECT}); (creator, clientId) is unique for ever
 * @param members without the creator; exactly one for {@code DIRECT}
 * @param title empty for {@code DIRECT}
 */
public record NewConversation(
        ConversationId id,
        UserId creator,
        Kind kind,
        Optional<UUID> clientId,
        Optional<String> title,
        boolean historyForAll,
        List<UserId> members) {}
