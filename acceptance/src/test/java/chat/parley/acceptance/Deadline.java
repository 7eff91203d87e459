package chat.parley.acceptance;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** Waits for something to become true, and says what it waited for when it does not. */
final class Deadline {
    private static final Duration PAUSE = Duration.ofMillis(10);

    private final long nanos;

    private Deadline(Duration time) {
        this.nanos = System.nanoTime() + time.toNanos();
    }

    static Deadline within(Duration time) {
        return new Deadline(time);
    }

    <T> T await(String what, Supplier<Optional<T>> source) {
        while (true) {
            Optional<T> found = source.get();
            if (found.isPresent()) {
                return found.get();
            }
            if (System.nanoTime() - nanos > 0) {
                throw new AssertionError("waited in vain for " + what);
            }
            LockSupport.parkNanos(PAUSE.toNanos());
        }
    }

    void awaitTrue(String what, BooleanSupplier condition) {
        await(what, () -> condition.getAsBoolean() ? Optional.of(true) : Optional.empty());
    }
}
