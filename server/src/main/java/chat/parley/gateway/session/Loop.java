package chat.parley.gateway.session;

import chat.parley.core.account.Caller;
import chat.parley.core.bus.Signal;
import chat.parley.core.id.ConversationId;
import chat.parley.core.id.SessionId;
import chat.parley.core.id.UserId;
import chat.parley.core.sync.Cursor;
import chat.parley.core.sync.LogTail;
import chat.parley.core.sync.SyncStore;
import chat.parley.wire.ServerFrame;
import io.netty.channel.EventLoop;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

/**
 * Delivery on one event loop. Everything here is confined to the loop's thread but for {@link #later}, {@link #busy} and
 * {@link #outboxBytes}, so there is not a lock from the bus to the socket.
 */
final class Loop {
    /** Clients that a stopping server sends away come back spread over this time. */
    private static final int DRAIN_SPREAD_MILLIS = 2_000;

    private final EventLoop executor;
    private final Deliveries deliveries;
    private final SessionIndex index;
    private final GapRepair gaps;
    private final HeadSweeps heads;
    private final Focusing focusing;
    private final Openings openings;
    private final Receipts receipts;
    private final OwnStates ownStates;
    private final Whispers whispers;
    private final Heartbeat heartbeat;
    private final Ladder ladder;
    private final List<Session> unflushed = new ArrayList<>();
    private int pass;
    private volatile boolean busy;

    Loop(EventLoop executor, Deliveries deliveries, Crowds crowds) {
        this.executor = executor;
        this.deliveries = deliveries;
        this.index = new SessionIndex(deliveries, conversation -> crowds.forget(conversation, this));
        this.heads = new HeadSweeps(this, deliveries.config().delivery().large(), deliveries.users(), crowds);
        this.focusing = new Focusing(this);
        this.gaps = new GapRepair(this, deliveries);
        this.openings = new Openings(this, deliveries);
        this.receipts = new Receipts(index, deliveries.config().delivery(), deliveries.metrics());
        this.ownStates = new OwnStates(index, openings, deliveries.metrics());
        this.whispers = new Whispers(this, deliveries.hints());
        this.heartbeat = new Heartbeat(index, deliveries.config(), executor, this::sweep);
        this.ladder = new Ladder(
                this,
                deliveries.config(),
                heartbeat.ticks(deliveries.config().slow().patience()));
    }

    private void sweep() {
        ladder.sweep();
        receipts.sweep();
        ownStates.sweep();
        whispers.sweep();
    }

    /** Runs on this loop after what is there already. Dropped once the loop has ended: so have its connections then. */
    void later(Runnable task) {
        try {
            executor.execute(task);
        } catch (RejectedExecutionException ended) {
            busy = false;
        }
    }

    /** As {@link #later}, after a while; on this loop only. */
    void afterwards(Duration wait, Runnable task) {
        if (!executor.isShuttingDown()) {
            var _ = executor.schedule(task, wait.toNanos(), TimeUnit.NANOSECONDS);
        }
    }

    /** Delivers a batch in one task; any thread. The frames are held until then. */
    void deliverLater(List<EntryFrame> frames) {
        frames.forEach(EntryFrame::retain);
        try {
            executor.execute(() -> deliver(frames));
        } catch (RejectedExecutionException ended) {
            frames.forEach(EntryFrame::release);
        }
    }

    private void deliver(List<EntryFrame> frames) {
        for (EntryFrame frame : frames) {
            try {
                deliver(frame);
            } finally {
                frame.release();
            }
        }
    }

    EventLoop executor() {
        return executor;
    }

    /** Whether anybody is connected here; any thread. */
    boolean busy() {
        return busy;
    }

    long outboxBytes() {
        return heartbeat.outboxBytes();
    }

    GatewayConfig config() {
        return deliveries.config();
    }

    GatewayMetrics metrics() {
        return deliveries.metrics();
    }

    FrameEncoder encoder() {
        return deliveries.encoder();
    }

    SessionIndex index() {
        return index;
    }

    Openings openings() {
        return openings;
    }

    Whispers whispers() {
        return whispers;
    }

    Ladder ladder() {
        return ladder;
    }

    Focusing focusing() {
        return focusing;
    }

    int tick() {
        return heartbeat.tick();
    }

    /** How many healing passes this loop has seen. */
    int pass() {
        return pass;
    }

    int cursorTicks() {
        return heartbeat.ticks(deliveries.config().delivery().cursorEvery());
    }

    Session open(Link link) {
        Session session = new Session(this, link);
        index.add(session);
        busy = true;
        heartbeat.start();
        return session;
    }

    /** The connection is gone. */
    void closed(Session session) {
        session.ended();
        busy = !index.sessions().isEmpty();
    }

    /** Flushes the session once everything queued on this loop before now has been put: many frames, one system call. */
    void flushLater(Session session) {
        unflushed.add(session);
        if (unflushed.size() == 1) {
            later(this::flushAll);
        }
    }

