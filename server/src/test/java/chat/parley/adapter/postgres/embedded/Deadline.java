package chat.parley.adapter.postgres.embedded;

import static org.assertj.core.api.Assertions.fail;

import java.time.Duration;
import java.util.concurrent.Callable;

/** Waits for what must come, and fails only long after it should have. */
final class Deadline {
    private static final Duration LIMIT = Duration.ofSeconds(90);

    private Deadline() {}

    static void await(String expectation, Callable<Boolean> condition) throws InterruptedException {
        boolean came = Polling.until(
                () -> {
                    try {
                        return condition.call();
                    } catch (Exception notYet) {
                        return false;
                    }
                },
                LIMIT);
        if (!came) {
            fail("did not happen within " + LIMIT.toSeconds() + " s: " + expectation);
        }
    }
}
