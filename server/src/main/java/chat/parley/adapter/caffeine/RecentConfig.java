package chat.parley.adapter.caffeine;

import chat.parley.setting.Setting;

/**
 * How much of the ends of logs is kept in memory.
 */
public record RecentConfig(
        @Setting(value = "Memory for the newest entries of conversations that are read much.", bytes = true)
        long bytes,

        @Setting("Entries kept of one conversation.") int entries,

        @Setting(value = "Memory for the entries of one conversation.", bytes = true)
        int conversationBytes) {

    public RecentConfig {
        require(bytes >= 0, "bytes must not be negative; 0 keeps nothing");
        require(entries > 0, "entries must be positive");
        require(conversationBytes > 0, "conversationBytes must be positive");
    }

    public static RecentConfig defaults() {
        return new RecentConfig(32 << 20, 200, 256 << 10);
    }

    private static void require(boolean good, String message) {
        if (!good) {
            throw new IllegalArgumentException(message);
        }
    }
}
