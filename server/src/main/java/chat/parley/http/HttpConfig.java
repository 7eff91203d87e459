package chat.parley.http;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * How the port is served.
 *
 * @param host the address to listen on
 * @param port the port to listen on; 0 takes a free one
 * @param pages the directory of the built web client
 * @param trustedProxies networks (CIDR) whose {@code X-Forwarded-For} names the client's address; from elsewhere the header
 *     is ignored
 * @param metricsToken a bearer token that may read {@code /metrics} from anywhere; without one only this machine may
 * @param maxBody the largest request body in bytes
 * @param maxConnections open connections of both kinds, sockets included; further ones are closed at once
 * @param maxConcurrentRequests requests worked on at a time; further ones are answered {@code unavailable}
 * @param requestTimeout how long a request may take, its body included
 * @param idleTimeout how long a connection without a request stays open
 */
public record HttpConfig(
        String host,
        int port,
        Path pages,
        List<String> trustedProxies,
        Optional<String> metricsToken,
        int maxBody,
        int maxConnections,
        int maxConcurrentRequests,
        Duration requestTimeout,
        Duration idleTimeout) {
    public HttpConfig {
        trustedProxies = List.copyOf(trustedProxies);
        atLeast("port", port, 0);
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
