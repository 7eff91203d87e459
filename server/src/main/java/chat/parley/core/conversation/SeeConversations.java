package chat.parley.core.conversation;

import chat.parley.core.account.Caller;
import chat.parley.core.id.ConversationId;
import chat.parley.core.id.UserId;
import chat.parley.core.reply.Reply;
import chat.parley.wire.ConversationState;
import chat.parley.wire.Profile;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Looks conversations, the directory of channels, and members up, as far as the caller may. */
public final class SeeConversations {
    private final Conversations conversations;
    private final People people;

    public SeeConversations(Conversations conversations, People people) {
        this.conversations = conversations;
        this.people = people;
    }

    /**
     * A page of members, by id.
     *
     * @param next where to go on from; null at the end
     */
    public record MemberPage(
            List<Conversations.Member> members,
            List<Profile> users,
            @Nullable UserId next) {}

    public Reply<ConversationState> one(Caller caller, ConversationId id) {
        if (WhoMay.see(caller, conversations.access(id, caller.user())) instanceof Verdict.Refused refused) {
            return refused.reply();
        }
        return state(conversations, caller, id);
    }

    public Conversations.StatePage mine(Caller caller, @Nullable String before, int limit) {
        return conversations.ofMember(caller.user(), before, limit);
    }

    /** The directory; a guest, who may not see channels, finds those it is in. */
    public Conversations.StatePage channels(Caller caller, String query, @Nullable String before, int limit) {
        return conversations.channels(caller.user(), caller.guest(), query, before, limit);
    }

    public Reply<MemberPage> members(Caller caller, ConversationId id, @Nullable UserId after, int limit) {
        if (WhoMay.read(caller, conversations.access(id, caller.user())) instanceof Verdict.Refused refused) {
            return refused.reply();
        }
        // One more than asked for tells whether there is a next page.
        List<Conversations.Member> found = new ArrayList<>(conversations.members(id, after, limit + 1));
        boolean more = found.size() > limit;
        List<Conversations.Member> page = more ? found.subList(0, limit) : found;
        List<Profile> users =
                people.profiles(page.stream().map(Conversations.Member::user).toList());
        return Reply.given(
                new MemberPage(List.copyOf(page), users, more ? page.getLast().user() : null));
    }

    /** The state after a change; whoever ceased to see it in between is told what a stranger is told. */
    static Reply<ConversationState> state(Conversations conversations, Caller caller, ConversationId id) {
        return conversations.states(caller.user(), List.of(id)).stream()
                .findFirst()
                .map(Reply::given)
                .orElseGet(() -> WhoMay.NO_SUCH_CONVERSATION.reply());
    }
}
