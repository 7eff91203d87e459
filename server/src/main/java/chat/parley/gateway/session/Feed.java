package chat.parley.gateway.session;

import chat.parley.core.id.ConversationId;
import chat.parley.core.id.UserId;
import chat.parley.core.sync.SyncStore;
import chat.parley.wire.ServerFrame;
import io.netty.util.collection.LongObjectHashMap;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The sessions of one event loop that read one conversation, and for each the last entry that was put on it. That number is
 * the whole truth of delivery: an entry is put on a session exactly when it is the next one there, so that whatever is
 * lost, doubled or reordered on the way, each session sees the log dense and in order.
 *
 * <p>A session is <em>near</em>, or on the {@link FarSide}, where it gets heads: because the conversation is large and not
 * in its focus, or because it is a slow reader. The far side is one reader that has come to the <em>front</em>, so that an
 * entry costs the same however many are there; it sees every entry too, since one may remove somebody from it. Who crosses
 * over is past the same entry on both sides: a near session that is still behind the front goes on reading, entry by entry
 * but unheard, until it gets there.
 *
 * <p>A session may <em>hold</em>: it reads the conversation, but from where is not known yet (its welcome or the
 * conversation's state is still being read), and nothing is put on it. Entries that some session is not ready for are
 * parked, few of them; what is not parked is read from the log.
 *
 * <p>Places are numbered from 0, near ones first. Confined to its event loop.
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

    private final Rules rules;
    /** The near sessions by place; arrays, since there are five feeds or more to each idle connection. */
    private @Nullable Session[] near = new Session[FIRST_CAPACITY];
    /** By place, the last seq put on the session; of one that holds the complement of its start, or the least number. */
    private long[] after = new long[FIRST_CAPACITY];

    private int nearSize;

    private long latest;
    /** What the tail of the log showed: the newest entry before the healing pass {@link #tailPass}, and with it. */
    private long tailBefore;

    private long tailLatest;
    private int tailPass;
    /** The last entry that was taken in order, or {@link #UNKNOWN}; and what holds since then. */
    private long front = UNKNOWN;

    private long messages;
    private int members;
    private @Nullable FarSide far;
    private int notCurrent;
    private @Nullable List<EntryFrame> parked;

    /**
     * What is the same for all feeds of an event loop.
     *
     * @param mostParked early entries kept
     * @param mostMembers a conversation of more is large
     */
    record Rules(
            SessionIndex index,
            int mostParked,
            int mostMembers,
            boolean leftIgnored,
            FrameEncoder encoder,
            GatewayMetrics metrics) {}

    Feed(ConversationId conversation, Rules rules) {
        this.conversation = conversation;
        this.rules = rules;
    }

    boolean isEmpty() {
        return size() == 0;
    }

    int size() {
        return far == null ? nearSize : nearSize + far.size();
    }

    /** How many places are near: those below this number. */
    int nearSize() {
        return nearSize;
    }

    Session session(int place) {
        return place < nearSize || far == null ? near(place) : far.place(place - nearSize).session;
    }

    /** The newest entry known to exist. */
    long latest() {
        return latest;
    }

    /** The newest entry that was taken in order: the far side is past it. */
    long front() {
        return front;
    }

    /** How many messages there are up to the {@link #front}. */
    long messages() {
        return messages;
    }

    @Nullable
    FarSide far() {
        return far;
    }

    /** The place of a session, or -1. */
    int find(Session session) {
        FarPlace there = session.farPlace(this);
        if (there != null && there.index != FarPlace.BEHIND) {
            return nearSize + there.index;
        }
        for (int i = 0; i < nearSize; i++) {
            if (near[i] == session) {
                return i;
            }
        }
        return -1;
    }

    boolean holds(int place) {
        return place < nearSize && after[place] < 0;
    }

    /** Where the holding session at {@code place} is to start, or {@link #UNKNOWN}. */
    long start(int place) {
        return after[place] == Long.MIN_VALUE ? UNKNOWN : ~after[place];
    }

    /** Whether the session at {@code place} was given everything up to {@code seq}, or was told that it is there. */
    boolean reached(int place, long seq) {
        FarPlace there = session(place).farPlace(this);
        return (there == null ? after[place] : there.told) >= seq;
    }

    /**
     * Whether a cursor may be given as far as this conversation goes: the session has all that is known to exist here, or
     * was told of what existed before the healing pass, and no receipt waits for it.
     */
    boolean settledFor(Session session, int pass) {
        if (receiptWaitsFor(session)) {
            return false;
        }
        FarPlace there = session.farPlace(this);
        if (there != null && there.receiptMissed) {
            return false;
        }
        if (there != null) {
            // In a lively conversation a head is always a little old. What the cursor covers is older.
            return there.told >= (tailPass == pass ? tailBefore : tailLatest);
        }
        if (notCurrent == 0) {
            return true;
        }
        int place = find(session);
        return place >= 0 && reached(place, latest);
    }

    private boolean receiptWaitsFor(Session session) {
        UserId user = session.user();
        if (receipts == null || user == null) {
            return false;
        }
        PendingReceipt own = receipts.get(user.value());
        boolean shared = !large() && receipts.values().stream().anyMatch(PendingReceipt::due);
        return shared || (own != null && own.due());
    }

    /** Adds a session that holds. */
    void add(Session session, long start) {
        addNear(session, start == UNKNOWN ? Long.MIN_VALUE : ~start);
        recount();
    }

    /**
     * What the log's head was in a snapshot of the store. Read it before a session is {@linkplain #release released} that
     * was told so.
     */
    void snapshot(SyncStore.Head head) {
        latest = Math.max(latest, head.seq());
        // Who is on the far side may have been removed by an entry between the front and this head.
        if (head.seq() > front && (far == null || far.size() == 0)) {
            front = head.seq();
            messages = head.messages();
            members = head.members();
        }
        recount();
    }

    /** The session at {@code place} holds no longer: it has everything up to {@code seq}. */
    void release(int place, long seq) {
        Session session = near(place);
        after[place] = seq;
        latest = Math.max(latest, seq);
        if (wantsHeads(session) && seq >= front) {
            removeAt(place);
            farSide().add(session.farFrom(this, seq));
        }
        drain();
        recount();
    }

    /** Whether the session is to be given heads here. */
    boolean wantsHeads(Session session) {
        return session.slow() || (large() && !session.hasInFocus(conversation));
    }

    /**
     * Tells the session where the conversation stands; what follows may be put on it in full. False where that cannot be
     * said now, since the session is behind what was taken here or ahead of it.
     */
    boolean baseline(Session session) {
        FarPlace there = session.farPlace(this);
        int place = find(session);
        if (there != null && there.index != FarPlace.BEHIND && there.told <= front) {
            farSide().baseline(there);
            return true;
        }
        if (there == null && place >= 0 && !holds(place) && after[place] == front) {
            session.tell(head(front, messages, false));
            return true;
        }
        return false;
    }

    ServerFrame.Head head(long seq, long messagesThen, boolean mention) {
        return new ServerFrame.Head(conversation.toString(), seq, messagesThen, mention);
    }

    /** Brings the session over from the far side where it no longer wants heads, with one for what it was not told. */
    void bringNear(FarPlace there) {
        crossBack(there);
        drain();
        recount();
    }

    void remove(Session session) {
        int place = find(session);
        FarPlace there = session.farPlace(this);
        if (place < 0) {
            return;
        }
        if (place < nearSize) {
            removeAt(place);
        }
        if (there != null) {
            session.nearAgain(there);
            if (there.index != FarPlace.BEHIND) {
                farSide().remove(there);
            }
        }
        recount();
    }

    /** Entries up to {@code seq} exist. */
    void exists(long seq) {
        if (seq > latest) {
            latest = seq;
            recount();
        }
    }

    /** The same, and that is what healing pass {@code pass} showed. */
    void exists(long seq, int pass) {
        if (pass != tailPass) {
            tailPass = pass;
            tailBefore = tailLatest;
        }
        tailLatest = Math.max(tailLatest, seq);
        exists(seq);
    }

    /** Puts the entry on every session whose next one it is, and keeps it for those that are not there yet. */
    void offer(EntryFrame frame) {
        latest = Math.max(latest, frame.seq());
        take(frame);
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
        if (!there && parked.size() < rules.mostParked) {
            frame.retain();
            parked.add(place, frame);
        }
    }

    /** The last entry before the first gap of those who do not hold, or {@link #UNKNOWN} where there is no gap. */
    long gapAfter() {
        long lowest = front >= 0 && front < latest ? front : Long.MAX_VALUE;
        for (int i = 0; i < nearSize; i++) {
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
            take(frame);
        }
        long everybodyHas = front >= 0 ? front : Long.MAX_VALUE;
        for (int i = 0; i < nearSize; i++) {
            everybodyHas = Math.min(everybodyHas, holds(i) ? Math.max(start(i), 0) : after[i]);
        }
        while (!parked.isEmpty() && parked.getFirst().seq() <= everybodyHas) {
            parked.removeFirst().release();
        }
        if (parked.isEmpty()) {
            parked = null;
        }
    }

    private void take(EntryFrame frame) {
        if (front >= 0 && frame.seq() == front + 1) {
            advance(frame);
        }
        // Backwards, since a place that is freed is filled from the end.
        for (int i = nearSize - 1; i >= 0; i--) {
            if (after[i] == frame.seq() - 1) {
                after[i] = frame.seq();
                put(frame, i);
            }
        }
    }

    /** Moves the front over the entry, and with it all who are on the far side. */
    private void advance(EntryFrame frame) {
        front = frame.seq();
        messages = frame.entry.messages();
        members += frame.joined.size() - frame.left.size();
        if (far == null) {
            return;
        }
        if (frame.mentionsEverybody) {
            // A walk, but in a large conversation few may mention everybody.
            far.mentioned(frame);
        }
        for (UserId user : frame.mentioned) {
            rules.index.ofUser(user, session -> markMentioned(session.farPlace(this), frame));
        }
        for (UserId user : rules.leftIgnored ? List.<UserId>of() : frame.left) {
            rules.index.ofUser(user, session -> removeFar(session.farPlace(this), frame));
        }
        if (!large()) {
            for (int i = far.size() - 1; i >= 0; i--) {
                crossBack(far.place(i));
            }
        }
        far.news();
    }

    private static void markMentioned(@Nullable FarPlace there, EntryFrame by) {
        if (there != null) {
            there.mentioned |= by.mentions(there.session);
        }
    }

    /** Of someone who came back before they were told of their leaving the entry is an old one. */
    private void removeFar(@Nullable FarPlace there, EntryFrame left) {
        if (there != null && there.index != FarPlace.BEHIND && there.told < left.seq()) {
            farSide().remove(there);
            dismiss(there.session, there, left);
        }
    }

    /** Puts the entry, which is the next one there, on the near session at {@code place}. */
    private void put(EntryFrame frame, int place) {
        Session session = near(place);
        FarPlace behind = session.farPlace(this);
        if (!rules.leftIgnored && leaves(frame, session)) {
            removeAt(place);
            dismiss(session, behind, frame);
        } else if (behind == null && !wantsHeads(session)) {
            session.deliver(frame);
        } else {
            FarPlace there = behind == null ? session.farFrom(this, frame.seq() - 1) : behind;
            there.mentioned |= frame.mentions(session);
            if (frame.seq() >= front) {
                cross(place, there);
            }
        }
    }

    /** The near session that was unheard is level with the far side: it goes there, or is heard again after a head. */
    private void cross(int place, FarPlace there) {
        if (wantsHeads(there.session)) {
            removeAt(place);
            farSide().add(there);
        } else {
            farSide().settle(there, front, messages);
            there.session.nearAgain(there);
        }
    }

    private void crossBack(FarPlace there) {
        if (there.index != FarPlace.BEHIND && !wantsHeads(there.session)) {
            farSide().settle(there, front, messages);
            farSide().remove(there);
            there.session.nearAgain(there);
            addNear(there.session, there.told);
        }
    }

    /** The last that a removed member is given: all up to the {@code left}, and that. */
    private void dismiss(Session session, @Nullable FarPlace there, EntryFrame left) {
        if (there != null) {
            farSide().settle(there, left.seq() - 1, left.entry.messages());
            session.nearAgain(there);
        }
        session.deliver(left);
        session.removedFrom(this, left.seq());
    }

    private static boolean leaves(EntryFrame frame, Session session) {
        if (frame.left.isEmpty()) {
            return false;
        }
        UserId user = session.user();
        return user != null && frame.left.contains(user);
    }

    private boolean large() {
        return members > rules.mostMembers;
    }

    private FarSide farSide() {
        if (far == null) {
            far = new FarSide(this, rules.metrics, rules.encoder);
        }
        return far;
    }

    private Session near(int place) {
        return Objects.requireNonNull(near[place]);
    }

    private void addNear(Session session, long position) {
        if (nearSize == near.length) {
            int larger = nearSize + (nearSize + 1) / 2;
            near = Arrays.copyOf(near, larger);
            after = Arrays.copyOf(after, larger);
        }
        near[nearSize] = session;
        after[nearSize] = position;
        nearSize++;
    }

    private void removeAt(int place) {
        nearSize--;
        near[place] = near[nearSize];
        after[place] = after[nearSize];
        near[nearSize] = null;
    }

    private void recount() {
        int count = front >= 0 && front != latest ? 1 : 0;
        for (int i = 0; i < nearSize; i++) {
            if (after[i] != latest) {
                count++;
            }
        }
        notCurrent = count;
    }
}
