package chat.parley.core.presence;

import chat.parley.core.id.UserId;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Last seen times on their way to the store, the latest of each user. Confined to the thread of {@link OnlineUsers}, but for
 * {@link #dropped}.
 */
final class SeenQueue {
    private static final Logger LOG = LoggerFactory.getLogger(SeenQueue.class);
    private static final Duration RETRY = Duration.ofSeconds(1);

    private final LastSeen lastSeen;
    private final PresenceConfig config;
    private final Map<UserId, Instant> waiting = new LinkedHashMap<>();
    private long retryAt;
    private boolean failed;
    private final LongAdder dropped = new LongAdder();

    SeenQueue(LastSeen lastSeen, PresenceConfig config) {
        this.lastSeen = lastSeen;
        this.config = config;
    }

    void add(UserId user, Instant at) {
        waiting.merge(user, at, (one, other) -> one.isAfter(other) ? one : other);
        if (waiting.size() > config.waiting()) {
            Iterator<UserId> oldest = waiting.keySet().iterator();
            oldest.next();
            oldest.remove();
            dropped.increment();
        }
    }

    boolean isEmpty() {
        return waiting.isEmpty();
    }

    long dropped() {
        return dropped.sum();
    }

    /** Stores what waits, unless that failed just now. */
    void store(long now) {
        if (failed && now - retryAt < 0) {
            return;
        }
        failed = !storeAll();
        retryAt = now + RETRY.toNanos();
    }

    /** Whether nothing waits any more. */
    boolean storeAll() {
        try {
            while (!waiting.isEmpty()) {
                Map<UserId, Instant> batch = new LinkedHashMap<>();
                waiting.entrySet().stream()
                        .limit(config.batch())
                        .forEach(each -> batch.put(each.getKey(), each.getValue()));
                lastSeen.store(batch);
                waiting.keySet().removeAll(batch.keySet());
            }
            return true;
        } catch (UncheckedIOException unreachable) {
            LOG.debug("{} last seen times wait for the store", waiting.size(), unreachable);
            return false;
        }
    }
}
