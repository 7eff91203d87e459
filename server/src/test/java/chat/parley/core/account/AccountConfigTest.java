package chat.parley.core.account;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class AccountConfigTest {
    @Test
    void keepsToTheProtocolByDefault() {
        assertThat(TokenConfig.defaults().lifetime()).isEqualTo(Duration.ofMinutes(10));
        assertThat(TokenConfig.LEEWAY).isEqualTo(Duration.ofSeconds(60));
        assertThat(RefreshSession.GRACE).isEqualTo(Duration.ofSeconds(60));
        assertThat(AdminLink.LIFETIME).isEqualTo(Duration.ofHours(1));
        assertThat(AccountConfig.defaults().registration()).isEmpty();
    }

    @Test
    void refusesWhatIsOutOfRange() {
        Duration month = Duration.ofDays(30);
        assertThatThrownBy(() -> new AccountConfig(Optional.empty(), 0, 1, month))
                .hasMessageStartingWith("maxSessions");
        assertThatThrownBy(() -> new AccountConfig(Optional.empty(), 1, 0, month))
                .hasMessageStartingWith("maxBlocks");
        assertThatThrownBy(() -> new AccountConfig(Optional.empty(), 1, 1, Duration.ofMinutes(59)))
                .hasMessageStartingWith("sessionIdle");
        assertThatThrownBy(() -> new TokenConfig(Duration.ofSeconds(59), month, 1))
                .hasMessageStartingWith("lifetime");
        assertThatThrownBy(() -> new TokenConfig(Duration.ofMinutes(10), Duration.ofMinutes(9), 1))
                .hasMessageStartingWith("longestLifetime");
        assertThatThrownBy(() -> new TokenConfig(Duration.ofMinutes(10), Duration.ofDays(1), -1))
                .hasMessageStartingWith("rememberedTokens");
    }
}
