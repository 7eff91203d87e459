package chat.parley.core.conversation;

import chat.parley.core.account.Caller;
import chat.parley.core.id.UserId;
import chat.parley.wire.ErrorCode;
import java.util.Collection;
import java.util.Set;

/** Says whether these people can be brought into a conversation by this caller. */
final class Invitees {
    private final People people;
    private final ConversationLimits limits;

    Invitees(People people, ConversationLimits limits) {
        this.people = people;
        this.limits = limits;
    }

    /** Refused for the first who is not to be had; unknown, deleted and out of a guest's reach look the same. */
    Verdict check(Caller caller, Collection<UserId> users) {
        if (users.isEmpty()) {
            return new Verdict.Allowed();
        }
        Set<UserId> known = people.present(users);
        Set<UserId> reachable = caller.guest() ? people.sharing(caller.user(), known) : known;
        for (UserId user : users) {
            if (!reachable.contains(user)) {
                return new Verdict.Refused(ErrorCode.NOT_FOUND, "no such user: " + user);
            }
        }
        return room(users);
    }

    /** Refused for the first who is a member of as many conversations as anybody may be. */
    Verdict room(Collection<UserId> users) {
        for (UserId user : people.full(users, limits.conversationsPerUser())) {
            return new Verdict.Refused(
                    ErrorCode.CONFLICT,
                    user + " is in " + limits.conversationsPerUser() + " conversations already, the most there may be");
        }
        return new Verdict.Allowed();
    }
}
