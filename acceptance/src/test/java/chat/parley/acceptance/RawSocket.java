package chat.parley.acceptance;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;

/** A connection by WebSocket: one text frame a frame. */
final class RawSocket extends RawConnection {
    /** Not the client of the HTTP calls: it would ask for the upgrade on a connection that has carried some of them. */
    private static final HttpClient SOCKETS =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private final Object writing = new Object();
    private final WebSocket socket;
    private CompletableFuture<WebSocket> lastWrite;
    private boolean reads = true;
    private boolean owesRequest;

    private RawSocket(URI server, Consumer<JsonNode> listener) {
        super(listener);
        socket = SOCKETS.newWebSocketBuilder()
                .subprotocols("parley.v1")
                .connectTimeout(Duration.ofSeconds(30))
                .buildAsync(URI.create("ws://" + server.getAuthority() + "/v1/socket"), new Receiver())
                .join();
        lastWrite = CompletableFuture.completedFuture(socket);
    }

    static RawSocket open(URI server, Consumer<JsonNode> listener) {
        return new RawSocket(server, listener);
    }

    @Override
    void writeText(String text) {
        synchronized (writing) {
            lastWrite = lastWrite.thenCompose(open -> open.sendText(text, true));
        }
    }

    void writeBinary(byte[] bytes) {
        synchronized (writing) {
            lastWrite = lastWrite.thenCompose(open -> open.sendBinary(ByteBuffer.wrap(bytes), true));
        }
    }

    @Override
    synchronized void stopReading() {
        reads = false;
    }

    @Override
    synchronized void readOn() {
        reads = true;
        if (owesRequest) {
            owesRequest = false;
            socket.request(1);
        }
    }

    private synchronized boolean wantsNext() {
        owesRequest = !reads;
        return reads;
    }

    @Override
    void drop() {
        socket.abort();
        super.drop();
    }

    private final class Receiver implements WebSocket.Listener {
        private final StringBuilder text = new StringBuilder();

        @Override
        public CompletionStage<?> onText(WebSocket webSocket, CharSequence data, boolean last) {
            text.append(data);
            if (last) {
                JsonNode frame = Json.parse(text.toString());
                text.setLength(0);
                receive(frame);
            }
            if (wantsNext()) {
                webSocket.request(1);
            }
            return CompletableFuture.completedFuture(null);
        }

        @Override
        public CompletionStage<?> onClose(WebSocket webSocket, int statusCode, String reason) {
            end(statusCode);
            return CompletableFuture.completedFuture(null);
        }

        @Override
        public void onError(WebSocket webSocket, Throwable error) {
            end(LOST);
        }
    }
}
