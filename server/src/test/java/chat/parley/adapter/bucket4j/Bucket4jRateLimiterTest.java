package chat.parley.adapter.bucket4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import chat.parley.core.limit.RateLimiter.Limit;
import io.github.bucket4j.TimeMeter;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class Bucket4jRateLimiterTest {
    private static final Duration SECOND = Duration.ofSeconds(1);

    private final SettableTime time = new SettableTime();
    private final Bucket4jRateLimiter limiter = new Bucket4jRateLimiter(RateLimitConfig.defaults(), time);

    private static final class SettableTime implements TimeMeter {
        private long nanos;

        @Override
        public long currentTimeNanos() {
            return nanos;
        }

        @Override
        public boolean isWallClockBased() {
            return false;
        }

        void advance(long milliseconds) {
            nanos += TimeUnit.MILLISECONDS.toNanos(milliseconds);
        }
    }

    private int takeAll(Limit limit, String key) {
        int taken = 0;
        while (limiter.take(limit, key) == 0) {
            taken++;
        }
        return taken;
    }

    @Test
    void allowsABurstOf500SendsThen100ASecond() {
        assertThat(takeAll(Limit.SENDS, "u1")).isEqualTo(500);
        time.advance(1_000);
        assertThat(takeAll(Limit.SENDS, "u1")).isEqualTo(100);
        assertThat(limiter.take(Limit.SENDS, "u1")).isBetween(1L, 10L);
    }

    @Test
    void allowsTenFailuresAHandleAnd60AnAddressAMinute() {
        assertThat(takeAll(Limit.FAILED_SIGN_INS_BY_HANDLE, "ada")).isEqualTo(10);
        assertThat(takeAll(Limit.FAILED_SIGN_INS_BY_ADDRESS, "192.0.2.1")).isEqualTo(60);
        assertThat(takeAll(Limit.REGISTRATIONS_BY_ADDRESS, "192.0.2.1")).isEqualTo(60);
        assertThat(limiter.take(Limit.FAILED_SIGN_INS_BY_HANDLE, "ada")).isBetween(5_000L, 6_000L);
        time.advance(60_000);
        assertThat(takeAll(Limit.FAILED_SIGN_INS_BY_HANDLE, "ada")).isEqualTo(10);
    }

    @Test
    void allowsATypingEvery2500MillisecondsInAConversationAndFiveASecondInAll() {
        assertThat(takeAll(Limit.TYPING, "u1c1")).isEqualTo(1);
        time.advance(2_499);
        assertThat(limiter.take(Limit.TYPING, "u1c1")).isPositive();
        time.advance(1);
        assertThat(takeAll(Limit.TYPING, "u1c1")).isEqualTo(1);
        assertThat(takeAll(Limit.TYPING_OF_USER, "u1")).isEqualTo(5);
    }

    @Test
    void countsEachKeyByItself() {
        takeAll(Limit.FAILED_SIGN_INS_BY_HANDLE, "ada");
        assertThat(limiter.take(Limit.FAILED_SIGN_INS_BY_HANDLE, "bob")).isZero();
        assertThat(limiter.take(Limit.FAILED_SIGN_INS_BY_ADDRESS, "ada")).isZero();
    }

    @Test
    void takesBackWhatDidNotCountButNeverMoreThanTheBurst() {
        takeAll(Limit.FAILED_SIGN_INS_BY_HANDLE, "ada");
        limiter.giveBack(Limit.FAILED_SIGN_INS_BY_HANDLE, "ada");
        assertThat(takeAll(Limit.FAILED_SIGN_INS_BY_HANDLE, "ada")).isEqualTo(1);
        for (int i = 0; i < 20; i++) {
            limiter.giveBack(Limit.FAILED_SIGN_INS_BY_HANDLE, "ada");
        }
        assertThat(takeAll(Limit.FAILED_SIGN_INS_BY_HANDLE, "ada")).isEqualTo(10);
    }

    @Test
    void saysWhenATokenWillBeThere() {
        takeAll(Limit.FAILED_SIGN_INS_BY_HANDLE, "ada");
        long wait = limiter.take(Limit.FAILED_SIGN_INS_BY_HANDLE, "ada");
        time.advance(wait - 1);
        assertThat(limiter.take(Limit.FAILED_SIGN_INS_BY_HANDLE, "ada")).isPositive();
        time.advance(2);
        assertThat(limiter.take(Limit.FAILED_SIGN_INS_BY_HANDLE, "ada")).isZero();
    }

    @Test
    void refusesLimitsBelowOne() {
        assertThatThrownBy(() -> new RateLimitConfig(0, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, SECOND, 1, 1))
                .hasMessageStartingWith("sends");
        assertThatThrownBy(() -> new RateLimitConfig(1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, SECOND, 1, 0))
                .hasMessageStartingWith("countedKeys");
    }
}
