package chat.parley.gateway.session;

import chat.parley.setting.Setting;
import java.time.Duration;

/**
 * What becomes of a reader who does not keep up, before its outbox is full. Shares are of {@link GatewayConfig#outboxBytes}.
 *
 * @param whispersPercent above this typing, presence and profiles are not told
 * @param headsPercent above this heads are told instead of entries
 * @param backPercent at or below this the reader has caught up, and gets everything again
 * @param unsentBytes what may lie unsent in the kernel for one socket, beside its outbox, where the kernel can be told (Linux)
 * @param patience a reader who is told heads and reads nothing for so long gets {@code bye} {@code slow}, 4409
 */
public record SlowConfig(
        @Setting("Share of the outbox above which a reader is not told what may be lost, such as typing.")
        int whispersPercent,

        @Setting("Share of the outbox above which a reader is told heads instead of entries.")
        int headsPercent,

        @Setting("Share of the outbox at which such a reader is given everything again.")
        int backPercent,

        @Setting(value = "What may lie unsent in the kernel for one reader, beside its outbox; on Linux.", bytes = true)
        long unsentBytes,

        @Setting("How long such a reader may read nothing before its connection is ended.")
        Duration patience) {

    public SlowConfig {
        require(backPercent >= 0, "backPercent must not be negative");
        require(whispersPercent > backPercent, "whispersPercent must be more than backPercent");
        require(headsPercent >= whispersPercent, "headsPercent must not be less than whispersPercent");
        require(headsPercent < 100, "headsPercent must be less than 100");
        require(unsentBytes >= 1024, "unsentBytes must be at least 1KiB");
        require(patience.compareTo(Duration.ofSeconds(1)) >= 0, "patience must be at least 1s");
    }

    public static SlowConfig defaults() {
        return new SlowConfig(25, 50, 10, 64 * 1024, Duration.ofSeconds(30));
    }

    private static void require(boolean good, String message) {
        if (!good) {
            throw new IllegalArgumentException("gateway.slow: " + message);
        }
    }
}
