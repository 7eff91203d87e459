package chat.parley.app;

import chat.parley.adapter.postgres.PostgresHolds;
import chat.parley.adapter.postgres.PostgresRetention;
import chat.parley.adapter.postgres.PostgresWorkspace;
import chat.parley.core.account.Administrators;
import chat.parley.core.conversation.RetentionBounds;
import chat.parley.core.conversation.SetRetention;
import chat.parley.core.conversation.Workspace;
import chat.parley.core.id.ConversationId;
import chat.parley.core.id.IdSource;
import chat.parley.core.retention.KeepHolds;
import chat.parley.core.retention.KeepRetention;
import chat.parley.core.retention.RetentionConfig;
import chat.parley.core.retention.WorkspaceRetention;
import chat.parley.http.HoldResource;
import chat.parley.http.Resource;
import chat.parley.http.RetentionResource;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** How much is kept, and the worker that sees to it. */
final class RetentionWiring implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(RetentionWiring.class);
    private static final Duration AFTER_FAILURE = Duration.ofSeconds(10);
    private static final Duration STOP_PATIENCE = Duration.ofMillis(500);

    private final RetentionConfig config;
    private final List<Resource> resources;
    private final KeepRetention work;
    private final Counter entries;
    private final Counter files;
    private final Counter raised;
    private final Counter rounds;
    private final Counter failures;
    private final CountDownLatch stopped = new CountDownLatch(1);
    private final Thread thread;
    private volatile Duration oldest = Duration.ZERO;
    private volatile long roundEnded = System.nanoTime();

    RetentionWiring(
            StoreWiring store,
            AccountWiring accounts,
            ServerConfig.Conversations conversations,
            InstantSource clock,
            MeterRegistry registry) {
        config = conversations.retention();
        Workspace workspace = new PostgresWorkspace(store.pool());
        RetentionBounds bounds = config.bounds();
        Administrators administrators = new Administrators(accounts.accounts());
        resources = List.of(
                new RetentionResource(
                        new WorkspaceRetention(administrators, workspace, bounds),
                        new SetRetention(
                                store.conversations(), store.changes(), conversations.limits(), workspace, bounds)),
                new HoldResource(
                        new KeepHolds(administrators, new PostgresHolds(store.pool()), new IdSource(clock), config)));
        work = new KeepRetention(new PostgresRetention(store.pool()), store.changes(), clock, config);
        entries = counter(registry, "removed", "Entries deleted because of their age or number");
        files = counter(registry, "files", "Attachments given to the sweep with them");
        raised = counter(registry, "raised", "Conversations whose beginning was moved");
        rounds = counter(registry, "rounds", "Rounds of all conversations that came to their end");
        failures = counter(registry, "failures", "Passes that failed");
        Gauge.builder("parley.retention.oldest.seconds", this, wiring -> wiring.oldest.toSeconds())
                .description(
                        "Age of the oldest entry of all conversations that a retention holds for, in the last round of this server")
                .register(registry);
        Gauge.builder("parley.retention.lag.seconds", this, RetentionWiring::lag)
                .description("Since when no round of this server has come to its end")
                .register(registry);
        thread = Thread.ofVirtual().name("retention").start(this::run);
    }

    List<Resource> resources() {
        return resources;
    }

    private void run() {
        Duration pause = Duration.ZERO;
        KeepRetention.Watch watch = new Counting();
        try {
            while (!stopped.await(pause.toMillis(), TimeUnit.MILLISECONDS)) {
                try {
                    pause = work.pass(watch) ? config.rest() : config.every();
                } catch (RuntimeException failed) {
                    // A pass that fails must not be the last one.
                    pause = AFTER_FAILURE;
                    failures.increment();
                    LOG.warn("what is too old could not be deleted now: {}", failed.toString());
                }
            }
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
        }
    }

    private double lag() {
        return Duration.ofNanos(System.nanoTime() - roundEnded).toSeconds();
    }

    private static Counter counter(MeterRegistry registry, String name, String description) {
        return Counter.builder("parley.retention." + name)
                .description(description)
                .register(registry);
    }

    private final class Counting implements KeepRetention.Watch {
        @Override
        public void purged(int goneEntries, int goneFiles) throws InterruptedException {
            entries.increment(goneEntries);
            files.increment(goneFiles);
            if (stopped.await(config.rest().toMillis(), TimeUnit.MILLISECONDS)) {
                throw new InterruptedException("the server ends");
            }
        }

        @Override
        public void raised(ConversationId conversation) {
            raised.increment();
            LOG.debug("the beginning of {} was moved", conversation);
        }

        @Override
        public void round(Duration age) {
            oldest = age;
            rounds.increment();
            roundEnded = System.nanoTime();
        }
    }

    /** Lets the transaction that is under way end; what is left is owed. */
    @Override
    public void close() {
        stopped.countDown();
        try {
            if (!thread.join(STOP_PATIENCE)) {
                LOG.warn("the work of retention did not stop in time; it goes on at the next start");
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
