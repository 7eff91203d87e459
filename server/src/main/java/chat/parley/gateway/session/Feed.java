package chat.parley.gateway.session;

import chat.parley.core.id.ConversationId;
import chat.parley.core.id.UserId;
import io.netty.util.collection.LongObjectHashMap;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The sessions of one event loop that read one conversation, and for each the last entry that was put on it. That number is
 * the whole truth of delivery: an entry is put on a session exactly when it is the next one there, so that whatever is
 * lost, doubled or reordered on the way, each session sees the log dense and in order.
 *
 * <p>A session may <em>hold</em>: it reads the conversation, but from where is not known yet (its welcome or the
 * conversation's state is still being read), and nothing is put on it. Entries that some session is not ready for are
 * parked, few of them; what is not parked is read from the log.
 *
 * <p>Confined to its event loop.
 */
final class Feed {
    /** Where a holding session will start is not known. */
    static final long UNKNOWN = -1;

    private static final int FIRST_CAPACITY = 2;

    final ConversationId conversation;
    /** Receipts of this conversation that wait or were told lately; null where there are none. */
    @Nullable
    LongObjectHashMap<PendingReceipt> receipts;
    /** For {@link GapRepair}: whether it watches, since when it waits, whether a read is under way. */
    boolean watched;

    long behindSince;
    boolean fetching;

    private final int mostParked;
    private final boolean leftIgnored;
    private final List<Session> sessions = new ArrayList<>(FIRST_CAPACITY);
    /** By place, the last seq put on the session; of one that holds the complement of its start, or the least number. */
    private long[] after = new long[FIRST_CAPACITY];

    private long latest;
    private int notCurrent;
    private @Nullable List<EntryFrame> parked;

    Feed(ConversationId conversation, int mostParked, boolean leftIgnored) {
        this.conversation = conversation;
        this.mostParked = mostParked;
        this.leftIgnored = leftIgnored;
    }

    boolean isEmpty() {
        return sessions.isEmpty();
    }

    int size() {
        return sessions.size();
    }

    Session session(int place) {
        return sessions.get(place);
    }

    /** The newest entry known to exist. */
    long latest() {
        return latest;
    }

    /** The place of a session, or -1. */
    int find(Session session) {
        for (int i = 0; i < sessions.size(); i++) {
            if (sessions.get(i) == session) {
                return i;
            }
        }
        return -1;
    }

    boolean holds(int place) {
        return after[place] < 0;
    }

    /** Where the holding session at {@code place} is to start, or {@link #UNKNOWN}. */
    long start(int place) {
        return after[place] == Long.MIN_VALUE ? UNKNOWN : ~after[place];
    }

    /** Whether the session at {@code place} was given everything up to {@code seq}. */
    boolean reached(int place, long seq) {
        return after[place] >= seq;
    }

    /** Whether the session has all that is known to exist here, and no receipt waits. */
    boolean settledFor(Session session) {
        if (receipts != null && receipts.values().stream().anyMatch(PendingReceipt::due)) {
            return false;
        }
        if (notCurrent == 0) {
            return true;
        }
        int place = find(session);
        return place >= 0 && reached(place, latest);
    }

    /** Adds a session that holds. */
    void add(Session session, long start) {
        int place = sessions.size();
        if (place == after.length) {
            after = Arrays.copyOf(after, place * 2);
        }
        sessions.add(session);
        after[place] = start == UNKNOWN ? Long.MIN_VALUE : ~start;
        recount();
    }

    /** The session at {@code place} holds no longer: it has everything up to {@code seq}. */
    void release(int place, long seq) {
        after[place] = seq;
        latest = Math.max(latest, seq);
        drain();
        recount();
    }

    void remove(Session session) {
        int place = find(session);
        if (place >= 0) {
            removeAt(place);
            recount();
        }
    }

    /** Entries up to {@code seq} exist. */
    void exists(long seq) {
        if (seq > latest) {
            latest = seq;
            recount();
        }
    }

    /** Puts the entry on every session whose next one it is, and keeps it for those that are not there yet. */
    void offer(EntryFrame frame) {
        latest = Math.max(latest, frame.seq());
        putWhereNext(frame);
        recount();
        if (notCurrent > 0) {
            park(frame);
            drain();
            recount();
        }
    }

    /** Keeps an entry for sessions that are not there yet; where there is no room it will be read from the log. */
    void park(EntryFrame frame) {
        if (parked == null) {
            parked = new ArrayList<>(2);
        }
        int place = parked.size();
        while (place > 0 && parked.get(place - 1).seq() > frame.seq()) {
            place--;
        }
        boolean there = place > 0 && parked.get(place - 1).seq() == frame.seq();
        if (!there && parked.size() < mostParked) {
            frame.retain();
            parked.add(place, frame);
        }
    }

    /** The last entry before the first gap of a session that does not hold, or {@link #UNKNOWN} where there is no gap. */
    long gapAfter() {
        long lowest = Long.MAX_VALUE;
        for (int i = 0; i < sessions.size(); i++) {
            if (after[i] >= 0 && after[i] < latest) {
                lowest = Math.min(lowest, after[i]);
            }
        }
        return lowest == Long.MAX_VALUE ? UNKNOWN : lowest;
    }

    /** How many entries are missing after {@code seq} until the first parked one. */
    long missingAfter(long seq) {
        if (parked != null) {
            for (EntryFrame frame : parked) {
                if (frame.seq() > seq) {
                    return frame.seq() - seq - 1;
                }
            }
        }
        return latest - seq;
    }

    /** Nobody reads here any longer. */
    void discard() {
        if (parked != null) {
            parked.forEach(EntryFrame::release);
            parked = null;
        }
    }

    private void drain() {
        if (parked == null) {
            return;
        }
        for (EntryFrame frame : parked) {
            putWhereNext(frame);
        }
        long everybodyHas = Long.MAX_VALUE;
        for (int i = 0; i < sessions.size(); i++) {
            everybodyHas = Math.min(everybodyHas, holds(i) ? Math.max(start(i), 0) : after[i]);
        }
        while (!parked.isEmpty() && parked.getFirst().seq() <= everybodyHas) {
            parked.removeFirst().release();
        }
        if (parked.isEmpty()) {
            parked = null;
        }
    }

    private void putWhereNext(EntryFrame frame) {
        // Backwards, since a place that is freed is filled from the end.
        for (int i = sessions.size() - 1; i >= 0; i--) {
            if (after[i] == frame.seq() - 1) {
                after[i] = frame.seq();
                Session session = sessions.get(i);
                session.deliver(frame);
                if (!leftIgnored && leaves(frame, session)) {
                    removeAt(i);
                    session.removedFrom(this, frame.seq());
                }
            }
        }
    }

    private static boolean leaves(EntryFrame frame, Session session) {
        if (frame.left.isEmpty()) {
            return false;
        }
        UserId user = session.user();
        return user != null && frame.left.contains(user);
    }

    private void removeAt(int place) {
        Session last = sessions.removeLast();
        if (place < sessions.size()) {
            sessions.set(place, last);
            after[place] = after[sessions.size()];
        }
    }

    private void recount() {
        int count = 0;
        for (int i = 0; i < sessions.size(); i++) {
            if (after[i] != latest) {
                count++;
            }
        }
        notCurrent = count;
    }
}
