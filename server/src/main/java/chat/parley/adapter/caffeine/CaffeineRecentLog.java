package chat.parley.adapter.caffeine;

import chat.parley.core.bus.Bus;
import chat.parley.core.bus.Signal;
import chat.parley.core.id.ConversationId;
import chat.parley.core.message.MessageLog;
import chat.parley.core.message.MessageLog.Slice;
import chat.parley.core.message.RecentLog;
import chat.parley.wire.Entry;
import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Policy;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * The newest entries of conversations that somebody has read of late, one {@link Run} each. Filled by reads; kept current by
 * the entries that the bus tells of. The bus may lose, double or reorder: only the entry after a run's head makes it longer,
 * and a run that fell behind the head a reader knows is read anew. A recall changes what the store holds of earlier
 * entries, so it ends the run. Safe for use by many threads; hearing the bus does not block.
 */
public final class CaffeineRecentLog implements RecentLog {
    private final MessageLog log;
    private final RecentConfig config;
    private final Cache<ConversationId, Run> runs;
    private final Counter hits;
    private final Counter misses;

    public CaffeineRecentLog(MessageLog log, Bus bus, RecentConfig config, MeterRegistry registry) {
        this.log = log;
        this.config = config;
        // In the caller's thread: its own pool would run after the caller has looked.
        this.runs = Caffeine.newBuilder()
                .executor(Runnable::run)
                .maximumWeight(config.bytes())
                .weigher((ConversationId conversation, Run run) -> weight(run))
                .build();
        this.hits = reads(registry, "hit");
        this.misses = reads(registry, "miss");
        Gauge.builder("parley.recent.bytes", this, CaffeineRecentLog::bytes)
                .description("Memory that the newest entries of conversations take, about")
                .register(registry);
        bus.subscribe(this::heard);
    }

    @Override
    public Slice entries(ConversationId conversation, long after, int limit, int maxBytes, long head) {
        Run run = runs.getIfPresent(conversation);
        Optional<Slice> kept = run == null || run.head() < head ? Optional.empty() : run.after(after, limit, maxBytes);
        if (kept.isPresent()) {
            hits.increment();
            return kept.get();
        }
        misses.increment();
        Slice slice = log.entries(conversation, after, limit, maxBytes);
        keep(conversation, slice);
        return slice;
    }

    @Override
    public void forget(ConversationId conversation) {
        runs.invalidate(conversation);
    }

    /** Keeps what reaches up to the head, unless something newer or longer is there. */
    private void keep(ConversationId conversation, Slice slice) {
        if (slice.entries().isEmpty() || slice.entries().getLast().seq() != slice.head()) {
            return;
        }
        Run read = Run.of(slice.entries(), slice.head(), config);
        runs.asMap().merge(conversation, read, (kept, fresh) -> fresh.betterThan(kept) ? fresh : kept);
    }

    private void heard(Signal signal) {
        if (signal instanceof Signal.Appended appended) {
            for (Signal.Committed committed : appended.entries()) {
                // Asked first, since most conversations that are written to are not kept.
                if (runs.getIfPresent(committed.conversation()) != null) {
                    runs.asMap()
                            .computeIfPresent(committed.conversation(), (id, run) -> followed(run, committed.entry()));
                }
            }
        }
    }

    private @Nullable Run followed(Run run, Entry entry) {
        if (entry.body() instanceof Entry.Recalled) {
            return null;
        }
        return entry.seq() == run.head() + 1 ? run.with(entry, config) : run;
    }

    private long bytes() {
        OptionalLong weight =
                runs.policy().eviction().map(Policy.Eviction::weightedSize).orElse(OptionalLong.empty());
        return weight.orElse(0);
    }

    private static int weight(Run run) {
        return (int) Math.min(Integer.MAX_VALUE, 200 + run.bytes());
    }

    private static Counter reads(MeterRegistry registry, String result) {
        return Counter.builder("parley.recent.reads")
                .description("Reads near the end of a log, answered from memory (hit) or by the store (miss)")
                .tag("result", result)
                .register(registry);
    }
}
