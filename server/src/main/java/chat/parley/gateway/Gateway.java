package chat.parley.gateway;

import chat.parley.core.account.Authenticator;
import chat.parley.core.bus.Bus;
import chat.parley.core.id.SessionId;
import chat.parley.core.message.PostMessage;
import chat.parley.core.receipt.MoveMarkers;
import chat.parley.core.typing.TellTyping;
import chat.parley.gateway.dispatch.Dispatcher;
import chat.parley.gateway.session.Delivery;
import chat.parley.gateway.session.Faults;
import chat.parley.gateway.session.GatewayConfig;
import chat.parley.gateway.session.GatewayMetrics;
import chat.parley.gateway.session.Stores;
import chat.parley.gateway.transport.PollTransport;
import chat.parley.gateway.transport.SocketTransport;
import io.micrometer.core.instrument.MeterRegistry;
import io.netty.channel.ChannelHandler;
import java.util.Collection;
import java.util.function.Consumer;

/**
 * The gateway: long-lived connections, from the first byte of {@code GET /v1/socket} to the last frame. It has no port of
 * its own: put a {@link #sniffer} first into every channel's pipeline of the web server.
 */
public final class Gateway {
    private final Delivery delivery;
    private final SocketTransport sockets;
    private final PollTransport polls;

    /**
     * What the gateway asks others to do.
     *
     * @param revoked is told of sign-in sessions that the tail of the log shows to be ended
     */
    public record UseCases(
            Authenticator authenticator,
            PostMessage posting,
            MoveMarkers markers,
            TellTyping typings,
            Consumer<Collection<SessionId>> revoked) {}

    /** Starts delivering what the bus tells. Blocks to read where the log ends. */
    public Gateway(
            GatewayConfig config, Stores stores, UseCases useCases, Bus bus, MeterRegistry registry, Faults faults) {
        GatewayMetrics metrics = new GatewayMetrics(registry);
        delivery = new Delivery(config, stores, useCases.authenticator(), bus, useCases.revoked(), metrics, faults);
        Dispatcher dispatcher = new Dispatcher(
                delivery.greeting(), useCases.posting(), useCases.markers(), useCases.typings(), metrics);
        sockets = new SocketTransport(config, delivery.loops(), dispatcher);
        polls = new PollTransport(config, delivery.loops(), dispatcher);
    }

    /** For one new channel: put it first in its pipeline. It takes the socket's connections over and leaves the rest. */
    public ChannelHandler sniffer() {
        return sockets.sniffer();
    }

    /** Long polling; whoever serves HTTP brings the requests here. */
    public PollTransport polls() {
        return polls;
    }

    /** Sends every client away and ends. Blocks for {@link GatewayConfig#drain} at most. */
    public void stop() {
        delivery.stop();
    }
}
