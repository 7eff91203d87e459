package chat.parley.acceptance;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/**
 * Clients that all connect at once, and as soon as they are welcomed leave and connect again, until they are told to
 * finish. One that is turned away comes back when it was asked to.
 */
final class Crowd {
    private static final Duration PATIENCE = Duration.ofSeconds(90);

    private final URI server;
    private final Transport transport;
    private final List<Thread> threads = new ArrayList<>();
    private final AtomicInteger welcomed = new AtomicInteger();
    private final AtomicInteger turnedAway = new AtomicInteger();
    private volatile boolean finishing;

    Crowd(URI server, Transport transport, List<String> tokens) {
        this.server = server;
        this.transport = transport;
        for (String token : tokens) {
            threads.add(Thread.ofVirtual().start(() -> run(token)));
        }
    }

    /** How many different clients have been welcomed. */
    int welcomed() {
        return welcomed.get();
    }

    /** How many times a client was asked to come back later. */
    int turnedAway() {
        return turnedAway.get();
    }

    /** Waits until everybody has been welcomed once at least. */
    void finish() throws InterruptedException {
        finishing = true;
        for (Thread thread : threads) {
            if (!thread.join(PATIENCE)) {
                throw new AssertionError("waited in vain for the welcome of one of a crowd");
            }
        }
    }

    private void run(String token) {
        boolean welcome = false;
        while (!(finishing && welcome)) {
            Optional<JsonNode> refusal = connect(token);
            if (refusal.isPresent()) {
                turnedAway.incrementAndGet();
                LockSupport.parkNanos(
                        Duration.ofMillis(refusal.get().path("retryAfterMs").asLong())
                                .toNanos());
            } else if (!welcome) {
                welcome = true;
                welcomed.incrementAndGet();
            }
        }
    }

    /** Empty once welcomed; the error where the server has no time. Anything else ends the client, and the test. */
    private Optional<JsonNode> connect(String token) {
        try (RawConnection connection = transport.open(server)) {
            connection.hello(token, Optional.empty());
            JsonNode answer = connection.await("a welcome or an error", frame -> true);
            if (RawConnection.op(answer).equals("welcome")) {
                return Optional.empty();
            }
            boolean later = answer.path("code").asText().equals("unavailable")
                    && answer.path("retryAfterMs").asLong() > 0
                    && connection.awaitClose() == 4429;
            if (!later) {
                throw new AssertionError("refused by " + answer);
            }
            return Optional.of(answer);
        }
    }
}
