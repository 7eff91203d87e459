package chat.parley.core.conversation;

import chat.parley.core.account.Caller;
import chat.parley.core.id.ConversationId;
import chat.parley.core.id.UserId;
import chat.parley.core.reply.Reply;
import chat.parley.wire.ConversationState;
import chat.parley.wire.ErrorCode;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;

/** Brings others into a group or channel. Those who are in already are left as they are. */
public final class AddMembers {
    private final Conversations conversations;
    private final Invitees invitees;
    private final RightfulChange change;
    private final ConversationLimits limits;

    public AddMembers(Conversations conversations, ChangeLog log, People people, ConversationLimits limits) {
        this.conversations = conversations;
        this.invitees = new Invitees(people, limits);
        this.change = new RightfulChange(conversations, log, limits);
        this.limits = limits;
    }

    public Reply<ConversationState> add(Caller caller, ConversationId id, List<UserId> users) {
        Set<UserId> wanted = new LinkedHashSet<>(users);
        // The right comes first, so that a stranger learns nothing, not even which of the users exist.
        if (WhoMay.add(caller, conversations.access(id, caller.user())) instanceof Verdict.Refused refused) {
            return refused.reply();
        }
        if (wanted.isEmpty() || wanted.size() > limits.membersPerCall()) {
            return Reply.refused(ErrorCode.BAD_REQUEST, "users must be 1 to " + limits.membersPerCall());
        }
        if (invitees.check(caller, wanted) instanceof Verdict.Refused refused) {
            return refused.reply();
        }
        Change join = new Change.Join(id, caller.user(), List.copyOf(wanted));
        return switch (change.make(caller, join, access -> WhoMay.add(caller, access))) {
            case Reply.Given<OptionalLong> _ -> SeeConversations.state(conversations, caller, id);
            case Reply.Refused<OptionalLong> refused -> refused.as();
        };
    }
}
