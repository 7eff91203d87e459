package chat.parley.core.export;

import chat.parley.setting.Setting;
import java.time.Duration;

/** Bounds of exports. */
public record ExportConfig(
        @Setting("How many exports a server writes at a time; further ones are answered `unavailable`.")
        int concurrent,

        @Setting("How long after the beginning of an export its user may begin the next.")
        Duration every,

        @Setting("How many messages or memberships an export reads in a query.")
        int page,

        @Setting("How long an export may take.") Duration longest) {
    private static final int MOST_ROWS = 1_000;

    public ExportConfig {
        if (concurrent < 1 || page < 1 || page > MOST_ROWS) {
            throw new IllegalArgumentException("concurrent must be 1 or more, page 1 to " + MOST_ROWS);
        }
        if (every.isNegative()) {
            throw new IllegalArgumentException("every must not be negative");
        }
        if (!longest.isPositive()) {
            throw new IllegalArgumentException("longest must be more than 0");
        }
    }

    public static ExportConfig defaults() {
        return new ExportConfig(4, Duration.ofMinutes(1), 100, Duration.ofMinutes(30));
    }
}
