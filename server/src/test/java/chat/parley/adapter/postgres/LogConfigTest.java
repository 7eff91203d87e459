package chat.parley.adapter.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LogConfigTest {
    private static LogConfig gathering(long millis) {
        LogConfig usual = LogConfig.defaults();
        return new LogConfig(
                usual.lanes(),
                usual.laneEntries(),
                usual.laneBytes(),
                usual.batchEntries(),
                usual.batchBytes(),
                Duration.ofMillis(millis),
                usual.patience());
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 1, 1_000})
    void gathersUpToASecond(long millis) {
        assertThat(gathering(millis).gather()).isEqualTo(Duration.ofMillis(millis));
    }

    @ParameterizedTest
    @ValueSource(longs = {-1, 1_001})
    void gathersNoLonger(long millis) {
        assertThatIllegalArgumentException().isThrownBy(() -> gathering(millis)).withMessage("gather must be 0 to 1s");
    }
}
