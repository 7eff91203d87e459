package chat.parley.gateway.session;

import chat.parley.setting.Setting;
import java.time.Duration;
import java.util.List;

/**
 * The bounds of connections.
 *
 * @param maxConnections sockets and poll sessions this process serves; one more is closed with 4429
 * @param connectionsPerUser of one user here; one more ends the oldest with {@code bye} {@code superseded}, 4429
 * @param helloTimeout from the first byte to {@code hello}; later is closed with 4408
 * @param heartbeat between two pings; whole seconds, since {@code welcome} says it so
 * @param outboxBytes what may wait for one slow reader, an unread welcome not counted; more is {@code bye} {@code slow}, 4409
 * @param slow what such a reader is spared before that
 * @param framesPerSecond frames of one client, control frames and fragments included; more is closed with 4429
 * @param sendsInFlight sends of one connection not yet answered; beyond them nothing is read from it
 * @param drain how long a stopping server waits for its clients to take their {@code bye}
 * @param allowedOrigins origins of browsers admitted besides the server's own, such as {@code https://chat.example.org}
 * @param poll long polling
 * @param delivery what is owed to those who are connected, and when
 * @param hints what may be lost
 * @param greeting how those who connect are welcomed
 */
public record GatewayConfig(
        @Setting("Sockets and poll sessions one process serves at once; one more is closed with 4429.")
        int maxConnections,

        @Setting("Connections of one user at once; one more ends the oldest with `bye` `superseded`.")
        int connectionsPerUser,

        @Setting("How long a client may take to say hello.") Duration helloTimeout,

        @Setting("Time between two pings of the server, in whole seconds; two missed end a connection.")
        Duration heartbeat,

        @Setting(value = "What may wait for one slow reader before its connection is ended.", bytes = true)
        long outboxBytes,

        @Setting("Readers who do not keep up.") SlowConfig slow,

        @Setting("Frames one client may send a second.") int framesPerSecond,

        @Setting("Unanswered sends of one connection beyond which nothing more is read from it.")
        int sendsInFlight,

        @Setting("How long a stopping server waits for its clients to take their leave.")
        Duration drain,

        @Setting("Origins of web pages admitted besides the server's own.")
        List<String> allowedOrigins,

        @Setting("Long polling.") PollConfig poll,

        @Setting("Delivery to connected sessions.") DeliveryConfig delivery,

        @Setting("What is told while it holds.") HintConfig hints,

        @Setting("Welcoming those who connect.") GreetingConfig greeting) {

    public GatewayConfig {
        require(maxConnections > 0, "maxConnections must be positive");
        require(connectionsPerUser > 0, "connectionsPerUser must be positive");
        require(helloTimeout.compareTo(Duration.ofSeconds(1)) >= 0, "helloTimeout must be at least 1s");
        require(heartbeat.compareTo(Duration.ofSeconds(1)) >= 0, "heartbeat must be at least 1s");
        require(heartbeat.toNanosPart() == 0, "heartbeat must be whole seconds");
        require(outboxBytes >= 1024, "outboxBytes must be at least 1KiB");
        require(framesPerSecond > 0, "framesPerSecond must be positive");
        require(sendsInFlight > 0, "sendsInFlight must be positive");
        require(!drain.isNegative(), "drain must not be negative");
        allowedOrigins = List.copyOf(allowedOrigins);
    }

    public static GatewayConfig defaults() {
        return new GatewayConfig(
                15_000,
                20,
                Duration.ofSeconds(10),
                Duration.ofSeconds(30),
                1024 * 1024,
                SlowConfig.defaults(),
                1_000,
                512,
                Duration.ofSeconds(1),
                List.of(),
                PollConfig.defaults(),
                DeliveryConfig.defaults(),
                HintConfig.defaults(),
                GreetingConfig.defaults());
    }

    private static void require(boolean good, String message) {
        if (!good) {
            throw new IllegalArgumentException("gateway: " + message);
        }
    }
}
