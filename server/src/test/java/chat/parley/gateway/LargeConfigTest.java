package chat.parley.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import chat.parley.gateway.session.LargeConfig;
import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LargeConfigTest {
    @ParameterizedTest
    @CsvSource({"0, PT1S", "501, PT1S", "20000, PT1S", "25000, PT1.25S", "40000, PT2S", "1000000, PT50S"})
    void tellsHeadsTheMoreSeldomTheMoreMembersAreConnected(long connected, Duration every) {
        assertThat(LargeConfig.defaults().headEvery(connected)).isEqualTo(every);
    }
}
