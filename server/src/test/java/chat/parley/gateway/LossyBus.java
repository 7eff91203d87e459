package chat.parley.gateway;

import chat.parley.core.bus.Bus;
import chat.parley.core.bus.Signal;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * A bus at its worst: it splits what it is given into single hints, and loses, doubles and delays them at random, so that
 * they overtake each other. The seed makes a run repeatable as far as threads allow.
 */
public final class LossyBus implements Bus, AutoCloseable {
    /** Of a hundred hints. */
    public record Weather(int lost, int doubled, int delayed, int mostMillis) {
        public static final Weather FAIR = new Weather(0, 0, 0, 0);
        public static final Weather STORM = new Weather(20, 20, 60, 120);
        public static final Weather SILENCE = new Weather(100, 0, 0, 0);
    }

    private final Random random;
    private final List<Consumer<Signal>> listeners = new CopyOnWriteArrayList<>();
    private final ScheduledExecutorService later = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("lossy-bus").factory());
    private volatile Weather weather = Weather.FAIR;

    public LossyBus(long seed) {
        this.random = new Random(seed);
    }

    public void weather(Weather weather) {
        this.weather = weather;
    }

    /** The same chances again as with a bus that was made with this seed. */
    synchronized void seed(long seed) {
        random.setSeed(seed);
    }

    @Override
    public void publish(Signal signal) {
        if (weather.equals(Weather.FAIR)) {
            listeners.forEach(listener -> listener.accept(signal));
        } else {
            singly(signal).forEach(this::toss);
        }
    }

    @Override
    public void subscribe(Consumer<Signal> listener) {
        listeners.add(listener);
    }

    @Override
    public void close() {
        later.shutdownNow();
    }

    private synchronized void toss(Signal hint) {
        if (random.nextInt(100) < weather.lost()) {
            return;
        }
        int copies = random.nextInt(100) < weather.doubled() ? 2 : 1;
        for (int i = 0; i < copies; i++) {
            boolean delayed = random.nextInt(100) < weather.delayed();
            long millis = delayed ? random.nextInt(weather.mostMillis()) : 0;
            later.schedule(() -> listeners.forEach(listener -> listener.accept(hint)), millis, TimeUnit.MILLISECONDS);
        }
    }

    private static List<Signal> singly(Signal signal) {
        List<Signal> hints = new ArrayList<>();
        if (signal instanceof Signal.Appended(List<Signal.Committed> entries)) {
            entries.forEach(entry -> hints.add(new Signal.Appended(List.of(entry))));
        } else {
            hints.add(signal);
        }
        return hints;
    }
}
