package chat.parley.core.sync;

import chat.parley.core.id.ConversationId;
import chat.parley.core.id.SessionId;
import chat.parley.core.id.UserId;
import chat.parley.wire.ConversationState;
import chat.parley.wire.Profile;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What catching up and healing read. Threads: blocks; call it on a virtual thread. Failure: {@link
 * java.io.UncheckedIOException} where the store cannot be reached.
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

    /** The place where the tail of the log ends now. */
    Cursor tailEnd();

    /**
     * What was committed at or after {@code from} by transactions that no older running one can still precede, in
     * transaction order, at most {@code limit} entries. Asking again with {@code next} misses nothing and repeats nothing
     * (but for what a full batch cut).
     */
    Tail tail(Cursor from, int limit);

    /**
     * @param heads the head of every conversation of the user's, changed or not
     * @param changed the states of those that moved
     * @param gone those the user ceased to be a member of since the cursor
     * @param users the profiles that the states name, and the user's own
     */
    record CatchUp(
            Cursor cursor,
            boolean reset,
            Map<ConversationId, Long> heads,
            List<ConversationState> changed,
            List<ConversationId> gone,
            List<Profile> users) {}

    /**
     * @param joins whom a {@code joined} entry among the appended ones brought in, since nobody here may listen to that
     *     conversation yet
     * @param ended sign-in sessions revoked
     */
    record Tail(Cursor next, Map<ConversationId, Long> heads, List<Join> joins, List<SessionId> ended) {}

    /** {@code user} joined {@code conversation} by entry {@code seq}. */
    record Join(ConversationId conversation, UserId user, long seq) {}
}
