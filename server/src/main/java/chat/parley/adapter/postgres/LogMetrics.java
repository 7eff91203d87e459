package chat.parley.adapter.postgres;

import chat.parley.core.message.MessageChange;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** What the log counts. */
final class LogMetrics {
    private final MeterRegistry registry;
    private final Counter appended;
    private final Counter duplicates;
    private final Counter refused;
    private final Counter unavailable;
    private final Counter skips;
    private final Counter alone;
    private final Map<StoreFailure, Counter> retries = new EnumMap<>(StoreFailure.class);
    private final DistributionSummary batch;
    private final Timer latency;

    LogMetrics(MeterRegistry registry) {
        this.registry = registry;
        appended = counter("parley.log.appended", "Entries committed");
        duplicates = counter("parley.log.duplicates", "Posts answered with the number they had already");
        refused = counter("parley.log.refused", "Posts refused under the lock");
        unavailable = counter("parley.log.unavailable", "Posts given up: the store or room in the lane was missing");
        skips = counter("parley.log.skips", "Times a conversation was passed over since its head was locked elsewhere");
        alone = counter("parley.log.alone", "Times a conversation was taken out of its lane to wait for its lock");
        for (StoreFailure failure : StoreFailure.values()) {
            retries.put(
                    failure,
                    Counter.builder("parley.log.retries")
                            .description("Calls that failed and were tried again, or given up")
                            .tag("failure", failure.name().toLowerCase(Locale.ROOT))
                            .register(registry));
        }
        batch = DistributionSummary.builder("parley.log.batch")
                .description("Messages in a transaction")
                .publishPercentiles(0.5, 0.99)
                .register(registry);
        latency = Timer.builder("parley.log.latency")
                .description("From the queue to the commit")
                .publishPercentileHistogram()
                .register(registry);
    }

    void watch(int lane, LaneQueue queue) {
        Gauge.builder("parley.log.queue", queue, LaneQueue::entries)
                .description("Works in a lane that have no answer yet")
                .tag("lane", Integer.toString(lane))
                .register(registry);
    }

    void committed(int size) {
        batch.record(size);
    }

    void appended(long nanos) {
        appended.increment();
        latency.record(nanos, TimeUnit.NANOSECONDS);
    }

    void duplicate() {
        duplicates.increment();
    }

    void refused() {
        refused.increment();
    }

    void unavailable() {
        unavailable.increment();
    }

    void skipped() {
        skips.increment();
    }

    void waitsAlone() {
        alone.increment();
    }

    void revised(MessageChange change, String outcome) {
        Counter.builder("parley.log.revisions")
                .description("Reactions, pins, edits and recalls by what became of them")
                .tag("change", change.getClass().getSimpleName().toLowerCase(Locale.ROOT))
                .tag("outcome", outcome)
                .register(registry)
                .increment();
    }

    void retried(StoreFailure failure) {
        Counter counter = retries.get(failure);
        if (counter != null) {
            counter.increment();
        }
    }

    private Counter counter(String name, String description) {
        return Counter.builder(name).description(description).register(registry);
    }
}
