package chat.parley.gateway.session;

import chat.parley.wire.Entry;
import chat.parley.wire.ErrorCode;
import chat.parley.wire.ServerFrame;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.Supplier;

/** What the gateway counts. Ops and codes are of the protocol's closed lists, so tags stay few. Any thread. */
public final class GatewayMetrics {
    /** Why something that may be lost was told to nobody, or not to one session. */
    public enum Drop {
        /** The reader is behind. */
        SLOW,
        /** It came too soon after the last one. */
        RATE,
        /** From somebody who is no member there. */
        STRANGER,
        /** Too many would have to be told. */
        CROWD
    }

    /** A step of the {@link Ladder} that one session takes. */
    enum Step {
        /** It is not told any more what may be lost. */
        QUIET,
        /** It is told heads instead of entries. */
        HEADS,
        /** It has read what waited, and gets everything again. */
        BACK,
        /** It is cut. */
        BYE
    }

    private static final Duration[] DELIVERY_STEPS = {
        Duration.ofMillis(1),
        Duration.ofMillis(2),
        Duration.ofMillis(5),
        Duration.ofMillis(10),
        Duration.ofMillis(20),
        Duration.ofMillis(50),
        Duration.ofMillis(100),
        Duration.ofMillis(200),
        Duration.ofSeconds(1),
        Duration.ofSeconds(5)
    };

    private final MeterRegistry registry;
    private final Function<String, Counter> in;
    private final Map<Class<? extends ServerFrame>, Counter> out = new ConcurrentHashMap<>();
    private final Map<ErrorCode, Counter> refusals = new EnumMap<>(ErrorCode.class);
    private final Map<CloseCode, Counter> closes = new EnumMap<>(CloseCode.class);
    private final Counter entriesOut;
    private final Counter authFailures;
    private final Counter gapFetches;
    private final Counter healed;
    private final Counter receiptsHealed;
    private final Counter statesHealed;
    private final Counter tailFailures;
    private final Counter blockReadFailures;
    private final Counter presenceReadFailures;
    private final Counter profileReadFailures;
    private final Function<Dropped, Counter> drops;
    private final Counter covered;
    private final Counter coalesced;
    private final Map<Step, Counter> steps = new EnumMap<>(Step.class);
    private final Timer delivery;
    private final Timer greeting;
    private final Counter resets;
    private final Counter admitted;
    private final Counter deferred;

    public GatewayMetrics(MeterRegistry registry) {
        this.registry = registry;
        Map<String, Counter> byOp = new ConcurrentHashMap<>();
        in = op -> byOp.computeIfAbsent(op, name -> framesCounter("in", name));
        entriesOut = framesCounter("out", "entry");
        for (ErrorCode code : ErrorCode.values()) {
            refusals.put(code, registry.counter("parley.gateway.refusals", "code", code.wireName()));
        }
        for (CloseCode code : CloseCode.values()) {
            closes.put(code, registry.counter("parley.gateway.closes", "code", Integer.toString(code.code())));
        }
        authFailures = counter("parley.gateway.auth.failures", "Hellos whose token was not good");
        gapFetches = counter("parley.gateway.resyncs", "Reads of the log that filled a gap on live sessions");
        healed = counter("parley.gateway.entries.healed", "Entries that reached sessions by such a read");
        receiptsHealed = counter("parley.gateway.receipts.healed", "Markers that no hint had told, found in the tail");
        statesHealed =
                counter("parley.gateway.states.healed", "Own states whose change no hint had told, found in the tail");
        tailFailures = counter("parley.gateway.tail.failures", "Reads of the log's tail that failed");
        blockReadFailures = counter("parley.gateway.blocks.failures", "Reads of blocks that failed");
        presenceReadFailures =
                counter("parley.gateway.presence.failures", "Reads for those who watch others that failed");
        profileReadFailures =
                counter("parley.gateway.profiles.failures", "Changed profiles that could not be told at once");
        Map<Dropped, Counter> byKind = new ConcurrentHashMap<>();
        drops = dropped -> byKind.computeIfAbsent(dropped, this::dropsCounter);
        greeting = Timer.builder("parley.gateway.greeting")
                .description("From a client's hello to its welcome")
                .publishPercentileHistogram()
                .register(registry);
        resets = counter("parley.gateway.welcomes.reset", "Welcomes that made a client begin anew");
        admitted = registry.counter("parley.gateway.hellos", "outcome", "admitted");
        deferred = registry.counter("parley.gateway.hellos", "outcome", "deferred");
        covered = counter("parley.gateway.entries.covered", "Entries of which sessions were told by a head instead");
        coalesced = counter("parley.gateway.heads.coalesced", "Heads never put, since a later one said more");
        for (Step step : Step.values()) {
            String name = step.name().toLowerCase(Locale.ROOT);
            steps.put(step, registry.counter("parley.gateway.ladder", "step", name));
        }
        delivery = Timer.builder("parley.gateway.delivery")
                .description("From an entry's commit to its being put on the sessions of an event loop")
                .serviceLevelObjectives(DELIVERY_STEPS)
                .register(registry);
    }

