package chat.parley.adapter.postgres;

import java.time.Duration;

/**
 * How posts are gathered into transactions.
 *
 * @param lanes how many batches commit at the same time; a conversation always takes the same lane
 * @param laneEntries how many posts may wait in a lane; beyond that they are refused as unavailable
 * @param laneBytes how many bytes of text may wait in a lane
 * @param batchEntries how many posts one transaction takes at most
 * @param batchBytes how many bytes of text one transaction takes at most
 * @param patience how long a batch is tried again while the store cannot be reached, before its posts are refused as
 *     unavailable
 */
public record LogConfig(
        int lanes, int laneEntries, int laneBytes, int batchEntries, int batchBytes, Duration patience) {

    public LogConfig {
        require(lanes >= 1 && lanes <= 64, "lanes must be 1 to 64");
        require(batchEntries >= 1 && batchEntries <= 5_000, "batchEntries must be 1 to 5000");
        require(laneEntries >= batchEntries, "laneEntries must be at least batchEntries");
        require(batchBytes >= 64 * 1024, "batchBytes must be at least 64 KiB, the largest text");
        require(laneBytes >= batchBytes, "laneBytes must be at least batchBytes");
        require(!patience.isNegative(), "patience must not be negative");
    }

    public static LogConfig defaults() {
        return new LogConfig(2, 10_000, 16 << 20, 500, 2 << 20, Duration.ofSeconds(5));
    }

    private static void require(boolean holds, String rule) {
        if (!holds) {
            throw new IllegalArgumentException(rule);
        }
    }
}
