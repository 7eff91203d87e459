package chat.parley.core.presence;

import chat.parley.setting.Setting;
import java.time.Duration;

/**
 * How presence is kept.
 *
 * @param grace how long somebody without a connection is still shown as before: longer than a reconnection takes, its
 *     jitter included, and short enough that nobody is thought to be there who is not
 * @param settle how long a change of somebody who is shown already waits, so that one who comes back by another connection
 *     can say how they want to be shown, and one who changes their mind is shown once
 * @param gather pause between two rounds: what comes meanwhile is told together
 * @param lease how long a node's users are shown after the node was last heard of
 * @param batch users whose last seen time one statement stores
 * @param waiting times that wait to be stored while the store cannot be reached; beyond that the oldest are lost
 */
public record PresenceConfig(
        @Setting("How long somebody whose last connection ended is still shown as before.")
        Duration grace,

        @Setting("How long a change of somebody who is connected waits for the next one before it is shown.")
        Duration settle,

        @Setting("Pause between two rounds of telling changes.")
        Duration gather,

        @Setting("How long a node's users are shown after the node was last heard of.")
        Duration lease,

        @Setting("Users whose last seen time one statement stores.")
        int batch,

        @Setting("Last seen times that wait while the store cannot be reached; beyond that the oldest are lost.")
        int waiting) {

    public PresenceConfig {
        require(!grace.isNegative(), "grace must not be negative");
        require(!settle.isNegative(), "settle must not be negative");
        require(gather.isPositive(), "gather must be positive");
        require(lease.compareTo(Duration.ofSeconds(3)) >= 0, "lease must be at least 3s");
        require(batch > 0 && waiting >= batch, "batch must be positive and waiting at least as large");
    }

    public static PresenceConfig defaults() {
        return new PresenceConfig(
                Duration.ofSeconds(10),
                Duration.ofSeconds(1),
                Duration.ofMillis(100),
                Duration.ofSeconds(30),
                1_000,
                100_000);
    }

    private static void require(boolean good, String message) {
        if (!good) {
            throw new IllegalArgumentException("presence: " + message);
        }
    }
}
