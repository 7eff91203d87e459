package chat.parley.gateway;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** Waits for something to become so, looking again and again, but not for ever. */
final class Deadline {
    static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final long LOOK_AGAIN_NANOS = TimeUnit.MILLISECONDS.toNanos(5);
    private static final long AGAIN_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    private Deadline() {}

    static void until(String what, BooleanSupplier so) {
        await(() -> what, () -> so.getAsBoolean() ? Optional.of(true) : Optional.empty());
    }

    /** The same, doing something about it now and then: not each time it looks, which may be more than a server takes. */
    static void until(String what, Runnable again, BooleanSupplier so) {
        long[] done = {System.nanoTime() - AGAIN_NANOS};
        until(what, () -> {
            if (System.nanoTime() - done[0] >= AGAIN_NANOS) {
                done[0] = System.nanoTime();
                again.run();
            }
            return so.getAsBoolean();
        });
    }

    static <T> T await(Supplier<String> what, Supplier<Optional<T>> look) {
        return await(PATIENCE, what, look);
    }

    static <T> T await(Duration patience, Supplier<String> what, Supplier<Optional<T>> look) {
        long end = System.nanoTime() + patience.toNanos();
        while (true) {
            Optional<T> found = look.get();
            if (found.isPresent()) {
                return found.get();
            }
            if (System.nanoTime() > end) {
                throw new AssertionError("waited in vain for " + what.get());
            }
            LockSupport.parkNanos(LOOK_AGAIN_NANOS);
        }
    }
}
