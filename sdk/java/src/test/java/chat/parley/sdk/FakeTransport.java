package chat.parley.sdk;

import chat.parley.wire.ClientFrame;
import chat.parley.wire.FrameReader;
import chat.parley.wire.FrameWriter;
import chat.parley.wire.MalformedFrame;
import chat.parley.wire.ServerFrame;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** The server's end of the connections that a client opens, in the hands of the test. */
final class FakeTransport implements Transport {
    private final FrameReader reader = new FrameReader();
    private final FrameWriter writer = new FrameWriter();

    private final ConnectionState.Via via;

    FakeTransport(ConnectionState.Via via) {
        this.via = via;
    }

    /** One for each attempt to open, the newest last. */
    final List<Socket> sockets = new ArrayList<>();

    final class Socket implements Link {
        final List<ClientFrame> received = new ArrayList<>();
        private final Events events;
        boolean open = true;
        boolean closedByClient;

        Socket(Events events) {
            this.events = events;
        }

        void opens() {
            events.opened(this);
        }

        void says(ServerFrame frame) {
            events.text(writer.server(frame));
        }

        void says(String text) {
            events.text(text.getBytes(StandardCharsets.UTF_8));
        }

        void pings() {
            events.heard();
        }

        void closes(int code) {
            if (open) {
                open = false;
                events.closed(code);
            }
        }

        @Override
        public ConnectionState.Via via() {
            return via;
        }

        @Override
        public void send(byte[] frame) {
            try {
                received.add(reader.client(frame, 0, frame.length));
            } catch (MalformedFrame malformed) {
                throw new AssertionError(malformed);
            }
        }

        @Override
        public void more() {}

        @Override
        public CompletableFuture<?> close() {
            closedByClient = true;
            closes(CloseCode.NORMAL);
            return CompletableFuture.completedFuture(null);
        }

        @Override
        public void abort() {
            closes(CloseCode.ABNORMAL);
        }
    }

    @Override
    public void open(Events events) {
        sockets.add(new Socket(events));
    }

    Socket newest() {
        return sockets.getLast();
    }
}
