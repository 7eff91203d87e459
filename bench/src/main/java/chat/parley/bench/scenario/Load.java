package chat.parley.bench.scenario;

import chat.parley.bench.Run;
import chat.parley.bench.Step;
import chat.parley.bench.client.Loop;
import chat.parley.bench.client.Loops;
import chat.parley.bench.client.Pacer;
import chat.parley.bench.client.Pause;
import chat.parley.bench.client.Tally;
import chat.parley.bench.machine.Usage;
import chat.parley.bench.server.BenchFailure;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.LongConsumer;
import org.HdrHistogram.Histogram;

/**
 * A load at a fixed rate, and what became of it. A step is good when 98 % of the messages meant for its span were
 * delivered {@link #GRACE_MILLIS} after its end at the latest, 99 % of them within {@link #PATIENCE_MILLIS}.
 */
final class Load {
    static final double DELIVERED_SHARE = 0.98;
    static final double PATIENCE_MILLIS = 200;

    private static final long GRACE_MILLIS = 2_000;
    private static final long DRAIN_MILLIS = 30_000;
    private static final long LEAD_NANOS = 20_000_000;
    private static final double NANOS_A_MILLI = 1e6;

    private final Run run;
    private final Loops loops;
    private final Function<Loop, LongConsumer> sender;

    /** @param sender makes what sends one message, on its loop, meant for the given time */
    Load(Run run, Loops loops, Function<Loop, LongConsumer> sender) {
        this.run = run;
        this.loops = loops;
        this.sender = sender;
    }

    /** Sends at the rate for a while that does not count and for {@code seconds} that do. */
    Step step(String name, double perSecond, int warmSeconds, int seconds) {
        long start = System.nanoTime() + LEAD_NANOS;
        long from = start + warmSeconds * 1_000_000_000L;
        long to = from + seconds * 1_000_000_000L;
        loops.onEach(loop -> loop.tally().record(from, to));
        List<Pacer> pacers = pacers(perSecond, start);
        sleepUntil(from);
        Usage before = run.target().parties().usage();
        watch(name, to);
        Usage used = run.target().parties().usage().since(before);
        pacers.forEach(Pacer::stop);
        awaitAll(GRACE_MILLIS);
        Tally.Span span = span();
        awaitAll(DRAIN_MILLIS);
        return describe(name, perSecond, seconds, span, used);
    }

    /** Sends at the rate for as long as something takes. */
    Step meanwhile(String name, double perSecond, Runnable happening) {
        long start = System.nanoTime();
        loops.onEach(loop -> loop.tally().record(start, Long.MAX_VALUE));
        Usage before = run.target().parties().usage();
        List<Pacer> pacers = pacers(perSecond, start);
        happening.run();
        double seconds = (System.nanoTime() - start) / 1e9;
        Usage used = run.target().parties().usage().since(before);
        pacers.forEach(Pacer::stop);
        awaitAll(DRAIN_MILLIS);
        return describe(name, perSecond, seconds, span(), used);
    }

    static boolean isGood(Step step) {
        return step.get("delivered share") >= DELIVERED_SHARE && step.get("delivery p99 ms") < PATIENCE_MILLIS;
    }

    private List<Pacer> pacers(double perSecond, long start) {
        List<Pacer> pacers = new ArrayList<>();
        for (Loop loop : loops.all()) {
            double share = perSecond / loops.all().size();
            pacers.add(new Pacer(loop, share, start, sender.apply(loop)).start());
        }
        return pacers;
    }

    private void watch(String name, long to) {
        long next = System.nanoTime() + 5_000_000_000L;
        while (System.nanoTime() < to) {
            sleepUntil(Math.min(to, next));
            if (System.nanoTime() >= next) {
                next += 5_000_000_000L;
                long delivered = loops.ask(loop -> loop.tally().deliveredSoFar()).stream()
                        .mapToLong(Long::longValue)
                        .sum();
                run.say("%s: %,d delivered so far".formatted(name, delivered));
            }
        }
    }

    /** Waits until everything that was sent has come to its recipient and to its sender, for a time at most. */
    private void awaitAll(long millis) {
        long end = System.nanoTime() + millis * 1_000_000;
        Tally.Span span = span();
        while ((span.delivered() < span.sent() || span.acked() < span.sent()) && System.nanoTime() < end) {
            Pause.millis(50);
            span = span();
        }
    }

    private Tally.Span span() {
        long sent = 0;
        long acked = 0;
        long delivered = 0;
        long gaps = 0;
        TreeMap<String, Long> refused = new TreeMap<>();
        Histogram delivery = Tally.histogram();
        Histogram acknowledgement = Tally.histogram();
        for (Tally.Span each : loops.ask(loop -> loop.tally().span())) {
            if (each.broken() != null) {
                throw new BenchFailure("A connection broke: " + each.broken(), each.broken());
            }
            sent += each.sent();
            acked += each.acked();
            delivered += each.delivered();
            gaps += each.gaps();
            each.refused().forEach((code, count) -> refused.merge(code, count, Long::sum));
            delivery.add(each.delivery());
            acknowledgement.add(each.acknowledgement());
        }
        return new Tally.Span(sent, acked, delivered, gaps, refused, delivery, acknowledgement, null);
    }

    private static Step describe(String name, double perSecond, double seconds, Tally.Span span, Usage used) {
        double delivered = Math.max(1, span.delivered());
        Step step = Step.of(name)
                .with("offered/s", perSecond)
                .with("sent", (double) span.sent())
                .with("delivered/s", span.delivered() / seconds)
                .with("delivered share", span.delivered() / (double) Math.max(1, span.sent()))
                .with("delivery p50 ms", span.delivery().getValueAtPercentile(50) / NANOS_A_MILLI)
                .with("delivery p99 ms", span.delivery().getValueAtPercentile(99) / NANOS_A_MILLI)
                .with("delivery p99.9 ms", span.delivery().getValueAtPercentile(99.9) / NANOS_A_MILLI)
                .with("ack p50 ms", span.acknowledgement().getValueAtPercentile(50) / NANOS_A_MILLI)
                .with("ack p99 ms", span.acknowledgement().getValueAtPercentile(99) / NANOS_A_MILLI)
                .with("gaps", (double) span.gaps());
        span.refused().forEach((code, count) -> step.with("refused " + code, count));
        return Figures.usage(step, used, seconds)
                .with("server + database CPU ms a message", used.ours() * 1_000 / delivered)
                .with("generator CPU ms a message", used.generatorSeconds() * 1_000 / delivered);
    }

    private static void sleepUntil(long nanos) {
        long left = nanos - System.nanoTime();
        if (left > 0) {
            Pause.millis(left / 1_000_000 + 1);
        }
    }
}
