package chat.parley.adapter.postgres;

import chat.parley.setting.Setting;
import java.time.Duration;

/**
 * How posts are gathered into transactions.
 */
public record LogConfig(
        @Setting("How many batches commit at the same time; a conversation always takes the same lane.")
        int lanes,

        @Setting("How many posts may wait in a lane; beyond that they are refused as unavailable.")
        int laneEntries,

        @Setting(value = "How many bytes of text may wait in a lane.", bytes = true)
        int laneBytes,

        @Setting("How many posts one transaction takes at most.")
        int batchEntries,

        @Setting(value = "How many bytes of text one transaction takes at most.", bytes = true)
        int batchBytes,

        @Setting(
                "How long posts gather between two transactions of a lane; the first after a pause is committed at once.")
        Duration gather,

        @Setting(
                "How long a batch is tried again while the store cannot be reached, before its posts are refused as unavailable.")
        Duration patience) {

    public LogConfig {
        require(lanes >= 1 && lanes <= 64, "lanes must be 1 to 64");
        require(batchEntries >= 1 && batchEntries <= 5_000, "batchEntries must be 1 to 5000");
        require(laneEntries >= batchEntries, "laneEntries must be at least batchEntries");
        require(batchBytes >= 64 * 1024, "batchBytes must be at least 64 KiB, the largest text");
        require(laneBytes >= batchBytes, "laneBytes must be at least batchBytes");
        require(!gather.isNegative() && gather.compareTo(Duration.ofSeconds(1)) <= 0, "gather must be 0 to 1s");
        require(!patience.isNegative(), "patience must not be negative");
    }

    public static LogConfig defaults() {
        return new LogConfig(1, 10_000, 16 << 20, 500, 2 << 20, Duration.ofMillis(2), Duration.ofSeconds(5));
    }

    private static void require(boolean holds, String rule) {
        if (!holds) {
            throw new IllegalArgumentException(rule);
        }
    }
}
