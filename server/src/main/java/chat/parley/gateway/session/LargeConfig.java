package chat.parley.gateway.session;

import chat.parley.setting.Setting;
import java.time.Duration;

/**
 * From where on a conversation is told by heads to whoever has it not in focus, and how often.
 *
 * @param members a conversation of more members is large
 * @param headEvery at most one head of a conversation to a session in this time; the newest is always told
 * @param headsPerSecond members to whom this process tells a head of one conversation in a second; with more of them connected each
 *     gets one less often
 */
public record LargeConfig(
        @Setting("A conversation of more members is told by heads to those who do not have it in focus.")
        int members,

        @Setting("At most one head of a conversation goes to a session in this time.")
        Duration headEvery,

        @Setting("Heads of one conversation told in a second; above that each member gets them less often.")
        int headsPerSecond) {

    public LargeConfig {
        require(members > 0, "members must be positive");
        require(headEvery.isPositive(), "headEvery must be positive");
        require(headsPerSecond > 0, "headsPerSecond must be positive");
    }

    public static LargeConfig defaults() {
        return new LargeConfig(500, Duration.ofSeconds(1), 20_000);
    }

    /** How seldom a head of a conversation goes to each of so many who are connected to it. */
    public Duration headEvery(long connected) {
        Duration shared = Duration.ofSeconds(1).multipliedBy(connected).dividedBy(headsPerSecond);
        return shared.compareTo(headEvery) > 0 ? shared : headEvery;
    }

    private static void require(boolean good, String message) {
        if (!good) {
            throw new IllegalArgumentException("gateway.delivery.large: " + message);
        }
    }
}