    private void flushAll() {
        for (Session session : unflushed) {
            session.flush();
        }
        unflushed.clear();
    }

    /** The greeting has found out who the session is; false where it has ended meanwhile. */
    boolean attach(Session session, Caller caller) {
        boolean open = session.phase() == Session.Phase.GREETING;
        if (open) {
            index.attach(session, caller);
            whispers.attached(session);
            deliveries.users().joined(caller.user(), session);
        }
        return open;
    }

    /** Nothing is owed to the session any longer. */
    void forget(Session session) {
        whispers.forget(session);
        index.forget(session);
        UserId user = session.user();
        if (user != null) {
            deliveries.users().left(user, session);
        }
    }

    /** Registers interest before anything is read, so that nothing can fall between the two. */
    boolean follow(Session session, Collection<ConversationId> conversations) {
        boolean open = session.phase() == Session.Phase.GREETING;
        if (open) {
            conversations.forEach(conversation -> index.follow(session, conversation, Feed.UNKNOWN));
        }
        return open;
    }

    /** Says the welcome, then releases what was held since interest was registered. */
    void welcome(Session session, SyncStore.CatchUp catchUp, byte[] welcome) {
        if (session.phase() != Session.Phase.GREETING) {
            return;
        }
        session.welcomed(welcome, catchUp.cursor().xid());
        Map<ConversationId, SyncStore.Head> heads = catchUp.heads();
        for (Feed feed : List.copyOf(session.feeds())) {
            SyncStore.Head head = heads.get(feed.conversation);
            if (head == null) {
                // Joined after the snapshot, or no member any more when it was taken.
                openings.open(session, feed.conversation);
            } else {
                feed.snapshot(head);
                release(feed, session, head.seq());
            }
        }
        for (ConversationId conversation : heads.keySet()) {
            Feed feed = index.feed(conversation);
            if (feed == null || feed.find(session) < 0) {
                openings.open(session, conversation);
            }
        }
    }

    /** The session, which holds in the feed, has everything up to {@code seq}, or was told that it is there. */
    void release(Feed feed, Session session, long seq) {
        feed.release(feed.find(session), seq);
        focusing.opened(session, feed);
        moved(feed);
    }

    /** Something has moved in the feed: whatever is owed there is seen to. */
    void moved(Feed feed) {
        gaps.watch(feed);
        heads.watch(feed);
        index.dropIfEmpty(feed);
    }

    /** An entry was committed: puts it on the sessions whose next one it is. */
    void deliver(EntryFrame frame) {
        Feed feed = index.feed(frame.conversation);
        if (feed != null) {
            boolean news = frame.seq() > feed.latest();
            feed.offer(frame);
            if (news) {
                metrics().latency(frame.entry, System.currentTimeMillis());
            }
            moved(feed);
        }
        if (!frame.joined.isEmpty()) {
            openings.joined(frame);
        }
    }

    /** What the tail of the log showed, and a cursor for those that have all of it. */
    void heal(LogTail.Tail tail) {
        for (Map.Entry<ConversationId, Long> head : tail.heads().entrySet()) {
            Feed feed = index.feed(head.getKey());
            if (feed != null) {
                feed.exists(head.getValue(), pass + 1);
                gaps.watch(feed);
            }
        }
        for (LogTail.Join join : tail.joins()) {
            openings.joined(join);
        }
        tail.moves().forEach(receipts::healed);
        tail.states().forEach(ownStates::healed);
        tail.things().forEach(ownStates::healed);
        revoke(tail.ended());
    }

    /** {@code cursor} is where the pass before this one ended: hints of what it covers have arrived by now. */
    void offerCursor(Cursor cursor) {
        pass++;
        boolean unchecked = deliveries.faults().clockCursor();
        ServerFrame.Cursor frame = new ServerFrame.Cursor(cursor.toString());
        for (Session session : index.sessions()) {
            session.offerCursor(frame, cursor.xid(), pass, unchecked);
        }
    }

    void marksMoved(List<Signal.Marks> marks) {
        marks.forEach(receipts::moved);
    }

    void ownStateChanged(Signal.OwnStateChanged change) {
        ownStates.changed(change);
    }

    void ownThingChanged(Signal.OwnThingChanged change) {
        ownStates.changed(change);
    }

    void revoke(Collection<SessionId> ended) {
        if (!ended.isEmpty()) {
            // Rare, so that no index by sign-in session is kept for it.
            for (Session session : index.sessions()) {
                if (session.user() != null && ended.contains(session.caller().session())) {
                    session.bye("revoked", null, CloseCode.UNAUTHENTICATED);
                }
            }
        }
    }

    /** The server stops: everybody comes back elsewhere, or here later, but not all at once. */
    void drain() {
        for (Session session : index.sessions()) {
            long retryAfterMs = ThreadLocalRandom.current().nextLong(DRAIN_SPREAD_MILLIS);
            session.bye("draining", retryAfterMs, CloseCode.RESTART);
        }
    }

    void abort() {
        List.copyOf(index.sessions()).forEach(Session::abort);
    }
}
