package chat.parley.gateway.session;

import chat.parley.setting.Setting;
import java.time.Duration;

/**
 * The bounds of long polling.
 *
 * @param hold how long a request waits for frames to return; less than what proxies allow a request to be silent
 * @param lapse from a poll session's last request to its end; more than {@code hold}
 * @param framesPerRequest client frames of one request; more is {@code bad_request}
 */
public record PollConfig(
        @Setting("How long a request waits for something to return.")
        Duration hold,

        @Setting("How long a poll session without a request lives.")
        Duration lapse,

        @Setting("Frames one request may bring.") int framesPerRequest) {

    public PollConfig {
        require(hold.isPositive(), "hold must be positive");
        require(lapse.compareTo(hold) > 0, "lapse must be longer than hold");
        require(framesPerRequest > 0, "framesPerRequest must be positive");
    }

    public static PollConfig defaults() {
        return new PollConfig(Duration.ofSeconds(25), Duration.ofSeconds(60), 500);
    }

    private static void require(boolean good, String message) {
        if (!good) {
            throw new IllegalArgumentException("gateway.poll: " + message);
        }
    }
}
