package chat.parley.core.conversation;

import chat.parley.core.account.Caller;
import chat.parley.core.id.ConversationId;
import chat.parley.core.reply.Reply;
import chat.parley.wire.ConversationState;
import chat.parley.wire.Retention;
import java.util.Optional;
import java.util.OptionalLong;

/** Says how much of a group or channel is kept, within what the workspace keeps. */
public final class SetRetention {
    private final Conversations conversations;
    private final RightfulChange change;
    private final Workspace workspace;
    private final RetentionBounds bounds;

    public SetRetention(
            Conversations conversations,
            ChangeLog log,
            ConversationLimits limits,
            Workspace workspace,
            RetentionBounds bounds) {
        this.conversations = conversations;
        this.change = new RightfulChange(conversations, log, limits);
        this.workspace = workspace;
        this.bounds = bounds;
    }

    public Reply<ConversationState> set(Caller caller, ConversationId id, Retention wanted) {
        Change set = new Change.Retain(id, caller.user(), wanted);
        return switch (change.make(caller, set, access -> maySet(caller, access, wanted))) {
            case Reply.Given<OptionalLong> _ -> SeeConversations.state(conversations, caller, id);
            case Reply.Refused<OptionalLong> refused -> refused.as();
        };
    }

    /** Rights come first: whoever has none learns nothing of bounds. */
    private Verdict maySet(Caller caller, Optional<Access> access, Retention wanted) {
        Verdict owner = WhoMay.setRetention(caller, access);
        if (owner instanceof Verdict.Refused) {
            return owner;
        }
        Verdict sane = bounds.check(wanted);
        return sane instanceof Verdict.Refused ? sane : bounds.check(wanted, workspace.retention());
    }
}
