package chat.parley.sdk;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;

class BackoffTest {
    private final Backoff backoff = new Backoff(Duration.ofSeconds(30), new Random(7));

    @Test
    void spreadsOverABoundThatDoublesUpToTheLongest() {
        assertThat(longestOf(0)).isBetween(Duration.ofMillis(400), Duration.ofMillis(500));
        assertThat(longestOf(3)).isBetween(Duration.ofMillis(3_200), Duration.ofMillis(4_000));
        assertThat(longestOf(10)).isBetween(Duration.ofSeconds(24), Duration.ofSeconds(30));
        assertThat(longestOf(Integer.MAX_VALUE)).isBetween(Duration.ofSeconds(24), Duration.ofSeconds(30));
    }

    @Test
    void waitsAsLongAsTheServerAsksAndSpreadsBeyondThat() {
        for (int i = 0; i < 100; i++) {
            assertThat(backoff.pause(0, 2_000L)).isBetween(Duration.ofMillis(2_000), Duration.ofMillis(2_500));
        }
    }

    private Duration longestOf(int failures) {
        Duration longest = Duration.ZERO;
        for (int i = 0; i < 200; i++) {
            Duration pause = backoff.pause(failures, null);
            longest = pause.compareTo(longest) > 0 ? pause : longest;
        }
        return longest;
    }
}
