package chat.parley.core.conversation;

import chat.parley.core.account.Caller;
import chat.parley.core.id.ConversationId;
import chat.parley.core.id.IdSource;
import chat.parley.core.id.UserId;
import chat.parley.core.reply.Reply;
import chat.parley.wire.ConversationState;
import chat.parley.wire.ErrorCode;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * Creates a conversation, or finds the one that is there: a direct by its pair, a group or channel by the creator's own name
 * for it. What is there is answered whatever else the request says, so that a retry is safe.
 */
public final class CreateConversation {
    private final Conversations conversations;
    private final ChangeLog log;
    private final People people;
    private final Invitees invitees;
    private final IdSource ids;
    private final ConversationLimits limits;

    public CreateConversation(
            Conversations conversations, ChangeLog log, People people, IdSource ids, ConversationLimits limits) {
        this.conversations = conversations;
        this.log = log;
        this.people = people;
        this.invitees = new Invitees(people, limits);
        this.ids = ids;
        this.limits = limits;
    }

    /**
     * What to create.
     *
     * @param clientId the creator's own name for a group or channel; none for a direct
     * @param title of a group or channel; none for a direct
     * @param members the others; the creator among them counts as left out
     */
    public record Wish(
            Kind kind, Optional<UUID> clientId, Optional<String> title, boolean historyForAll, List<UserId> members) {}

    /** It is there; {@code fresh} where this call made it. */
    public record Created(ConversationState state, boolean fresh) {}

    public Reply<Created> create(Caller caller, Wish wish) {
        Set<UserId> others = new LinkedHashSet<>(wish.members());
        others.remove(caller.user());
        if (shape(wish, others) instanceof Verdict.Refused refused) {
            return refused.reply();
        }
        Optional<ConversationId> there = existing(caller, wish, others);
        if (there.isPresent()) {
            return present(caller, there.get(), false);
        }
        if (mayCreate(caller, wish, others) instanceof Verdict.Refused refused) {
            return refused.reply();
        }
        return create(caller, wish, List.copyOf(others));
    }

    private Verdict shape(Wish wish, Set<UserId> others) {
        if (wish.kind() == Kind.DIRECT) {
            boolean pair = others.size() == 1
                    && wish.clientId().isEmpty()
                    && wish.title().isEmpty();
            return pair ? new Verdict.Allowed() : bad("a direct has one other member, and no id and no title");
        }
        if (wish.clientId().isEmpty() || wish.title().isEmpty()) {
            return bad("a group or channel needs an id and a title");
        }
        if (others.size() > limits.membersAtCreation()) {
            return bad("members must be at most " + limits.membersAtCreation());
        }
        return Words.title(wish.title().get(), limits);
    }

    private Optional<ConversationId> existing(Caller caller, Wish wish, Set<UserId> others) {
        return wish.kind() == Kind.DIRECT
                ? conversations.direct(caller.user(), others.iterator().next())
                : conversations.created(caller.user(), wish.clientId().orElseThrow());
    }

    private Verdict mayCreate(Caller caller, Wish wish, Set<UserId> others) {
        if (WhoMay.create(caller, wish.kind()) instanceof Verdict.Refused refused) {
            return refused;
        }
        if (invitees.room(List.of(caller.user())) instanceof Verdict.Refused refused) {
            return refused;
        }
        if (invitees.check(caller, others) instanceof Verdict.Refused refused) {
            return refused;
        }
        return wish.kind() == Kind.DIRECT
                ? WhoMay.createDirect(
                        people.blocked(caller.user(), others.iterator().next()))
                : new Verdict.Allowed();
    }

    private Reply<Created> create(Caller caller, Wish wish, List<UserId> others) {
        NewConversation wanted = new NewConversation(
                ids.conversation(),
                caller.user(),
                wish.kind(),
                wish.clientId(),
                wish.title(),
                wish.historyForAll(),
                others);
        return switch (log.create(wanted)) {
            case ChangeLog.Created.Present(ConversationId id, boolean fresh) -> present(caller, id, fresh);
            case ChangeLog.Created.Unavailable(Duration retryAfter) ->
                Reply.unavailable("the store cannot be reached now", retryAfter);
        };
    }

    private Reply<Created> present(Caller caller, ConversationId id, boolean fresh) {
        if (WhoMay.read(caller, conversations.access(id, caller.user())) instanceof Verdict.Refused) {
            return Reply.refused(ErrorCode.CONFLICT, "this id names a conversation that you have left");
        }
        return conversations.states(caller.user(), List.of(id)).stream()
                .findFirst()
                .map(state -> Reply.given(new Created(state, fresh)))
                .orElseGet(() -> Reply.refused(ErrorCode.CONFLICT, "this id names a conversation that you have left"));
    }

    private static Verdict bad(String detail) {
        return new Verdict.Refused(ErrorCode.BAD_REQUEST, detail);
    }
}
