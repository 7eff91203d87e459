package chat.parley.gateway.session;

import chat.parley.setting.Setting;
import java.time.Duration;

/**
 * The bounds of what is owed to connected sessions, and when.
 *
 * @param gapWait how long an early entry waits for its predecessor before the log is asked
 * @param gapEntries entries of one read of the log
 * @param gapBytes text of one read of the log; well under an outbox, so that a repair alone does not end a session
 * @param parkedEntries early entries kept for one conversation and event loop; what is over is fetched again
 * @param healEvery between two reads of the tail of the log
 * @param healEntries entries of one read of the tail
 * @param cursorEvery at most one {@code cursor} a session in this time
 * @param receiptEvery at most one {@code receipt} a (conversation, user) in this time
 * @param concurrentReads reads of the store at once that fill gaps and open conversations; the others wait
 * @param resumeConversations a client that more conversations, or more of its threads, moved for is reset
 * @param recentConversations conversations in a welcome that resets
 * @param large what becomes of conversations that are too large to be put in full on everybody
 */
public record DeliveryConfig(
        @Setting("How long an early entry waits for its predecessor before the log is read.")
        Duration gapWait,

        @Setting("Entries of one read of the log that fills a gap.")
        int gapEntries,

        @Setting(value = "Text of one read of the log that fills a gap.", bytes = true)
        int gapBytes,

        @Setting("Early entries kept for one conversation; the others are read again.")
        int parkedEntries,

        @Setting("Time between two reads of the tail of the log, which repairs what hints lost.")
        Duration healEvery,

        @Setting("Entries of one read of the tail of the log.")
        int healEntries,

        @Setting("A session gets at most one new cursor in this time.")
        Duration cursorEvery,

        @Setting("At most one receipt of a member and conversation is told in this time.")
        Duration receiptEvery,

        @Setting("Reads of the store at once for repairs; each takes one connection to the database.")
        int concurrentReads,

        @Setting("A client behind by more conversations, or by more threads that it follows, is reset.")
        int resumeConversations,

        @Setting("Conversations in a welcome that resets.") int recentConversations,

        @Setting("Large conversations.") LargeConfig large) {

    public DeliveryConfig {
        require(!gapWait.isNegative(), "gapWait must not be negative");
        require(gapEntries > 0 && gapBytes > 0, "gapEntries and gapBytes must be positive");
        require(parkedEntries > 0, "parkedEntries must be positive");
        require(healEvery.isPositive() && healEntries > 0, "healEvery and healEntries must be positive");
        require(!cursorEvery.isNegative() && !receiptEvery.isNegative(), "times must not be negative");
        require(concurrentReads > 0, "concurrentReads must be positive");
        require(resumeConversations > 0 && recentConversations > 0, "conversations must be positive");
    }

    public static DeliveryConfig defaults() {
        return new DeliveryConfig(
                Duration.ofMillis(50),
                200,
                256 * 1024,
                64,
                Duration.ofSeconds(1),
                5_000,
                Duration.ofSeconds(5),
                Duration.ofSeconds(1),
                4,
                1_000,
                200,
                LargeConfig.defaults());
    }

    private static void require(boolean good, String message) {
        if (!good) {
            throw new IllegalArgumentException("gateway.delivery: " + message);
        }
    }
}
