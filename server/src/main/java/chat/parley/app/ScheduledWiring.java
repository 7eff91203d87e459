package chat.parley.app;

import chat.parley.adapter.postgres.PostgresScheduledMessages;
import chat.parley.core.limit.RateLimiter;
import chat.parley.core.message.PostMessage;
import chat.parley.core.scheduled.ScheduleMessages;
import chat.parley.core.scheduled.ScheduledConfig;
import chat.parley.core.scheduled.ScheduledMessages;
import chat.parley.core.scheduled.SendScheduled;
import chat.parley.http.Resource;
import chat.parley.http.ScheduledResource;
import chat.parley.wire.ErrorCode;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Messages that are sent later, and the worker that sends them. */
final class ScheduledWiring implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ScheduledWiring.class);
    private static final Duration AFTER_FAILURE = Duration.ofSeconds(5);
    private static final Duration STOP_PATIENCE = Duration.ofMillis(500);

    private final ScheduledConfig config;
    private final ScheduledResource resource;
    private final SendScheduled work;
    private final MeterRegistry registry;
    private final Timer lateness;
    private final CountDownLatch stopped = new CountDownLatch(1);
    private final ScheduledMessages messages;
    private final Thread thread;

    ScheduledWiring(
            StoreWiring store,
            RateLimiter limiter,
            PostMessage posting,
            ScheduledConfig config,
            InstantSource clock,
            MeterRegistry registry) {
        this.config = config;
        this.registry = registry;
        messages = new PostgresScheduledMessages(store.pool(), store.bus(), config);
        work = new SendScheduled(messages, posting, clock, config);
        resource = new ScheduledResource(
                new ScheduleMessages(messages, work, store.conversations(), limiter, clock, config));
        lateness = Timer.builder("parley.scheduled.lateness")
                .description("Messages that were sent later: how long after they were due")
                .register(registry);
        thread = Thread.ofVirtual().name("scheduled").start(this::run);
    }

    ScheduledMessages messages() {
        return messages;
    }

    List<Resource> resources() {
        return List.of(resource);
    }

    private void run() {
        Duration pause = Duration.ZERO;
        SendScheduled.Watch watch = new Counting();
        try {
            while (!stopped.await(pause.toMillis(), TimeUnit.MILLISECONDS)) {
                try {
                    pause = work.pass(watch) ? Duration.ZERO : config.every();
                } catch (RuntimeException failed) {
                    // A pass that fails must not be the last one.
                    pause = AFTER_FAILURE;
                    LOG.warn("what is due could not be sent now: {}", failed.toString());
                }
            }
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
        }
    }

    private final class Counting implements SendScheduled.Watch {
        @Override
        public void sent(Duration late) {
            lateness.record(late);
        }

        @Override
        public void failed(ErrorCode code) {
            Counter.builder("parley.scheduled.failed")
                    .description("Messages that were to be sent later and were refused when they were due")
                    .tag("code", code.wireName())
                    .register(registry)
                    .increment();
        }
    }

    /** Lets the pass that is under way end; what is left is sent at the next start. */
    @Override
    public void close() {
        stopped.countDown();
        try {
            if (!thread.join(STOP_PATIENCE)) {
                LOG.warn("what is due was not sent in time; it goes on at the next start");
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
