package chat.parley.adapter.postgres;

import chat.parley.core.bus.Bus;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** The log's writers. A conversation always takes the same one, which keeps its works in order. */
public final class Lanes implements AutoCloseable {
    /** A server that is told to end has to be gone within 5 s, whatever became of its store. */
    private static final Duration CLOSING = Duration.ofSeconds(3);

    private final List<LaneQueue> queues = new ArrayList<>();
    private final List<Thread> threads = new ArrayList<>();
    private final LogMetrics metrics;

    /**
     * @param own opens the connection that a lane keeps
     * @param pool lends connections to conversations that wait alone
     */
    public Lanes(LogConfig config, ConnectionSource own, ConnectionSource pool, Bus bus, MeterRegistry registry) {
        metrics = new LogMetrics(registry);
        for (int i = 0; i < config.lanes(); i++) {
            LaneQueue queue = new LaneQueue(config.laneEntries(), config.laneBytes());
            metrics.watch(i, queue);
            queues.add(queue);
            Settlement settlement = new Settlement(bus, queue, metrics);
            Lane lane = new Lane(
                    config,
                    queue,
                    new Committer(new Retrying(own, config.patience(), metrics), settlement, metrics),
                    () -> new Committer(new Retrying(pool, config.patience(), metrics), settlement, metrics),
                    metrics);
            // a platform thread: the system shares the processors fairly between it and busy virtual threads
            threads.add(Thread.ofPlatform().name("log-lane-" + i).daemon().start(lane));
        }
    }

    /** Refuses the work at once where its lane is full. */
    void hand(Work work) {
        // the id's low bits are random, the high ones are time: fold them so that neither decides alone
        long mixed = work.conversation().value() * 0x9E3779B97F4A7C15L;
        int lane = (int) Long.remainderUnsigned(mixed >>> 32, queues.size());
        if (!queues.get(lane).offer(work)) {
            metrics.unavailable();
            work.refuse();
        }
    }

    /** Takes nothing more, commits what waits, and returns when it is settled or {@link #CLOSING} is over. */
    @Override
    public void close() {
        queues.forEach(LaneQueue::close);
        long end = System.nanoTime() + CLOSING.toNanos();
        for (Thread thread : threads) {
            try {
                thread.join(Duration.ofNanos(Math.max(1, end - System.nanoTime())));
            } catch (InterruptedException hurried) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }
}
