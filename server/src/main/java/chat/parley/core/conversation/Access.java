package chat.parley.core.conversation;

import chat.parley.core.id.ConversationId;
import chat.parley.core.id.UserId;
import java.util.Optional;

/**
 * What the rules need to know of one user and one conversation, read in one snapshot.
 *
 * @param version the conversation's access version, moved by every join, leave, role and close; a change carries it back
 *     and is refused as stale where it has moved
 * @param role the user's role there, empty for a non-member
 * @param former whether the user was a member before and is none now: such a one may ask again to leave
 * @param owners how many owners the conversation has, where the user is one; 0 for anybody else, who need not know
 * @param alone whether the user is the only member
 * @param first the first entry the user may see, 1 or more (meaningful for a member, and for a channel's looker-on)
 * @param blocked in a direct conversation: whether either blocks the other
 */
public record Access(
        ConversationId conversation,
        UserId user,
        Kind kind,
        boolean invitesAll,
        long version,
        Optional<MemberRole> role,
        boolean former,
        int owners,
        boolean alone,
        long first,
        long head,
        boolean blocked) {
    public boolean member() {
        return role.isPresent();
    }

    /** Whether the user is an owner or a moderator there. */
    public boolean leads() {
        return role.isPresent() && role.get() != MemberRole.MEMBER;
    }

    public boolean owns() {
        return role.isPresent() && role.get() == MemberRole.OWNER;
    }
}
