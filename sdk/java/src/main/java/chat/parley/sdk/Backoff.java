package chat.parley.sdk;

import java.time.Duration;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Full jitter: a pause anywhere between nothing and a bound that doubles with each failure. What the server asks for comes
 * on top, so that a thousand clients told the same number still come back spread.
 */
final class Backoff {
    static final Duration BASE = Duration.ofMillis(500);

    /** So that the doubling cannot overflow. */
    private static final int MAX_DOUBLINGS = 20;

    private final Duration longest;
    private final RandomGenerator random;

    Backoff(Duration longest, RandomGenerator random) {
        this.longest = longest;
        this.random = random;
    }

    /**
     * @param failures how many attempts in a row have failed before
     * @param retryAfterMs the server's wish, if it had one
     */
    Duration pause(int failures, @Nullable Long retryAfterMs) {
        long bound = Math.min(longest.toMillis(), BASE.toMillis() << Math.min(failures, MAX_DOUBLINGS));
        long asked = retryAfterMs == null ? 0 : retryAfterMs;
        return Duration.ofMillis(asked + random.nextLong(bound + 1));
    }
}
