package chat.parley.core.message;

import chat.parley.core.id.AttachmentId;
import chat.parley.core.id.ConversationId;
import chat.parley.core.id.UserId;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A message to append. All of it has been validated: the store must not meet a value it refuses.
 *
 * @param id the sender's own name for it; (conversation, sender, id) is unique for ever
 * @param prev the sender's message that must be in the log already (in the same batch before it counts), or null
 * @param context null for a message of text alone
 */
public record Post(
        ConversationId conversation,
        UserId sender,
        UUID id,
        String text,
        @Nullable UUID prev,
        @Nullable Context context) {

    public static Post plain(ConversationId conversation, UserId sender, UUID id, String text, @Nullable UUID prev) {
        return new Post(conversation, sender, id, text, prev, null);
    }

    /**
     * What a message refers to.
     *
     * @param replyTo the message that it answers in line
     * @param thread the root of the thread that it is a reply in
     * @param broadcast whether a reply in a thread stands in the main timeline too
     * @param mentions ids of users and of user groups, {@code here} and {@code all}, each once; a group is those of it who are members
     *     when the message gets into the log
     * @param attachments ids of uploads of the sender's, each once
     * @param everybody where it mentions all or a user group: up to how many members anybody may at once; above, who leads the conversation
     */
    public record Context(
            @Nullable Long replyTo,
            @Nullable Long thread,
            boolean broadcast,
            List<String> mentions,
            List<AttachmentId> attachments,
            @Nullable Integer everybody) {}
}
