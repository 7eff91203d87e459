package chat.parley.bench.scenario;

import chat.parley.bench.Step;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/**
 * Round after round: something is said to many, and said again when all of them have it. How many deliveries a second that
 * makes, and how long it takes until the last has it. Parley and the floor are measured by the same rounds.
 */
public final class Rounds {
    private static final long PATIENCE_SECONDS = 30;

    private final long deliveries;
    private final Runnable speak;
    private final AtomicLong missing = new AtomicLong();
    private @Nullable volatile CountDownLatch everybody;

    /**
     * @param deliveries of one round
     * @param speak begins a round
     */
    public Rounds(long deliveries, Runnable speak) {
        this.deliveries = deliveries;
        this.speak = speak;
    }

    /** One delivery came; any thread. */
    public void delivered() {
        CountDownLatch waiting = everybody;
        if (missing.decrementAndGet() == 0 && waiting != null) {
            waiting.countDown();
        }
    }

    /** Repeats rounds for about this long; those of the first part, while everything warms up, do not count. */
    public Step run(String name, int warmSeconds, int seconds) {
        repeat(warmSeconds, new Histogram(3));
        Histogram nanos = new Histogram(3);
        long start = System.nanoTime();
        long rounds = repeat(seconds, nanos);
        double took = (System.nanoTime() - start) / 1e9;
        return Step.of(name)
                .with("deliveries/s", rounds * deliveries / took)
                .with("rounds/s", rounds / took)
                .with("round p50 ms", nanos.getValueAtPercentile(50) / 1e6)
                .with("round p99 ms", nanos.getValueAtPercentile(99) / 1e6);
    }

    private long repeat(int seconds, Histogram nanos) {
        long end = System.nanoTime() + seconds * 1_000_000_000L;
        long rounds = 0;
        while (System.nanoTime() < end) {
            long start = System.nanoTime();
            round();
            nanos.recordValue(System.nanoTime() - start);
            rounds++;
        }
        return rounds;
    }

    private void round() {
        CountDownLatch latch = new CountDownLatch(1);
        missing.set(deliveries);
        everybody = latch;
        speak.run();
        try {
            if (!latch.await(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                throw new IllegalStateException(
                        "%,d of %,d deliveries are missing".formatted(missing.get(), deliveries));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
