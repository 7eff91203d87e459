package chat.parley.bench.client;

import java.util.TreeMap;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/**
 * What happened on one loop. Latencies are counted from the intended time of a send, of those whose intended time falls in
 * the span of the last {@link #record}. Confined to the loop.
 */
public final class Tally {
    private static final long HIGHEST_NANOS = 120_000_000_000L;
    private static final int DIGITS = 3;

    private long from = Long.MAX_VALUE;
    private long to = Long.MAX_VALUE;
    private Histogram delivery = histogram();
    private Histogram acknowledgement = histogram();
    private long sent;
    private long acked;
    private long delivered;
    private long gaps;
    private TreeMap<String, Long> refused = new TreeMap<>();
    private @Nullable Throwable broken;

    /**
     * A span's counts.
     *
     * @param sent messages whose intended time is in the span
     * @param acked those that were acknowledged
     * @param delivered those that reached the socket of somebody else
     * @param gaps entries, at any time, whose number was not the next one on their connection
     * @param refused error frames, at any time, by code
     * @param broken why a connection broke last, or null
     */
    public record Span(
            long sent,
            long acked,
            long delivered,
            long gaps,
            TreeMap<String, Long> refused,
            Histogram delivery,
            Histogram acknowledgement,
            @Nullable Throwable broken) {}

    public static Histogram histogram() {
        return new Histogram(HIGHEST_NANOS, DIGITS);
    }

    /** Begins a span: counts what is meant for it, whenever it arrives; everything before is forgotten. */
    public void record(long fromNanos, long toNanos) {
        from = fromNanos;
        to = toNanos;
        delivery = histogram();
        acknowledgement = histogram();
        sent = 0;
        acked = 0;
        delivered = 0;
        gaps = 0;
        refused = new TreeMap<>();
    }

    /** A copy of what was counted in the span so far. */
    public Span span() {
        return new Span(
                sent, acked, delivered, gaps, new TreeMap<>(refused), delivery.copy(), acknowledgement.copy(), broken);
    }

    /** Messages delivered so far, for progress. */
    public long deliveredSoFar() {
        return delivered;
    }

    /** Messages acknowledged so far. */
    public long acked() {
        return acked;
    }

    public void sent(long intended) {
        if (counts(intended)) {
            sent++;
        }
    }

    public void acked(long intended, long now) {
        if (counts(intended)) {
            acked++;
            acknowledgement.recordValue(latency(intended, now));
        }
    }

    public void delivered(long intended, long now) {
        if (counts(intended)) {
            delivered++;
            delivery.recordValue(latency(intended, now));
        }
    }

    public void gap() {
        gaps++;
    }

    public void refused(String code) {
        refused.merge(code, 1L, Long::sum);
    }

    void broken(Throwable cause) {
        broken = cause;
    }

    private boolean counts(long intended) {
        return intended >= from && intended < to;
    }

    private static long latency(long intended, long now) {
        return Math.clamp(now - intended, 0, HIGHEST_NANOS);
    }
}
