package chat.parley.gateway.session;

import chat.parley.core.bus.Signal;
import chat.parley.core.sync.LogTail;
import chat.parley.wire.ServerFrame;
import io.netty.util.collection.LongObjectHashMap;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * Tells markers that moved: to the user's own sessions, and to the other members' where they are shared. At most once a
 * second a (conversation, user), the latest always; never of an entry that a session was not given yet, so that a receipt
 * does not run ahead of its message or outlive a membership; and never across a block. Confined to the event loop.
 */
final class Receipts {
    private static final long PASSES_REMEMBERED = 3;

    private final SessionIndex index;
    private final GatewayMetrics metrics;
    private final long everyNanos;
    /** The tail of the log shows again what hints told: for so long it is known that they did. */
    private final long rememberNanos;
    /** Feeds with receipts that wait, or that were told within the last interval. */
    private final Set<Feed> recent = new LinkedHashSet<>();

    Receipts(SessionIndex index, DeliveryConfig config, GatewayMetrics metrics) {
        this.index = index;
        this.metrics = metrics;
        this.everyNanos = config.receiptEvery().toNanos();
        this.rememberNanos =
                everyNanos + config.healEvery().multipliedBy(PASSES_REMEMBERED).toNanos();
    }

    void moved(Signal.Marks marks) {
        Feed feed = index.feed(marks.conversation());
        if (feed != null) {
            moved(feed, marks, PendingReceipt.NEWS);
        }
    }

    /** The tail of the log shows that these moved; as a rule a hint has told that before. */
    void healed(LogTail.Move move) {
        Feed feed = index.feed(move.marks().conversation());
        if (feed != null && !knows(feed, move.marks())) {
            metrics.receiptHealed();
            moved(feed, move.marks(), move.xid());
        }
    }

    private static boolean knows(Feed feed, Signal.Marks marks) {
        PendingReceipt pending =
                feed.receipts == null ? null : feed.receipts.get(marks.user().value());
        return pending != null && pending.knows(marks);
    }

    private void moved(Feed feed, Signal.Marks marks, long xid) {
        if (feed.receipts == null) {
            feed.receipts = new LongObjectHashMap<>(4);
        }
        PendingReceipt pending = feed.receipts.get(marks.user().value());
        if (pending == null) {
            pending = new PendingReceipt(marks, xid);
            feed.receipts.put(marks.user().value(), pending);
            recent.add(feed);
        } else {
            pending.moved(marks, xid);
        }
        tellWhereDue(feed, pending, System.nanoTime());
    }

    /** Tells what has waited long enough, and forgets what was told long ago. */
    void sweep() {
        long now = System.nanoTime();
        recent.removeIf(feed -> sweep(feed, now));
    }

    private boolean sweep(Feed feed, long now) {
        if (feed.receipts == null || feed.isEmpty()) {
            return true;
        }
        feed.receipts.values().forEach(pending -> tellWhereDue(feed, pending, now));
        feed.receipts.values().removeIf(pending -> !pending.due() && pending.mayTell(now, rememberNanos));
        if (feed.receipts.isEmpty()) {
            feed.receipts = null;
        }
        return feed.receipts == null;
    }

    private void tellWhereDue(Feed feed, PendingReceipt pending, long now) {
        if (pending.due() && pending.mayTell(now, everyNanos)) {
            pending.tell(now, tell(feed, pending));
        }
    }

    /** Whether everybody concerned was told. */
    private boolean tell(Feed feed, PendingReceipt pending) {
        Signal.Marks marks = pending.marks();
        boolean[] everybody = {true};
        if (marks.shared()) {
            for (int place = 0; place < feed.size(); place++) {
                everybody[0] &= tell(feed, place, pending);
            }
        } else {
            // Not by a walk over the feed: in a large conversation somebody reads at any time.
            index.ofUser(marks.user(), session -> {
                int place = feed.find(session);
                everybody[0] &= place < 0 || tell(feed, place, pending);
            });
        }
        return everybody[0];
    }

    private boolean tell(Feed feed, int place, PendingReceipt pending) {
        Signal.Marks marks = pending.marks();
        Session session = feed.session(place);
        if (session.covers(pending.xid())) {
            return true;
        }
        boolean own = marks.user().equals(session.user());
        // Until a session's blocks are known its receipts wait, as they do for their entries.
        boolean known = own || session.apart != null;
        if (!own && known && session.apartFrom(marks.user())) {
            return true;
        }
        boolean ready = known && !feed.holds(place) && feed.reached(place, Math.max(marks.read(), marks.delivered()));
        if (ready) {
            session.tell(own ? ownReceipt(marks) : receipt(marks, null, null));
        }
        return ready || (known && spared(session, feed));
    }

    /** A slow reader has not been told of the entry either. It gets the whole state when it is back; nobody waits for it. */
    private boolean spared(Session session, Feed feed) {
        FarPlace there = session.slow() ? session.farPlace(feed) : null;
        if (there != null && !there.receiptMissed) {
            there.receiptMissed = true;
            metrics.dropped("receipt", GatewayMetrics.Drop.SLOW);
        }
        return there != null;
    }

    private static ServerFrame.Receipt ownReceipt(Signal.Marks marks) {
        return receipt(marks, marks.readMessages(), marks.mentions());
    }

    private static ServerFrame.Receipt receipt(
            Signal.Marks marks,
            @org.jspecify.annotations.Nullable Long readMessages,
            @org.jspecify.annotations.Nullable Long mentions) {
        return new ServerFrame.Receipt(
                marks.conversation().toString(),
                marks.user().toString(),
                marks.delivered(),
                marks.read(),
                readMessages,
                mentions);
    }
}
