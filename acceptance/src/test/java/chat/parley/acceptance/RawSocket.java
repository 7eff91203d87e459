package chat.parley.acceptance;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * A socket of the protocol in the hands of a client that was written from the protocol's page alone: text frames of JSON,
 * everything received kept in order.
 */
final class RawSocket implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    /** Not the client of the HTTP calls: it would ask for the upgrade on a connection that has carried some of them. */
    private static final HttpClient SOCKETS =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private final List<JsonNode> frames = new ArrayList<>();
    private final Object lock = new Object();
    private int closeCode = -1;
    private boolean reads = true;
    private boolean owesRequest;
    private WebSocket socket;
    private CompletableFuture<WebSocket> lastWrite;

    private final Consumer<JsonNode> listener;

    private RawSocket(Consumer<JsonNode> listener) {
        this.listener = listener;
    }

    /** Opens the socket and says nothing yet. */
    static RawSocket open(URI server) {
        return open(server, _ -> {});
    }

    /** As above; {@code listener} is told each frame as it comes, on the socket's thread. */
    static RawSocket open(URI server, Consumer<JsonNode> listener) {
        RawSocket raw = new RawSocket(listener);
        URI uri = URI.create("ws://" + server.getAuthority() + "/v1/socket");
        raw.socket = SOCKETS.newWebSocketBuilder()
                .subprotocols("parley.v1")
                .connectTimeout(Duration.ofSeconds(10))
                .buildAsync(uri, raw.new Receiver())
                .join();
        raw.lastWrite = CompletableFuture.completedFuture(raw.socket);
        return raw;
    }

    /** Opens the socket, says hello and waits for the welcome. */
    static RawSocket hello(URI server, String token, Optional<String> cursor) {
        return hello(server, token, cursor, _ -> {});
    }

    static RawSocket hello(URI server, String token, Optional<String> cursor, Consumer<JsonNode> listener) {
        RawSocket raw = open(server, listener);
        var hello = Json.object("op", "hello", "token", token, "client", Json.object("name", "raw", "version", "1"));
        cursor.ifPresent(value -> hello.put("cursor", value));
        raw.write(hello);
        raw.await("welcome", frame -> op(frame).equals("welcome"));
        return raw;
    }

    static String op(JsonNode frame) {
        return frame.path("op").asText();
    }

    void write(JsonNode frame) {
        writeText(frame.toString());
    }

    /** Writes any text at all as one text message. */
    void writeText(String text) {
        synchronized (lock) {
            lastWrite = lastWrite.thenCompose(open -> open.sendText(text, true));
        }
    }

    void writeBinary(byte[] bytes) {
        synchronized (lock) {
            lastWrite = lastWrite.thenCompose(open -> open.sendBinary(ByteBuffer.wrap(bytes), true));
        }
    }

    /** Takes nothing more from the connection: what the server says waits on the way until {@link #readOn}. */
    void stopReading() {
        synchronized (lock) {
            reads = false;
        }
    }

    void readOn() {
        boolean request;
        synchronized (lock) {
            reads = true;
            request = owesRequest;
            owesRequest = false;
        }
        if (request) {
            socket.request(1);
        }
    }

    private boolean wantsNext() {
        synchronized (lock) {
            owesRequest = !reads;
            return reads;
        }
    }

    JsonNode welcome() {
        return await("welcome", frame -> op(frame).equals("welcome"));
    }

    /** The first frame, received already or within the patience of a test, that the predicate takes. */
    JsonNode await(String what, Predicate<JsonNode> wanted) {
        return Deadline.within(PATIENCE)
                .await(
                        what + " on a socket that has " + closing(),
                        () -> received().stream().filter(wanted).findFirst());
    }

    /** The answer to the request with this {@code rid}: an ack, an error or a pong. */
    JsonNode answer(long rid) {
        return await(
                "the answer to rid " + rid,
                frame -> frame.has("rid") && frame.get("rid").asLong() == rid);
    }

    int awaitClose() {
        return Deadline.within(PATIENCE).await("the close of the socket", () -> {
            synchronized (lock) {
                return closeCode < 0 ? Optional.empty() : Optional.of(closeCode);
            }
        });
    }

    boolean closed() {
        synchronized (lock) {
            return closeCode >= 0;
        }
    }

    /** Everything received so far, in order. */
    List<JsonNode> received() {
        synchronized (lock) {
            return List.copyOf(frames);
        }
    }

    /** The entries of one conversation received so far, in order. */
    List<JsonNode> entries(String conversation) {
        return received().stream()
                .filter(frame -> op(frame).equals("entry"))
                .filter(frame -> frame.get("conversation").asText().equals(conversation))
                .toList();
    }

    /** The latest cursor the server gave. */
    String cursor() {
        return received().stream()
                .filter(frame -> frame.has("cursor"))
                .reduce((earlier, later) -> later)
                .orElseThrow()
                .get("cursor")
                .asText();
    }

    private String closing() {
        return closed() ? "closed" : "stayed open";
    }

    /** Drops the connection without a word, as a lost network would. */
    void drop() {
        socket.abort();
        synchronized (lock) {
            closeCode = closeCode < 0 ? 1006 : closeCode;
        }
    }

    @Override
    public void close() {
        drop();
    }

    private final class Receiver implements WebSocket.Listener {
        private final StringBuilder text = new StringBuilder();

        @Override
        public CompletionStage<?> onText(WebSocket webSocket, CharSequence data, boolean last) {
            text.append(data);
            if (last) {
                JsonNode frame = Json.parse(text.toString());
                text.setLength(0);
                synchronized (lock) {
                    frames.add(frame);
                }
                listener.accept(frame);
            }
            if (wantsNext()) {
                webSocket.request(1);
            }
            return CompletableFuture.completedFuture(null);
        }

        @Override
        public CompletionStage<?> onClose(WebSocket webSocket, int statusCode, String reason) {
            synchronized (lock) {
                closeCode = statusCode;
            }
            return CompletableFuture.completedFuture(null);
        }

        @Override
        public void onError(WebSocket webSocket, Throwable error) {
            synchronized (lock) {
                closeCode = closeCode < 0 ? 1006 : closeCode;
            }
        }
    }
}
