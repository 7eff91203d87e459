package chat.parley.core.emoji;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import chat.parley.core.emoji.EmojiConfig.AddedBy;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class EmojiConfigTest {
    @Test
    void everyBoundIsMoreThanNothing() {
        refused("most", 0, 1, 1, 1, Duration.ofSeconds(1));
        refused("largest", 1, 0, 1, 1, Duration.ofSeconds(1));
        refused("picture", 1, 1, 0, 1, Duration.ofSeconds(1));
        refused("concurrent", 1, 1, 1, 0, Duration.ofSeconds(1));
        refused("transfer", 1, 1, 1, 1, Duration.ZERO);
    }

    private static void refused(String name, int most, int largest, int picture, int concurrent, Duration transfer) {
        assertThatThrownBy(() -> new EmojiConfig(AddedBy.ADMINISTRATORS, most, largest, picture, concurrent, transfer))
                .hasMessageContaining(name);
    }
}
