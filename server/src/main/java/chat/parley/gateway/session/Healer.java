package chat.parley.gateway.session;

import chat.parley.core.id.SessionId;
import chat.parley.core.sync.Cursor;
import chat.parley.core.sync.LogTail;
import java.io.UncheckedIOException;
import java.util.Collection;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes every lost hint harmless: each second it reads what was committed since it looked last, by whomever and on whichever
 * server, and holds it against what the local sessions were given. The same reading says how far a session's cursor may
 * move. Decision 0003 tells why.
 */
final class Healer {
    private static final Logger LOG = LoggerFactory.getLogger(Healer.class);
    private static final int MOST_READS_A_PASS = 100;

    private final LogTail tail;
    private final Loops loops;
    private final Consumer<Collection<SessionId>> revoked;
    private final Deliveries deliveries;
    private final CountDownLatch stopped = new CountDownLatch(1);
    private Cursor position;

    /** Reads where the tail ends now: a session that is welcomed later needs nothing from before. Blocks. */
    Healer(LogTail tail, Loops loops, Consumer<Collection<SessionId>> revoked, Deliveries deliveries) {
        this.tail = tail;
        this.loops = loops;
        this.revoked = revoked;
        this.deliveries = deliveries;
        this.position = tail.tailEnd();
    }

    void start() {
        Thread.ofVirtual().name("healer").start(this::run);
    }

    void stop() {
        stopped.countDown();
    }

    private void run() {
        try {
            long every = deliveries.config().delivery().healEvery().toMillis();
            while (!stopped.await(every, TimeUnit.MILLISECONDS)) {
                passOrSay();
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void passOrSay() {
        try {
            pass();
        } catch (UncheckedIOException unreachable) {
            deliveries.metrics().tailFailed();
            // The one line a second that says so for all: each hello and each gap would be thousands.
            LOG.warn("the store cannot be reached, delivery waits: {}", unreachable.getMessage());
        } catch (RuntimeException fault) {
            // A pass that fails must not be the last one.
            deliveries.metrics().tailFailed();
            LOG.error("a healing pass failed", fault);
        }
    }

    /** One pass: reads up to where the tail ended when it began. */
    private void pass() {
        Cursor before = position;
        Cursor end = tail.tailEnd();
        for (int reads = 0; reads < MOST_READS_A_PASS; reads++) {
            LogTail.Tail found =
                    tail.tail(position, deliveries.config().delivery().healEntries());
            position = found.next();
            if (!found.ended().isEmpty()) {
                revoked.accept(found.ended());
            }
            if (!deliveries.faults().noHealing()) {
                loops.onEach(loop -> loop.heal(found));
            }
            if (position.xid() >= end.xid()) {
                break;
            }
        }
        // One pass behind: the hints of what that one covered had a second to arrive.
        Cursor covered = deliveries.faults().clockCursor() ? position : before;
        loops.onEach(loop -> loop.offerCursor(covered));
    }
}
