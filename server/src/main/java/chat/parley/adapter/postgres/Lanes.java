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

    /** Each to its lane, those of a lane at once; what finds its lane full is refused here and now. */
    void hand(List<Work> works) {
        for (int lane = 0; lane < queues.size(); lane++) {
            List<Work> its = queues.size() == 1 ? works : of(lane, works);
            if (!its.isEmpty()) {
                for (Work work : queues.get(lane).offer(its)) {
                    metrics.unavailable();
                    work.refuse();
                }
            }
        }
    }

    private List<Work> of(int lane, List<Work> works) {
        List<Work> its = new ArrayList<>();
        for (Work work : works) {
            // the id's low bits are random, the high ones are time: fold them so that neither decides alone
            long mixed = work.conversation().value() * 0x9E3779B97F4A7C15L;
            if ((int) Long.remainderUnsigned(mixed >>> 32, queues.size()) == lane) {
                its.add(work);
            }
        }
        return its;
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