    /** By transport, so that the share of those who fell back to long polling shows. */
    void connections(Link.Kind kind, Supplier<Number> count) {
        Gauge.builder("parley.gateway.connections", count)
                .description("Sockets that are open, and poll sessions")
                .tag("transport", kind.name().toLowerCase(Locale.ROOT))
                .register(registry);
    }

    /** Of all connections; nothing where there are none. */
    void fallback(Supplier<Number> share) {
        gauge("parley.gateway.connections.fallback", "The share of connections that poll, 0 to 1", share);
    }

    void outboxBytes(Supplier<Number> bytes) {
        gauge("parley.gateway.outbox.bytes", "What waits for readers, as of the last sweep", bytes);
    }

    void waitingHellos(Supplier<Number> count) {
        gauge("parley.gateway.hellos.waiting", "Clients that have said hello and wait to be greeted", count);
    }

    /** A hello is answered by a welcome, after so long. */
    void welcomed(long nanos, boolean reset) {
        admitted.increment();
        greeting.record(Duration.ofNanos(nanos));
        framesCounter("out", "welcome").increment();
        if (reset) {
            resets.increment();
        }
    }

    /** A client was asked to come back later, since too many wait. */
    void deferred() {
        deferred.increment();
    }

    /** A frame came in. */
    public void in(String op) {
        in.apply(op).increment();
    }

    void out(ServerFrame frame) {
        Counter counter = out.get(frame.getClass());
        if (counter == null) {
            counter = out.computeIfAbsent(frame.getClass(), type -> framesCounter("out", op(frame)));
        }
        counter.increment();
    }

    void delivered(Entry entry) {
        entriesOut.increment();
    }

    /** The first session of a loop was given the entry. */
    void latency(Entry entry, long nowMillis) {
        delivery.record(Duration.ofMillis(Math.max(0, nowMillis - entry.at().toEpochMilli())));
    }

    void refused(ErrorCode code) {
        count(refusals.get(code));
    }

    void closed(CloseCode code) {
        count(closes.get(code));
    }

    void authFailed() {
        authFailures.increment();
    }

    void gapFetched(int entries) {
        gapFetches.increment();
        healed.increment(entries);
    }

    void receiptHealed() {
        receiptsHealed.increment();
    }

    void stateHealed() {
        statesHealed.increment();
    }

    void tailFailed() {
        tailFailures.increment();
    }

    void blockReadFailed() {
        blockReadFailures.increment();
    }

    void presenceReadFailed() {
        presenceReadFailures.increment();
    }

    void profileReadFailed() {
        profileReadFailures.increment();
    }

    private record Dropped(String op, Drop why) {}

    /** Something that may be lost was not told. */
    public void dropped(String op, Drop why) {
        drops.apply(new Dropped(op, why)).increment();
    }

    void dropped(ServerFrame frame, Drop why) {
        dropped(op(frame), why);
    }

    /** A session was told by a head that so many more entries exist. */
    void covered(long entries) {
        covered.increment((double) entries);
        coalesced.increment(Math.max(0, entries - 1.0));
    }

    void step(Step step) {
        count(steps.get(step));
    }

    private static void count(@org.jspecify.annotations.Nullable Counter counter) {
        if (counter != null) {
            counter.increment();
        }
    }

    private Counter framesCounter(String direction, String op) {
        return registry.counter("parley.gateway.frames", "direction", direction, "op", op);
    }

    private Counter dropsCounter(Dropped dropped) {
        return Counter.builder("parley.gateway.dropped")
                .description("What may be lost, and was")
                .tag("op", dropped.op())
                .tag("why", dropped.why().name().toLowerCase(Locale.ROOT))
                .register(registry);
    }

    private Counter counter(String name, String description) {
        return Counter.builder(name).description(description).register(registry);
    }

    private void gauge(String name, String description, Supplier<Number> value) {
        Gauge.builder(name, value).description(description).register(registry);
    }

    private static String op(ServerFrame frame) {
        return switch (frame) {
            case ServerFrame.Welcome welcome -> "welcome";
            case ServerFrame.Cursor cursor -> "cursor";
            case ServerFrame.Ack ack -> "ack";
            case ServerFrame.Refusal refusal -> "error";
            case ServerFrame.Appended appended -> "entry";
            case ServerFrame.Head head -> "head";
            case ServerFrame.Receipt receipt -> "receipt";
            case ServerFrame.ThreadMoved thread -> "thread";
            case ServerFrame.Typing typing -> "typing";
            case ServerFrame.Presence presence -> "presence";
            case ServerFrame.Conversation conversation -> "conversation";
            case ServerFrame.Gone gone -> "conversation";
            case ServerFrame.User user -> "user";
            case ServerFrame.Own own -> "own";
            case ServerFrame.Bye bye -> "bye";
            case ServerFrame.Pong pong -> "pong";
        };
    }
}
