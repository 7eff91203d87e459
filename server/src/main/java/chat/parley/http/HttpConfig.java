package chat.parley.http;

import chat.parley.setting.Setting;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * How the port is served.
 */
public record HttpConfig(
        @Setting("The address to listen on.") String host,

        @Setting("The port to listen on; 0 takes a free one.")
        int port,

        @Setting("The directory of the built web client.") Path pages,

        @Setting(
                "Networks (CIDR) whose `X-Forwarded-For` names the client's address; from elsewhere the header is ignored.")
        List<String> trustedProxies,

        @Setting(
                value = "A bearer token that may read `/metrics` from anywhere; without one only this machine may.",
                secret = true)
        Optional<String> metricsToken,

        @Setting(value = "The largest request body in bytes.", bytes = true)
        int maxBody,

        @Setting("Open connections of both kinds, sockets included; further ones are closed at once.")
        int maxConnections,

        @Setting("Requests worked on at a time; further ones are answered `unavailable`.")
        int maxConcurrentRequests,

        @Setting("How long a request may take, its body included.")
        Duration requestTimeout,

        @Setting("How long a connection without a request stays open.")
        Duration idleTimeout) {
    public HttpConfig {
        trustedProxies = List.copyOf(trustedProxies);
        atLeast("port", port, 0);
        if (port > 65_535) {
            throw new IllegalArgumentException("port is " + port + ", but must be at most 65535");
        }
        atLeast("maxBody", maxBody, 1_024);
        atLeast("maxConnections", maxConnections, 1);
        atLeast("maxConcurrentRequests", maxConcurrentRequests, 1);
    }

    public static HttpConfig defaults() {
        return new HttpConfig(
                "127.0.0.1",
                8080,
                Path.of("web", "dist"),
                List.of(),
                Optional.empty(),
                256 * 1024,
                100_000,
                1_000,
                Duration.ofSeconds(30),
                Duration.ofSeconds(75));
    }

    public HttpConfig port(int value) {
        return new HttpConfig(
                host,
                value,
                pages,
                trustedProxies,
                metricsToken,
                maxBody,
                maxConnections,
                maxConcurrentRequests,
                requestTimeout,
                idleTimeout);
    }

    public HttpConfig pages(Path value) {
        return new HttpConfig(
                host,
                port,
                value,
                trustedProxies,
                metricsToken,
                maxBody,
                maxConnections,
                maxConcurrentRequests,
                requestTimeout,
                idleTimeout);
    }

    private static void atLeast(String name, int value, int least) {
        if (value < least) {
            throw new IllegalArgumentException(name + " is " + value + ", but must be at least " + least);
        }
    }
}
