package chat.parley.gateway.session;

import chat.parley.core.account.Caller;
import chat.parley.core.bus.Availability;
import chat.parley.core.bus.OwnThing;
import chat.parley.core.id.ConversationId;
import chat.parley.core.id.UserId;
import chat.parley.wire.ErrorCode;
import chat.parley.wire.Rid;
import chat.parley.wire.ServerFrame;
import io.netty.buffer.ByteBuf;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One client's connection: who speaks, what they read, and what waits to be written to them.
 *
 * <pre>
 *   NEW ── hello ──▶ GREETING ── welcome ──▶ LIVE
 *    └──────────────────┴─────── end ─────────┴──▶ CLOSING ── connection gone ──▶ (forgotten)
 * </pre>
 *
 * <p>Confined to its event loop, but for {@link #later}. Kept small: there are thousands, and most of them wait.
 */
public final class Session {
    /** How far a connection has come. */
    public enum Phase {
        /** Connected; has not said hello. */
        NEW,
        /** Its hello is being answered; nothing is read from it meanwhile. */
        GREETING,
        /** Welcomed: gets what it is owed. */
        LIVE,
        /** Being closed: nothing is put on it any more. */
        CLOSING
    }

    /** For {@link SessionIndex}: the next session of the same user, and the place among the loop's sessions. */
    @Nullable
    Session nextOfUser;

    int place;

    /** For {@link Heartbeat}: ticks of the loop's sweep. */
    int since;

    int pingedAt;
    int unanswered;

    /** For {@link Ladder}: how much this reader is spared; and what was unread when it looked last, and when it was less. */
    Ladder.Rung rung = Ladder.Rung.PROMPT;

    long unreadThen;
    int readTick;

    /** For {@link Whispers}: whom a block keeps apart from the user, by either side; null until that has been read. */
    @Nullable
    UserIds apart;

    /** For {@link Whispers}: the number of the last change of those blocks that the bus told of. */
    long apartChange;

    /** How this device wants its user to be shown; offline but while it is live. */
    Availability availability = Availability.OFFLINE;

    /** For {@link Watchers}: null for one who watches nobody. */
    @Nullable
    Watch watch;

    private final Loop loop;
    private final Link link;
    private Phase phase = Phase.NEW;
    private boolean cutAsSlow;
    private @Nullable Caller caller;
    private List<Feed> feeds = List.of();
    private List<FarPlace> farPlaces = List.of();
    private @Nullable Focus focus;
    private boolean unflushed;
    /** What of the user's own changed since its hello. */
    private Set<OwnThing> movedMeanwhile = Set.of();

    /** The frames of the current tick, for the limit a second. */
    private int frames;

    private int framesTick;
    private int sendsInFlight;
    private boolean paused;
    /** How much of the welcome may be unread, which does not count as what a slow reader left unread. */
    private long allowance;
    /** For cursors: the last one, when it was given, and after which healing pass something else was put last. */
    private long cursor;

    private int cursorTick;
    private int newsPass;
    private boolean news;
    /** States that are being read for it: while there are any, it has not everything that a cursor speaks for. */
    private int renewals;

    Session(Loop loop, Link link) {
        this.loop = loop;
        this.link = link;
        this.since = loop.tick();
    }

    Loop loop() {
        return loop;
    }

    Link.Kind kind() {
        return link.kind();
    }

    public Phase phase() {
        return phase;
    }

    /** Who speaks; only after hello. */
    public Caller caller() {
        if (caller == null) {
            throw new IllegalStateException("nobody has said hello");
        }
        return caller;
    }

    @Nullable
    UserId user() {
        return caller == null ? null : caller.user();
    }

    /** Whose presence the client follows from now on. */
    public void watch(List<String> users) {
        loop.whispers().watch(this, users);
    }

    /** How the user wants to be shown, as far as this device goes. */
    public void status(Availability wanted) {
        loop.whispers().status(this, wanted);
    }

    /** Whether a block stands between the two, or may: it is not known yet. */
    boolean apartFrom(UserId other) {
        return apart == null || apart.contains(other);
    }

    /** Whether a block is known to stand between the two. */
    boolean knownApartFrom(UserId other) {
        return apart != null && apart.contains(other);
    }

    /** Whether the session is given what happens in the conversation: what only a member is. */
    public boolean reads(ConversationId conversation) {
        Feed feed = loop.index().feed(conversation);
        int place = feed == null ? -1 : feed.find(this);
        return feed != null && place >= 0 && !feed.holds(place);
    }

    /** Runs on the session's event loop, after what is there already; any thread. Dropped once the loop has ended. */
    public void later(Runnable task) {
        loop.later(task);
    }

    /** Whether this is a reader who is too slow for entries. */
    boolean slow() {
        return rung == Ladder.Rung.HEADS;
    }

    /** Whether it was ended for that, and for nothing else: one that lost its right is given no longer for it. */
    boolean cutAsSlow() {
        return cutAsSlow;
    }

    /** Whether the client has said that the conversation is on its screen, and was told where it stands. */
    boolean hasInFocus(ConversationId conversation) {
        return focus != null && focus.has(conversation);
    }

    /** What the client has on screen, for {@link Focusing}; null where it has not said. */
    @Nullable
    Focus focus() {
        return focus;
    }

    void focus(@Nullable Focus onScreen) {
        focus = onScreen;
    }

    /** These conversations are on the client's screen now. */
    public void onScreen(List<String> conversations) {
        loop.focusing().focus(this, conversations);
    }

    /** The place in {@code feed} of which this session gets heads, or null where it gets entries. */
    @Nullable
    FarPlace farPlace(Feed feed) {
        for (FarPlace place : farPlaces) {
            if (place.feed == feed) {
                return place;
            }
        }
        return null;
    }

    /** From here on the session gets heads of {@code feed}; it has everything up to {@code told}. */
    FarPlace farFrom(Feed feed, long told) {
        if (farPlaces.isEmpty()) {
            farPlaces = new ArrayList<>(2);
        }
        FarPlace place = new FarPlace(this, feed, told);
        farPlaces.add(place);
        return place;
    }

    void nearAgain(FarPlace place) {
        farPlaces.remove(place);
    }

    /** It is no slow reader any more: it is told what it was spared, and put in full what it is to have in full. */
    void nearAgain() {
        for (FarPlace place : List.copyOf(farPlaces)) {
            if (place.receiptMissed) {
                place.receiptMissed = false;
                loop.openings().renew(this, place.feed);
            }
            place.feed.bringNear(place);
            loop.moved(place.feed);
        }
    }

    /** Its state in a conversation is being read, to be told it. */
    void renewing() {
        renewals++;
    }

    void renewed() {
        renewals--;
    }

    /** Says something that is no entry. */
    public void put(ServerFrame frame) {
        if (phase != Phase.CLOSING) {
            loop.metrics().out(frame);
            write(loop.encoder().encode(frame));
        }
    }

    /** Says something that may be lost; false to a reader who is behind. */
    boolean whisper(ServerFrame frame) {
        boolean heard = hears(frame);
        if (heard) {
            put(frame);
        }
        return heard;
    }

    /** Says that something of the user's own changed; to one whose welcome was read before, perhaps, right after it. */
    void tellMoved(OwnThing thing) {
        if (phase == Phase.GREETING) {
            movedMeanwhile = movedMeanwhile.isEmpty() ? EnumSet.of(thing) : movedMeanwhile;
            movedMeanwhile.add(thing);
        }
        tell(new ServerFrame.Own(List.of(thing.wireName())));
    }

    /** The same, for a frame that many are told. */
    boolean whisper(SharedFrame frame) {
        boolean heard = hears(frame.frame());
        if (heard) {
            loop.metrics().out(frame.frame());
            write(frame.forRecipient());
        }
        return heard;
    }

    private boolean hears(ServerFrame frame) {
        boolean behind = phase == Phase.LIVE && rung != Ladder.Rung.PROMPT;
        if (behind) {
            loop.metrics().dropped(frame, GatewayMetrics.Drop.SLOW);
        }
        return phase == Phase.LIVE && !behind;
    }

    public void refuse(@Nullable Rid rid, ErrorCode code, String detail, @Nullable Long retryAfterMs) {
        loop.metrics().refused(code);
        put(new ServerFrame.Refusal(rid, code, detail, retryAfterMs));
    }

    /** Says why, and ends. */
    public void bye(String reason, @Nullable Long retryAfterMs, CloseCode code) {
        if (phase != Phase.CLOSING) {
            ServerFrame bye = new ServerFrame.Bye(reason, retryAfterMs);
            loop.metrics().out(bye);
            link.write(loop.encoder().encode(bye));
            end(code);
        }
    }

    /** Ends: what is queued still leaves, nothing is put after it. */
    public void end(CloseCode code) {
        if (phase != Phase.CLOSING) {
            leave();
            cutAsSlow = code == CloseCode.SLOW;
            loop.metrics().closed(code);
            link.close(code);
        }
    }

    /** The client says goodbye: nothing is put on it any more. */
    public void leave() {
        phase = Phase.CLOSING;
        since = loop.tick();
        // Not at once: a feed may be going over its sessions just now.
        later(() -> loop.forget(this));
    }

    /** The connection is gone. */
    public void ended() {
        phase = Phase.CLOSING;
        loop.forget(this);
        loop.index().remove(this);
    }

    /** The client gave a sign of life. */
    public void heard() {
        unanswered = 0;
    }

    /** Counts a frame of the client's; false where it sends too many. */
    public boolean admitFrame() {
        if (framesTick != loop.tick()) {
            framesTick = loop.tick();
            frames = 0;
        }
        return ++frames <= loop.config().framesPerSecond();
    }

    /** A send was handed over; beyond the bound of unanswered ones nothing more is read. */
    public void sendStarted() {
        sendsInFlight++;
        if (sendsInFlight >= loop.config().sendsInFlight() && !paused) {
            pause();
        }
    }

    public void sendAnswered() {
        sendsInFlight--;
        if (paused && phase == Phase.LIVE && sendsInFlight <= loop.config().sendsInFlight() / 2) {
            resume();
        }
    }

    /** A hello is being answered: until it is, the client's next frames wait unread. */
    void greeting() {
        phase = Phase.GREETING;
        since = loop.tick();
        pause();
    }

    void attach(Caller caller) {
        this.caller = caller;
    }

    /** Reads {@code feed} from now on. */
    void follows(Feed feed) {
        if (feeds.isEmpty()) {
            feeds = new ArrayList<>(4);
        }
        feeds.add(feed);
    }

    void followsNothing() {
        feeds = List.of();
        farPlaces = List.of();
    }

    List<Feed> feeds() {
        return feeds;
    }

    /** Says the welcome. From here on the session is owed everything. */
    void welcomed(byte[] welcome, long cursorXid) {
        cursor = cursorXid;
        cursorTick = loop.tick();
        pingedAt = loop.tick();
        phase = Phase.LIVE;
        link.write(FrameEncoder.text(welcome));
        movedMeanwhile.forEach(this::tellMoved);
        movedMeanwhile = Set.of();
        allowance = link.pendingBytes();
        flushSoon();
        loop.whispers().welcomed(this);
        resume();
    }

    /** Puts an entry, which {@link Feed} found to be the next one. */
    void deliver(EntryFrame frame) {
        if (phase == Phase.LIVE) {
            loop.metrics().delivered(frame.entry);
            write(frame.forRecipient());
            hasNews();
        }
    }

    /** Puts a state, a receipt or the like: something a cursor speaks for. */
    void tell(ServerFrame frame) {
        if (phase == Phase.LIVE) {
            put(frame);
            hasNews();
        }
    }

    /** The same, for a frame that many are told. */
    void tell(SharedFrame frame) {
        if (phase == Phase.LIVE) {
            loop.metrics().out(frame.frame());
            write(frame.forRecipient());
            hasNews();
        }
    }

    /** The {@code left} with number {@code seq}, which is on the connection, ended the membership. */
    void removedFrom(Feed feed, long seq) {
        feeds.remove(feed);
        tell(new ServerFrame.Gone(feed.conversation.toString()));
        if (feed.latest() > seq) {
            // A later entry may have brought the user in again while this session was still behind.
            ConversationId conversation = feed.conversation;
            later(() -> loop.openings().open(this, conversation));
        }
    }

    /** Everything known to exist in what this session reads was put on it, or told. */
    boolean caughtUp(int pass) {
        if (renewals > 0) {
            return false;
        }
        for (Feed feed : feeds) {
            if (!feed.settledFor(this, pass)) {
                return false;
            }
        }
        return true;
    }

    /** Whether the client was told everything that transaction {@code xid} brought about. */
    boolean covers(long xid) {
        return xid < cursor;
    }

    /**
     * Gives a newer cursor where there is news.
     *
     * @param pass the number of the healing pass after the one whose tail ended at {@code newer}
     */
    void offerCursor(ServerFrame.Cursor frame, long newer, int pass, boolean unchecked) {
        boolean due = news && loop.tick() - cursorTick >= loop.cursorTicks() && newer > cursor;
        if (phase == Phase.LIVE && due && (unchecked || caughtUp(pass))) {
            put(frame);
            cursor = newer;
            cursorTick = loop.tick();
            // What was put after that tail was read is not covered yet.
            news = newsPass > pass - 3;
        }
    }

    long pendingBytes() {
        return link.pendingBytes();
    }

    /** What waits for the reader, the welcome not counted. */
    long unread() {
        long pending = link.pendingBytes();
        // Of the welcome no more can be unread than there is.
        allowance = Math.min(allowance, pending);
        return pending - allowance;
    }

    void ping() {
        link.ping();
    }

    void overdue() {
        link.overdue();
    }

    void abort() {
        link.abort();
    }

    void flush() {
        unflushed = false;
        link.flush();
    }

    private void hasNews() {
        news = true;
        newsPass = loop.pass();
    }

    private void write(ByteBuf frame) {
        long unread = unread() + frame.readableBytes();
        if (unread > loop.config().outboxBytes()) {
            frame.release();
            loop.ladder().full(this);
            return;
        }
        link.write(frame);
        if (phase == Phase.LIVE) {
            loop.ladder().filled(this, unread);
        }
        flushSoon();
    }

    private void flushSoon() {
        if (!unflushed) {
            unflushed = true;
            loop.flushLater(this);
        }
    }

    private void pause() {
        paused = true;
        link.pauseReading();
    }

    private void resume() {
        paused = false;
        link.resumeReading();
    }
}
