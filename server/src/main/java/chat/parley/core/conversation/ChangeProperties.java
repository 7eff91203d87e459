package chat.parley.core.conversation;

import chat.parley.core.account.Caller;
import chat.parley.core.id.ConversationId;
import chat.parley.core.reply.Reply;
import chat.parley.wire.ConversationState;
import java.util.Optional;
import java.util.OptionalLong;

/** Gives a group or channel another title, topic, history or rule of invitation. */
public final class ChangeProperties {
    private final Conversations conversations;
    private final RightfulChange change;
    private final ConversationLimits limits;

    public ChangeProperties(Conversations conversations, ChangeLog log, ConversationLimits limits) {
        this.conversations = conversations;
        this.change = new RightfulChange(conversations, log, limits);
        this.limits = limits;
    }

    /** The new values; empty where one stays. */
    public record Wish(
            Optional<String> title,
            Optional<String> topic,
            Optional<Boolean> historyForAll,
            Optional<Boolean> invitesAll) {}

    public Reply<ConversationState> change(Caller caller, ConversationId id, Wish wish) {
        Change set = new Change.SetProperties(
                id, caller.user(), wish.title(), wish.topic(), wish.historyForAll(), wish.invitesAll());
        return switch (change.make(caller, set, access -> mayChange(caller, access, wish))) {
            case Reply.Given<OptionalLong> _ -> SeeConversations.state(conversations, caller, id);
            case Reply.Refused<OptionalLong> refused -> refused.as();
        };
    }

    private Verdict mayChange(Caller caller, Optional<Access> access, Wish wish) {
        if (WhoMay.setProperties(caller, access) instanceof Verdict.Refused refused) {
            return refused;
        }
        if (wish.title().isPresent() && Words.title(wish.title().get(), limits) instanceof Verdict.Refused refused) {
            return refused;
        }
        return wish.topic().map(topic -> Words.topic(topic, limits)).orElseGet(Verdict.Allowed::new);
    }
}
