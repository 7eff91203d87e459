package chat.parley.adapter.postgres;

import chat.parley.setting.Setting;
import java.time.Duration;

/**
 * How the members' markers are written.
 */
public record MarkerConfig(
        @Setting("The most members whose markers one call moves.")
        int batch,

        @Setting("The most members whose moves wait; a move of another is dropped and counted.")
        int waiting,

        @Setting("How long moves gather between two calls; the first after a pause is written at once.")
        Duration interval,

        @Setting("How often a batch is tried before its moves are dropped.")
        int attempts) {

    public MarkerConfig {
        if (batch < 1 || batch > 10_000) {
            throw new IllegalArgumentException("batch must be 1 to 10000");
        }
        if (waiting < batch) {
            throw new IllegalArgumentException("waiting must be at least batch");
        }
        if (interval.isNegative() || interval.compareTo(Duration.ofSeconds(1)) > 0) {
            throw new IllegalArgumentException("interval must be 0 to 1 s: receipts are due once a second");
        }
        if (attempts < 1) {
            throw new IllegalArgumentException("attempts must be 1 or more");
        }
    }

    public static MarkerConfig defaults() {
        return new MarkerConfig(1_000, 100_000, Duration.ofMillis(20), 5);
    }
}
