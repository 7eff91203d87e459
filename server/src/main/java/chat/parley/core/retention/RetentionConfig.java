package chat.parley.core.retention;

import chat.parley.core.conversation.RetentionBounds;
import chat.parley.setting.Setting;
import chat.parley.wire.Retention;
import java.time.Duration;

/** How what is too old, or too many, is looked for and deleted. How much is kept is no setting: administrators and owners say so. */
public record RetentionConfig(
        @Setting("The fewest days that anybody may have conversations kept for.")
        long leastDays,

        @Setting("The fewest messages that anybody may have kept of a conversation.")
        long leastMessages,

        @Setting(
                "What is younger is not deleted, however few messages are to be kept: whoever is about to receive it is not outrun.")
        Duration spared,

        @Setting("How long a server waits after it has looked at all conversations.")
        Duration every,

        @Setting("How many conversations are looked at in one query.")
        int page,

        @Setting("How many entries are deleted in a transaction.")
        int batch,

        @Setting("How long a server waits between two transactions that delete, so that they leave the disk to others.")
        Duration rest,

        @Setting("For how long other servers leave the work to one that stopped working on it.")
        Duration lease,

        @Setting("The longest reason of a legal hold, in Unicode code points.")
        int reasonCodePoints) {
    private static final int MOST_ROWS = 5_000;

    public RetentionConfig {
        within("leastDays", leastDays, RetentionBounds.MOST_DAYS);
        within("leastMessages", leastMessages, RetentionBounds.MOST_MESSAGES);
        within("page", page, MOST_ROWS);
        within("batch", batch, MOST_ROWS);
        within("reasonCodePoints", reasonCodePoints, MOST_ROWS);
        if (spared.isNegative() || rest.isNegative()) {
            throw new IllegalArgumentException("spared and rest must not be negative");
        }
        if (!every.isPositive()) {
            throw new IllegalArgumentException("every must be more than 0");
        }
        if (lease.compareTo(Duration.ofSeconds(1)) < 0) {
            throw new IllegalArgumentException("lease must be at least 1s");
        }
    }

    public static RetentionConfig defaults() {
        return new RetentionConfig(
                1,
                10,
                Duration.ofHours(1),
                Duration.ofMinutes(10),
                200,
                500,
                Duration.ofMillis(20),
                Duration.ofSeconds(30),
                1_000);
    }

    /** What may be asked for. */
    public RetentionBounds bounds() {
        return new RetentionBounds(new Retention(leastDays, leastMessages));
    }

    private static void within(String name, long value, long most) {
        if (value < 1 || value > most) {
            throw new IllegalArgumentException(name + " must be 1 to " + most);
        }
    }
}
