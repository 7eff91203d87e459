package chat.parley.core.conversation;

import chat.parley.core.account.Caller;
import chat.parley.core.id.ConversationId;
import chat.parley.core.id.UserId;
import chat.parley.core.reply.Reply;
import java.util.Optional;
import java.util.OptionalLong;

/** Takes a member out: oneself (leaving) or somebody else. Answers with the {@code left} entry's number, if there is one. */
public final class RemoveMember {
    private final Conversations conversations;
    private final RightfulChange change;

    public RemoveMember(Conversations conversations, ChangeLog log, ConversationLimits limits) {
        this.conversations = conversations;
        this.change = new RightfulChange(conversations, log, limits);
    }

    public Reply<OptionalLong> remove(Caller caller, ConversationId id, UserId user) {
        Change leave = new Change.Leave(id, caller.user(), user);
        return change.make(caller, leave, access -> mayRemove(caller, access, id, user));
    }

    private Verdict mayRemove(Caller caller, Optional<Access> access, ConversationId id, UserId user) {
        if (user.equals(caller.user())) {
            return WhoMay.leave(caller, access);
        }
        return WhoMay.remove(caller, access, conversations.access(id, user).flatMap(Access::role));
    }
}
