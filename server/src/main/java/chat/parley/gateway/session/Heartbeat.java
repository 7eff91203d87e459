package chat.parley.gateway.session;

import io.netty.channel.EventLoop;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One timer an event loop for all its connections: once a second it goes over them, pings who is due, and ends who is
 * late with hello, missed two pings, or does not agree to be closed. Confined to the loop, but for {@link #outboxBytes}.
 */
final class Heartbeat {
    private static final Logger LOG = LoggerFactory.getLogger(Heartbeat.class);
    private static final long TICK_SECONDS = 1;
    private static final int MISSED_PINGS = 2;
    private static final int CLOSING_TICKS = 5;
    /** For whoever was cut as slow, who comes late by nature, to what waits and why it ended. */
    private static final int SLOW_CLOSING_TICKS = 30;

    private static final int GREETING_TICKS = 60;

    private final SessionIndex index;
    private final EventLoop executor;
    private final Runnable everyTick;
    private final int helloTicks;
    private final int pingTicks;
    private int tick;
    private boolean started;
    private volatile long outboxBytes;

    Heartbeat(SessionIndex index, GatewayConfig config, EventLoop executor, Runnable everyTick) {
        this.index = index;
        this.executor = executor;
        this.everyTick = everyTick;
        this.helloTicks = ticks(config.helloTimeout());
        this.pingTicks = ticks(config.heartbeat());
    }

    /** Seconds since the first connection: a clock that costs nothing to read. */
    int tick() {
        return tick;
    }

    int ticks(Duration duration) {
        return (int) Math.ceilDiv(duration.toMillis(), TICK_SECONDS * 1000);
    }

    /** What waited for all readers at the last tick; any thread. */
    long outboxBytes() {
        return outboxBytes;
    }

    void start() {
        if (!started) {
            started = true;
            var _ = executor.scheduleAtFixedRate(this::sweep, TICK_SECONDS, TICK_SECONDS, TimeUnit.SECONDS);
        }
    }

    private void sweep() {
        try {
            tickOnce();
        } catch (RuntimeException fault) {
            // An exception that escaped would end the timer for every connection of the loop.
            LOG.error("a sweep over the connections failed", fault);
        }
    }

    private void tickOnce() {
        tick++;
        long bytes = 0;
        // Backwards by place, since an end may remove the session it is about.
        List<Session> sessions = index.sessions();
        for (int i = sessions.size() - 1; i >= 0; i--) {
            Session session = sessions.get(i);
            bytes += session.pendingBytes();
            check(session);
        }
        outboxBytes = bytes;
        everyTick.run();
    }

    private void check(Session session) {
        switch (session.phase()) {
            case NEW -> {
                // One tick more: the first one may have been a moment.
                if (tick - session.since > helloTicks) {
                    session.end(CloseCode.SILENT);
                }
            }
            case GREETING -> {
                // It is the server that is late, as when thousands come back at once; but nobody waits for ever.
                if (tick - session.since > GREETING_TICKS) {
                    session.end(CloseCode.RESTART);
                }
            }
            case LIVE -> {
                if (tick - session.pingedAt >= pingTicks) {
                    beat(session);
                }
            }
            case CLOSING -> {
                if (tick - session.since > (session.cutAsSlow() ? SLOW_CLOSING_TICKS : CLOSING_TICKS)) {
                    session.overdue();
                }
            }
        }
    }

    private void beat(Session session) {
        if (session.unanswered >= MISSED_PINGS) {
            session.bye("idle", null, CloseCode.SILENT);
        } else {
            session.pingedAt = tick;
            session.unanswered++;
            session.ping();
        }
    }
}
