package chat.parley.sdk;

import chat.parley.wire.WireLimits;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * WebSockets by the JDK's own client. It must be one that makes no HTTP calls: it would ask for the upgrade on a connection
 * that has carried some of them, and a server tells a socket by the first bytes of its connection.
 *
 * <p>An upgrade that is refused is a line that does not work, whatever the status: a program has no origin that the server
 * could mind, so the word is a proxy's.
 */
final class JdkTransport implements Transport {
    private static final Logger LOG = LoggerFactory.getLogger(JdkTransport.class);
    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(10);

    /** More frames than this waiting to be written mean that nothing is being written. */
    private static final int MAX_UNWRITTEN = 10_000;

    private final HttpClient http;
    private final URI socket;

    JdkTransport(HttpClient http, URI server) {
        this.http = http;
        this.socket = URI.create(server.toString().replaceFirst("^http", "ws").replaceFirst("/+$", "") + "/v1/socket");
    }

    @Override
    public void open(Events events) {
        Receiver receiver = new Receiver(events);
        CompletableFuture<?> opening = http.newWebSocketBuilder()
                .subprotocols("parley.v1")
                .connectTimeout(CONNECT_TIMEOUT)
                .buildAsync(socket, receiver);
        opening.exceptionally(failure -> {
            LOG.debug("no socket opens", failure);
            receiver.closed(CloseCode.ABNORMAL);
            return null;
        });
    }

    private static final class Receiver implements WebSocket.Listener {
        private final Events events;
        private final AtomicBoolean closed = new AtomicBoolean();
        private final StringBuilder text = new StringBuilder();

        Receiver(Events events) {
            this.events = events;
        }

        void closed(int code) {
            if (closed.compareAndSet(false, true)) {
                events.closed(code);
            }
        }

        @Override
        public void onOpen(WebSocket socket) {
            events.opened(new JdkLink(socket, this));
            socket.request(1);
        }

        @Override
        public @Nullable CompletionStage<?> onText(WebSocket socket, CharSequence data, boolean last) {
            if (text.length() + data.length() > WireLimits.SERVER_FRAME_BYTES) {
                socket.abort();
                closed(CloseCode.TOO_LARGE);
                return null;
            }
            text.append(data);
            if (last) {
                byte[] frame = text.toString().getBytes(StandardCharsets.UTF_8);
                text.setLength(0);
                events.text(frame);
            } else {
                socket.request(1);
            }
            return null;
        }

        @Override
        public @Nullable CompletionStage<?> onPing(WebSocket socket, ByteBuffer message) {
            events.heard();
            socket.request(1);
            return null;
        }

        @Override
        public @Nullable CompletionStage<?> onPong(WebSocket socket, ByteBuffer message) {
            events.heard();
            socket.request(1);
            return null;
        }

        @Override
        public @Nullable CompletionStage<?> onClose(WebSocket socket, int code, String reason) {
            closed(code);
            return null;
        }

        @Override
        public void onError(WebSocket socket, Throwable error) {
            closed(CloseCode.ABNORMAL);
        }
    }

    /** The JDK takes one text at a time and fails on a second, so each waits for the one before. */
    private static final class JdkLink implements Link {
        private final WebSocket socket;
        private final Receiver receiver;
        private final AtomicInteger unwritten = new AtomicInteger();
        private CompletableFuture<?> written = CompletableFuture.completedFuture(null);

        JdkLink(WebSocket socket, Receiver receiver) {
            this.socket = socket;
            this.receiver = receiver;
        }

        @Override
        public ConnectionState.Via via() {
            return ConnectionState.Via.SOCKET;
        }

        @Override
        public synchronized void send(byte[] frame) {
            if (unwritten.incrementAndGet() > MAX_UNWRITTEN) {
                abort();
                return;
            }
            String text = new String(frame, StandardCharsets.UTF_8);
            written = written.thenCompose(before -> socket.sendText(text, true)).whenComplete((done, failure) -> {
                unwritten.decrementAndGet();
                if (failure != null) {
                    abort();
                }
            });
        }

        @Override
        public void more() {
            socket.request(1);
        }

        @Override
        public synchronized CompletableFuture<?> close() {
            CompletableFuture<Boolean> said = written.thenCompose(before -> socket.sendClose(CloseCode.NORMAL, ""))
                    .handle((done, failure) -> failure == null);
            written = said.thenAccept(done -> abort());
            return written;
        }

        @Override
        public void abort() {
            socket.abort();
            receiver.closed(CloseCode.ABNORMAL);
        }
    }
}
