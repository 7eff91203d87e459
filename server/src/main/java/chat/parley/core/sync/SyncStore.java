package chat.parley.core.sync;

import chat.parley.core.id.ConversationId;
import chat.parley.core.id.UserId;
import chat.parley.wire.ConversationState;
import chat.parley.wire.Profile;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What catching up reads. Threads: blocks; call it on a virtual thread. Failure: {@link java.io.UncheckedIOException} where
 * the store cannot be reached.
 */
public interface SyncStore {
    /** The conversations the user is a member of now. */
    List<ConversationId> memberships(UserId user);

    /**
     * What moved for the user since the cursor, in one snapshot whose xmin is the new cursor. Without a cursor, with one of
     * another incarnation, one too old, or one behind by more than {@code most} conversations: a reset with the {@code
     * recent} most recently active ones.
     */
    CatchUp catchUp(UserId user, Optional<Cursor> since, int most, int recent);

    /**
     * @param heads the head of every conversation of the user's, changed or not
     * @param changed the states of those that moved
     * @param gone those the user ceased to be a member of since the cursor
     * @param users the profiles that the states name, and the user's own
     */
    record CatchUp(
            Cursor cursor,
            boolean reset,
            Map<ConversationId, Head> heads,
            List<ConversationState> changed,
            List<ConversationId> gone,
            List<Profile> users) {}

    /**
     * Where a log ends.
     *
     * @param seq its newest entry
     * @param messages messages of the main timeline up to it
     * @param members how many members the conversation has since that entry
     */
    record Head(long seq, long messages, int members) {}
}
