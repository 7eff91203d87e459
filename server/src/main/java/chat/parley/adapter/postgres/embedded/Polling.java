package chat.parley.adapter.postgres.embedded;

import java.time.Duration;
import java.util.function.BooleanSupplier;

/** Waiting for what nothing announces, such as the end of a process that is not our child. */
final class Polling {
    private static final Duration PAUSE = Duration.ofMillis(10);

    private Polling() {}

    /** Whether the condition came true within the limit. */
    static boolean until(BooleanSupplier condition, Duration limit) throws InterruptedException {
        long deadline = System.nanoTime() + limit.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - deadline > 0) {
                return false;
            }
            Thread.sleep(PAUSE);
        }
        return true;
    }
}
