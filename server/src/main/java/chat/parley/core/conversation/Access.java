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
 * @param owners how many owners the conversation has
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
        int owners,
        long first,
        long head,
        boolean blocked) {
    public boolean member() {
        return role.isPresent();
    }
}
