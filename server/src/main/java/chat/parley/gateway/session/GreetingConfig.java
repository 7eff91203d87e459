package chat.parley.gateway.session;

import chat.parley.setting.Setting;
import java.time.Duration;

/**
 * How clients are greeted, so that thousands who come back at once are all welcomed and disturb nobody who is there.
 *
 * @param waiting beyond so many a client is asked to come back; about 1 KB each
 * @param patience shorter than the 10 s a client waits for its welcome: whoever is given up on would otherwise be read for
 * @param awayFor what {@code retryAfterMs} says, half of it up to one and a half, at random, so that they do not return at once
 * @param batch clients answered by the same reads
 * @param batches how many batches are read at once; each takes a connection of the pool, and no more are taken
 * @param conversations the memory of a batch: clients in many conversations are read for in smaller groups
 */
public record GreetingConfig(
        @Setting("Clients that may wait for their welcome at once; one more is asked to come back later.")
        int waiting,

        @Setting("How long a client waits for its welcome before it is asked to come back later.")
        Duration patience,

        @Setting("How long such a client is asked to stay away, on the average.")
        Duration awayFor,

        @Setting("Clients that are greeted by the same reads of the store.")
        int batch,

        @Setting("Such batches at once; each takes one connection to the database.")
        int batches,

        @Setting("Conversations read at once for the clients of a batch.")
        int conversations) {

    public GreetingConfig {
        require(waiting > 0, "waiting must be positive");
        require(patience.isPositive(), "patience must be positive");
        require(awayFor.toMillis() > 0, "awayFor must be at least 1ms");
        require(batch > 0 && batches > 0, "batch and batches must be positive");
        require(conversations > 0, "conversations must be positive");
    }

    public static GreetingConfig defaults() {
        return new GreetingConfig(10_000, Duration.ofSeconds(8), Duration.ofSeconds(4), 100, 2, 2_000);
    }

    private static void require(boolean good, String message) {
        if (!good) {
            throw new IllegalArgumentException("gateway.greeting: " + message);
        }
    }
}
