package chat.parley.core.sync;

import chat.parley.core.bus.Signal;
import chat.parley.core.id.ConversationId;
import chat.parley.core.id.SessionId;
import chat.parley.core.id.UserId;
import java.util.List;
import java.util.Map;

/**
 * The end of all logs together, as it grows: what a node reads to heal itself of lost hints.
 *
 * <p>Order: that of transaction ids, which is no order of commits; within a conversation {@code heads} only grow. Guarantee:
 * going on from {@code next} misses nothing, however late a transaction commits, because only what lies below every running
 * transaction is read. Threads: blocks; call it on a virtual thread. Failure: {@link java.io.UncheckedIOException} where the
 * store cannot be reached; ask again with the same place.
 */
public interface LogTail {
    /** The place where the tail ends now. */
    Cursor tailEnd();

    /**
     * What was committed at or after {@code from} by transactions that no older running one can still precede: whole
     * transactions, as many as hold about {@code limit} entries (one at least). A cursor of another incarnation answers as
     * {@link #tailEnd} does: nothing, and the place to go on from.
     */
    Tail tail(Cursor from, int limit);

    /**
     * @param heads the newest entry of each conversation among those read
     * @param joins whom a {@code joined} entry among them brought in, since nobody here may listen to that conversation yet
     * @param moves whose markers moved
     * @param states whose own state changed by other means than an entry or a marker, whose role did, or how they follow a thread
     * @param things what else of users' own changed
     * @param ended sign-in sessions revoked
     */
    record Tail(
            Cursor next,
            Map<ConversationId, Long> heads,
            List<Join> joins,
            List<Move> moves,
            List<Signal.OwnStateChanged> states,
            List<Signal.OwnThingChanged> things,
            List<SessionId> ended) {
        /** Where there is nothing between here and {@code next}. */
        public static Tail nothing(Cursor next) {
            return new Tail(next, Map.of(), List.of(), List.of(), List.of(), List.of(), List.of());
        }
    }

    /** Markers that transaction {@code xid} moved, as they are stored now, which may be further. */
    record Move(Signal.Marks marks, long xid) {}

    /** {@code user} joined {@code conversation} by entry {@code seq}. */
    record Join(ConversationId conversation, UserId user, long seq) {}
}
