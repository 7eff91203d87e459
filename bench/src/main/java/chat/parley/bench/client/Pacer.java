package chat.parley.bench.client;

import java.util.function.LongConsumer;

/**
 * Fires at a fixed rate whatever the server does: an open loop. What is late is fired at once with the time at which it was
 * due, so that its latency counts from there. Confined to its loop but for {@link #stop}.
 */
public final class Pacer {
    /** A loop that woke for each of 20,000 a second would do little else. */
    private static final long SHORTEST_SLEEP_NANOS = 300_000;

    private final Loop loop;
    private final double intervalNanos;
    private final LongConsumer fire;
    private final long startNanos;
    private long fired;
    private volatile boolean stopped;

    /**
     * @param perSecond of this loop's share
     * @param fire takes the time at which it was due
     */
    public Pacer(Loop loop, double perSecond, long startNanos, LongConsumer fire) {
        this.loop = loop;
        this.intervalNanos = 1e9 / perSecond;
        this.startNanos = startNanos;
        this.fire = fire;
    }

    public Pacer start() {
        loop.execute(this::turn);
        return this;
    }

    public void stop() {
        stopped = true;
    }

    private void turn() {
        if (stopped) {
            return;
        }
        long now = System.nanoTime();
        long due = due();
        while (due <= now) {
            fire.accept(due);
            fired++;
            due = due();
        }
        loop.afterNanos(Math.max(SHORTEST_SLEEP_NANOS, due - now), this::turn);
    }

    private long due() {
        return startNanos + (long) (fired * intervalNanos);
    }
}
