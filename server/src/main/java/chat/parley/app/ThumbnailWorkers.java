package chat.parley.app;

import chat.parley.core.attachment.MakeThumbnails;
import chat.parley.core.attachment.MakeThumbnails.Result;
import chat.parley.core.attachment.ThumbnailConfig;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes thumbnails as they are wanted, so many at a time; none where the configuration says 0. */
final class ThumbnailWorkers implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ThumbnailWorkers.class);

    private final MakeThumbnails make;
    private final int most;
    private final MeterRegistry registry;
    private final Counter made;
    private final Counter bytes;
    private final ScheduledExecutorService threads;
    /** How many look for images or will: more would find nothing to do. */
    private final AtomicInteger awake = new AtomicInteger();

    ThumbnailWorkers(MakeThumbnails make, ThumbnailConfig config, MeterRegistry registry) {
        this.make = make;
        this.most = config.concurrent();
        this.registry = registry;
        made = Counter.builder("parley.thumbnails.made")
                .description("Images that thumbnails were made of")
                .register(registry);
        bytes = Counter.builder("parley.thumbnails.bytes")
                .description("Bytes of the thumbnails made")
                .register(registry);
        threads = Executors.newScheduledThreadPool(
                Math.max(1, most),
                Thread.ofPlatform().name("thumbnails-", 0).daemon().factory());
        long every = config.lookEvery().toMillis();
        threads.scheduleWithFixedDelay(this::wake, every, every, TimeUnit.MILLISECONDS);
    }

    /** There may be something to do. */
    void wake() {
        if (awake.getAndUpdate(now -> Math.min(most, now + 1)) < most) {
            try {
                threads.execute(this::work);
            } catch (RejectedExecutionException closed) {
                LOG.debug("no thumbnails are made any more", closed);
            }
        }
    }

    /** It counts as awake no more before it looks for the last time, so that no wake is lost. */
    private void work() {
        awake.decrementAndGet();
        try {
            for (Optional<Result> result = make.one(); result.isPresent(); result = make.one()) {
                count(result.get());
            }
        } catch (RuntimeException unreachable) {
            LOG.warn("thumbnails could not be made now: {}", unreachable.getMessage());
        }
    }

    private void count(Result result) {
        switch (result) {
            case Result.Made(long packed) -> {
                made.increment();
                bytes.increment((double) packed);
            }
            case Result.Failed(String reason) ->
                Counter.builder("parley.thumbnails.failed")
                        .description("Images that no thumbnails could be made of, by reason; each is tried twice")
                        .tag("reason", reason)
                        .register(registry)
                        .increment();
        }
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}
