package chat.parley.gateway.session;

import chat.parley.core.bus.Signal;
import java.time.Duration;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Tells a user's own sessions their state in a conversation, or how they follow one of its threads, where that changed and neither
 * an entry nor a marker says so, or only an entry that a client may not have been sent (a new role), and that something else of their own changed, which they ask for again. The tail of the log shows
 * each change again, and tells it where no hint has. Confined to the event loop.
 */
final class OwnStates {
    /** The tail is seldom so far behind; where it is, something is told twice. So it is where more changed than is remembered. */
    private static final Duration REMEMBERED = Duration.ofMinutes(1);

    private static final int MOST_REMEMBERED = 10_000;

    private final SessionIndex index;
    private final Openings openings;
    private final GatewayMetrics metrics;
    /** What was told of late, and when it was, the longest ago first. */
    private final Map<Signal, Long> told = new LinkedHashMap<>();

    OwnStates(SessionIndex index, Openings openings, GatewayMetrics metrics) {
        this.index = index;
        this.openings = openings;
        this.metrics = metrics;
    }

    void changed(Signal.OwnStateChanged change) {
        tell(change);
    }

    void changed(Signal.OwnThingChanged change) {
        tell(change);
    }

    /** The tail of the log shows this change; as a rule a hint has told of it before. */
    void healed(Signal.OwnStateChanged change) {
        if (tell(change)) {
            metrics.stateHealed();
        }
    }

    /** As for a state. */
    void healed(Signal.OwnThingChanged change) {
        if (tell(change)) {
            metrics.stateHealed();
        }
    }

    /** Forgets what the tail has shown meanwhile. */
    void sweep() {
        long now = System.nanoTime();
        Iterator<Long> oldest = told.values().iterator();
        while (oldest.hasNext() && (now - oldest.next() > REMEMBERED.toNanos() || told.size() > MOST_REMEMBERED)) {
            oldest.remove();
        }
    }

    /** True where a session had not been told: neither here, nor by a welcome that this transaction came before. */
    private boolean tell(Signal.OwnStateChanged change) {
        Feed feed = index.feed(change.conversation());
        if (feed == null || told.containsKey(change)) {
            return false;
        }
        boolean[] any = {false};
        index.ofUser(change.user(), session -> {
            if (feed.find(session) >= 0 && !session.covers(change.xid())) {
                any[0] = true;
                openings.renew(session, feed, change.thread());
            }
        });
        return remember(change, any[0]);
    }

    /** As for a state. Nothing is read for it: the session's client asks, as often as it likes. */
    private boolean tell(Signal.OwnThingChanged change) {
        if (told.containsKey(change)) {
            return false;
        }
        boolean[] any = {false};
        index.ofUser(change.user(), session -> {
            if (!session.covers(change.xid())) {
                any[0] = true;
                session.tellMoved(change.thing());
            }
        });
        return remember(change, any[0]);
    }

    private boolean remember(Signal change, boolean any) {
        if (any) {
            told.put(change, System.nanoTime());
        }
        return any;
    }
}
