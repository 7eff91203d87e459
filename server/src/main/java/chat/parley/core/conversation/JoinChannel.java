package chat.parley.core.conversation;

import chat.parley.core.account.Caller;
import chat.parley.core.id.ConversationId;
import chat.parley.core.reply.Reply;
import chat.parley.wire.ConversationState;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** Makes the caller a member of a channel. Who is one already gets the state, and nothing is appended. */
public final class JoinChannel {
    private final Conversations conversations;
    private final Invitees invitees;
    private final RightfulChange change;

    public JoinChannel(Conversations conversations, ChangeLog log, People people, ConversationLimits limits) {
        this.conversations = conversations;
        this.invitees = new Invitees(people, limits);
        this.change = new RightfulChange(conversations, log, limits);
    }

    public Reply<ConversationState> join(Caller caller, ConversationId channel) {
        Change join = new Change.Join(channel, caller.user(), List.of(caller.user()));
        return switch (change.make(caller, join, access -> mayJoin(caller, access))) {
            case Reply.Given<OptionalLong> _ -> SeeConversations.state(conversations, caller, channel);
            case Reply.Refused<OptionalLong> refused -> refused.as();
        };
    }

    private Verdict mayJoin(Caller caller, Optional<Access> access) {
        Verdict verdict = WhoMay.join(caller, access);
        boolean newcomer =
                verdict instanceof Verdict.Allowed && !access.orElseThrow().member();
        return newcomer ? invitees.room(List.of(caller.user())) : verdict;
    }
}
