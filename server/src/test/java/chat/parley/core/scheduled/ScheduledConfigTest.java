package chat.parley.core.scheduled;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class ScheduledConfigTest {
    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final Duration DAY = Duration.ofDays(1);

    @Test
    void refusesWhatIsOutOfRange() {
        assertThatThrownBy(() -> new ScheduledConfig(0, SECOND, DAY, SECOND, 1, SECOND))
                .hasMessageStartingWith("messages");
        assertThatThrownBy(() -> new ScheduledConfig(1, SECOND.negated(), DAY, SECOND, 1, SECOND))
                .hasMessageStartingWith("leastAhead");
        assertThatThrownBy(() -> new ScheduledConfig(1, DAY, DAY, SECOND, 1, SECOND))
                .hasMessageStartingWith("leastAhead");
        assertThatThrownBy(() -> new ScheduledConfig(1, SECOND, DAY, Duration.ZERO, 1, SECOND))
                .hasMessageStartingWith("every");
        assertThatThrownBy(() -> new ScheduledConfig(1, SECOND, DAY, SECOND, 1, Duration.ZERO))
                .hasMessageStartingWith("patience");
        assertThatThrownBy(() -> new ScheduledConfig(1, SECOND, DAY, SECOND, 1, Duration.ofSeconds(9)))
                .hasMessageStartingWith("patience");
        assertThatThrownBy(() -> new ScheduledConfig(1, SECOND, DAY, SECOND, 0, SECOND))
                .hasMessageStartingWith("batch");
        assertThatThrownBy(() -> new ScheduledConfig(1, SECOND, DAY, SECOND, 1_001, SECOND))
                .hasMessageStartingWith("batch");
        assertThat(new ScheduledConfig(1, Duration.ZERO, SECOND, SECOND, 1_000, SECOND))
                .isNotEqualTo(ScheduledConfig.defaults());
    }
}
