package chat.parley.core.conversation;

import chat.parley.core.id.ConversationId;
import chat.parley.core.id.UserId;
import java.util.List;

/**
 * Where news of a person belongs. Threads: blocks; call it on a virtual thread. Failure: {@link java.io.UncheckedIOException}
 * where the store cannot be reached.
 */
public interface Audience {
    /**
     * The conversations of at most {@code mostMembers} that the user is a member of now, the youngest {@code most} of them.
     * A deleted user is a member still.
     */
    List<ConversationId> of(UserId user, int mostMembers, int most);
}
