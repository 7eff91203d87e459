package chat.parley.adapter.caffeine;

import chat.parley.core.bus.Bus;
import chat.parley.core.bus.Signal;
import chat.parley.core.id.ConversationId;
import chat.parley.core.message.MessageLog;
import chat.parley.core.message.MessageLog.Around;
import chat.parley.core.message.MessageLog.Current;
import chat.parley.core.message.MessageLog.Place;
import chat.parley.core.message.MessageLog.Slice;
import chat.parley.core.message.MessageLog.Viewer;
import chat.parley.core.message.RecentLog;
import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Policy;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The newest entries of conversations that somebody has read of late ({@link Run}), and their newest messages with what became
 * of them ({@link Newest}). Filled by reads; kept current by the entries that the bus tells of. What fell behind the head
 * that a reader knows is read anew. Safe for use by many threads; hearing the bus does not block.
 */
public final class CaffeineRecentLog implements RecentLog {
    /** So many of those who react with an emoji are read for a page that is to be kept. */
    private static final int REACTORS = 100;

    private static final Place NEWEST = new Place(null, new Around.Latest());

    private final MessageLog log;
    private final RecentConfig config;
    private final Cache<ConversationId, Kept> kept;
    private final Counter hits;
    private final Counter misses;
    private final Counter pageHits;
    private final Counter pageMisses;

    public CaffeineRecentLog(MessageLog log, Bus bus, RecentConfig config, MeterRegistry registry) {
        this.log = log;
        this.config = config;
        // In the caller's thread: its own pool would run after the caller has looked.
        this.kept = Caffeine.newBuilder()
                .executor(Runnable::run)
                .maximumWeight(config.bytes())
                .weigher((ConversationId conversation, Kept each) -> each.weight())
                .build();
        this.hits = reads(registry, "entries", "hit");
        this.misses = reads(registry, "entries", "miss");
        this.pageHits = reads(registry, "messages", "hit");
        this.pageMisses = reads(registry, "messages", "miss");
        Gauge.builder("parley.recent.bytes", this, CaffeineRecentLog::bytes)
                .description("Memory that the newest entries and messages of conversations take, about")
                .register(registry);
        bus.subscribe(this::heard);
    }

    @Override
    public Slice entries(ConversationId conversation, long after, int limit, int maxBytes, long head) {
        Kept held = kept.getIfPresent(conversation);
        Run run = held == null ? null : held.run();
        Optional<Slice> known = run == null || run.head() < head ? Optional.empty() : run.after(after, limit, maxBytes);
        if (known.isPresent()) {
            hits.increment();
            return known.get();
        }
        misses.increment();
        Slice slice = log.entries(conversation, after, limit, maxBytes);
        if (!slice.entries().isEmpty() && slice.entries().getLast().seq() == slice.head()) {
            keep(conversation, Kept.of(Run.of(slice.entries(), slice.head(), config)));
        }
        return slice;
    }

    @Override
    public Current latest(ConversationId conversation, Viewer viewer, long first, int limit, int maxBytes, long head) {
        Kept held = kept.getIfPresent(conversation);
        Newest newest = held == null ? null : held.newest();
        Optional<Current> known =
                newest == null || newest.head() < head ? Optional.empty() : newest.page(viewer, first, limit, maxBytes);
        if (known.isPresent()) {
            pageHits.increment();
            return known.get();
        }
        pageMisses.increment();
        Viewer allNamed = new Viewer(viewer.user(), Math.max(viewer.reactorsNamed(), REACTORS));
        Current read = log.messages(conversation, allNamed, NEWEST, first, limit, maxBytes);
        Newest.of(read, first, limit, maxBytes, config).ifPresent(page -> keep(conversation, Kept.of(page)));
        return Newest.seenBy(viewer, read);
    }

    @Override
    public void forget(ConversationId conversation) {
        kept.invalidate(conversation);
    }

    private void keep(ConversationId conversation, Kept read) {
        kept.asMap().merge(conversation, read, Kept::with);
    }

    private void heard(Signal signal) {
        if (signal instanceof Signal.Appended appended) {
            for (Signal.Committed committed : appended.entries()) {
                // Asked first, since most conversations that are written to are not kept.
                if (kept.getIfPresent(committed.conversation()) != null) {
                    kept.asMap()
                            .computeIfPresent(
                                    committed.conversation(), (id, known) -> known.followed(committed.entry(), config));
                }
            }
        }
    }

    private long bytes() {
        OptionalLong weight =
                kept.policy().eviction().map(Policy.Eviction::weightedSize).orElse(OptionalLong.empty());
        return weight.orElse(0);
    }

    private static Counter reads(MeterRegistry registry, String what, String result) {
        return Counter.builder("parley.recent.reads")
                .description("Reads near the end of a log, answered from memory (hit) or by the store (miss)")
                .tag("what", what)
                .tag("result", result)
                .register(registry);
    }
}
