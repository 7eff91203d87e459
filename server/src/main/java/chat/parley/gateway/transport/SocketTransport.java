package chat.parley.gateway.transport;

import chat.parley.gateway.dispatch.Dispatcher;
import chat.parley.gateway.session.GatewayConfig;
import chat.parley.gateway.session.Loops;
import chat.parley.gateway.session.Session;
import chat.parley.wire.WireLimits;
import io.netty.channel.ChannelHandler;
import io.netty.util.concurrent.FastThreadLocal;

/** What all WebSockets share, and the door they come in by: a {@link #sniffer} at the head of every channel's pipeline. */
public final class SocketTransport {
    /** A client that has not been welcomed may not make the server keep more than a hello needs. */
    static final int HELLO_BYTES = 16 * 1024;

    /** Each event loop unmasks one message at a time, so one buffer a loop does for all its connections. */
    private static final FastThreadLocal<byte[]> SCRATCH = new FastThreadLocal<>() {
        @Override
        protected byte[] initialValue() {
            return new byte[WireLimits.CLIENT_FRAME_BYTES];
        }
    };

    private final Loops loops;
    private final Dispatcher dispatcher;
    private final Handshake handshake;
    private final long unsentBytes;

    public SocketTransport(GatewayConfig config, Loops loops, Dispatcher dispatcher) {
        this.loops = loops;
        this.dispatcher = dispatcher;
        this.handshake = new Handshake(new Origins(config.allowedOrigins()));
        this.unsentBytes = config.slow().unsentBytes();
    }

    /** A handler for one new channel; put it first in its pipeline. */
    public ChannelHandler sniffer() {
        return new SocketSniffer(this);
    }

    Loops loops() {
        return loops;
    }

    Dispatcher dispatcher() {
        return dispatcher;
    }

    Handshake handshake() {
        return handshake;
    }

    long unsentBytes() {
        return unsentBytes;
    }

    byte[] scratch() {
        return SCRATCH.get();
    }

    int mostBytes(Session.Phase phase) {
        return switch (phase) {
            case NEW -> HELLO_BYTES;
            case GREETING, LIVE, CLOSING -> WireLimits.CLIENT_FRAME_BYTES;
        };
    }
}
