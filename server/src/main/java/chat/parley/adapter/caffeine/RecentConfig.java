package chat.parley.adapter.caffeine;

import chat.parley.setting.Setting;
import java.time.Duration;

/**
 * How much of the ends of logs is kept in memory.
 */
public record RecentConfig(
        @Setting(
                value = "Memory for the newest entries and messages of conversations that are read much.",
                bytes = true)
        long bytes,

        @Setting("Entries kept of one conversation, and messages.")
        int entries,

        @Setting(value = "Memory for the entries of one conversation, and for its messages.", bytes = true)
        int conversationBytes,

        @Setting("Profiles kept of people whose messages are read.")
        int profiles,

        @Setting("How long a profile is kept; a change of it is heard of at once, unless the news is lost.")
        Duration profilesFor) {

    public RecentConfig {
        require(bytes >= 0, "bytes must not be negative; 0 keeps nothing");
        require(entries > 0, "entries must be positive");
        require(conversationBytes > 0, "conversationBytes must be positive");
        require(profiles >= 0, "profiles must not be negative; 0 keeps none");
        require(!profilesFor.isNegative(), "profilesFor must not be negative");
    }

    public static RecentConfig defaults() {
        return new RecentConfig(32 << 20, 200, 256 << 10, 10_000, Duration.ofSeconds(1));
    }

    private static void require(boolean good, String message) {
        if (!good) {
            throw new IllegalArgumentException(message);
        }
    }
}
