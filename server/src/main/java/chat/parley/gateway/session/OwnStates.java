package chat.parley.gateway.session;

import chat.parley.core.bus.Signal;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Tells a user's own sessions their state in a conversation where it changed and neither an entry nor a marker says so. The
 * tail of the log shows each change again, and tells it where no hint has. Confined to the event loop.
 */
final class OwnStates {
    private static final long PASSES_REMEMBERED = 4;

    private final SessionIndex index;
    private final Openings openings;
    private final GatewayMetrics metrics;
    private final long rememberNanos;
    /** What was told of late, and when it was, the longest ago first. */
    private final Map<Signal.OwnStateChanged, Long> told = new LinkedHashMap<>();

    OwnStates(SessionIndex index, Openings openings, Deliveries deliveries) {
        this.index = index;
        this.openings = openings;
        this.metrics = deliveries.metrics();
        this.rememberNanos = deliveries
                .config()
                .delivery()
                .healEvery()
                .multipliedBy(PASSES_REMEMBERED)
                .toNanos();
    }

    void changed(Signal.OwnStateChanged change) {
        tell(change);
    }

    /** The tail of the log shows this change; as a rule a hint has told of it before. */
    void healed(Signal.OwnStateChanged change) {
        if (tell(change)) {
            metrics.stateHealed();
        }
    }

    /** Forgets what the tail has shown meanwhile. */
    void sweep() {
        long now = System.nanoTime();
        told.values().removeIf(at -> now - at > rememberNanos);
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
                openings.renew(session, feed);
            }
        });
        if (any[0]) {
            told.put(change, System.nanoTime());
        }
        return any[0];
    }
}
