package chat.parley.core.conversation;

import chat.parley.core.account.Caller;
import chat.parley.core.id.ConversationId;
import chat.parley.core.id.UserId;
import chat.parley.core.reply.Reply;
import java.util.OptionalLong;

/** Gives a member another role. Answers with the {@code changed} entry's number, if there is one. */
public final class SetRole {
    private final Conversations conversations;
    private final RightfulChange change;

    public SetRole(Conversations conversations, ChangeLog log, ConversationLimits limits) {
        this.conversations = conversations;
        this.change = new RightfulChange(conversations, log, limits);
    }

    public Reply<OptionalLong> set(Caller caller, ConversationId id, UserId user, MemberRole role) {
        Change setRole = new Change.SetRole(id, caller.user(), user, role);
        return change.make(
                caller,
                setRole,
                access -> WhoMay.setRole(
                        caller, access, user, conversations.access(id, user).flatMap(Access::role), role));
    }
}
