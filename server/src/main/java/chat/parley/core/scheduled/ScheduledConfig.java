package chat.parley.core.scheduled;

import chat.parley.setting.Setting;
import java.time.Duration;

/** Bounds of messages that are sent later, and of the work of sending them. */
public record ScheduledConfig(
        @Setting("The most messages of a user that wait to be sent later, those that could not be sent among them.")
        int messages,

        @Setting("How far ahead a message that is sent later is to be sent at the least.")
        Duration leastAhead,

        @Setting("How far ahead a message that is sent later is to be sent at the most.")
        Duration mostAhead,

        @Setting("How often a server looks for messages that are due.")
        Duration every,

        @Setting("How many messages that are due are sent together.")
        int batch,

        @Setting(
                "How long the log is waited for when messages that are due are sent. Meanwhile their senders' changes of them wait, too.")
        Duration patience) {
    private static final int MOST_ROWS = 1_000;

    /** Less than the store lets a transaction wait. */
    private static final Duration MOST_PATIENCE = Duration.ofSeconds(8);

    public ScheduledConfig {
        if (messages < 1) {
            throw new IllegalArgumentException("messages must be 1 or more, not " + messages);
        }
        if (leastAhead.isNegative() || mostAhead.compareTo(leastAhead) <= 0) {
            throw new IllegalArgumentException("leastAhead must not be negative, and mostAhead must be more");
        }
        if (!every.isPositive()) {
            throw new IllegalArgumentException("every must be more than 0");
        }
        if (!patience.isPositive() || patience.compareTo(MOST_PATIENCE) > 0) {
            throw new IllegalArgumentException("patience must be more than 0 and at most 8s");
        }
        if (batch < 1 || batch > MOST_ROWS) {
            throw new IllegalArgumentException("batch must be 1 to " + MOST_ROWS + ", not " + batch);
        }
    }

    public static ScheduledConfig defaults() {
        return new ScheduledConfig(
                200, Duration.ofSeconds(1), Duration.ofDays(366), Duration.ofSeconds(1), 100, Duration.ofSeconds(5));
    }
}
