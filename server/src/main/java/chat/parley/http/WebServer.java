package chat.parley.http;

import com.linecorp.armeria.server.Server;
import com.linecorp.armeria.server.ServerBuilder;
import com.linecorp.armeria.server.ServerPort;
import io.netty.channel.ChannelPipeline;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

/**
 * The one port. Every accepted connection's pipeline is first handed to {@code sockets}, so that the gateway can put its
 * sniffer at the head and take {@code GET /v1/socket} over; the rest is HTTP/1.1 or HTTP/2.
 */
public final class WebServer implements AutoCloseable {
    /** How long requests in progress may take to end at a shutdown; the whole of which has 5 s. */
    private static final Duration DRAIN = Duration.ofSeconds(1);

    private static final long POLL_NANOS = Duration.ofMillis(10).toNanos();

    /** Room for a search that is too long to be told so, where each character takes nine bytes. */
    private static final int LONGEST_LINE = 128 * 1024;

    private final Server server;

    public WebServer(HttpConfig config, HttpApi api, PageFiles pages, Consumer<ChannelPipeline> sockets) {
        ServerBuilder builder = Server.builder()
                .http(new InetSocketAddress(config.host(), config.port()))
                .childChannelPipelineCustomizer(sockets)
                .maxNumConnections(config.maxConnections())
                .maxRequestLength(config.maxBody())
                .http1MaxInitialLineLength(LONGEST_LINE)
                .http2MaxHeaderListSize(LONGEST_LINE)
                .requestTimeout(config.requestTimeout())
                .idleTimeout(config.idleTimeout())
                .gracefulShutdownTimeout(Duration.ZERO, DRAIN)
                .disableServerHeader();
        api.register(builder);
        pages.register(builder);
        server = builder.build();
    }

    /** Opens the port. Throws {@link java.util.concurrent.CompletionException} where it cannot be had. */
    public void start() {
        server.start().join();
    }

    /** The port that was opened, once started. */
    public int port() {
        ServerPort port = Objects.requireNonNull(server.activePort(), "not started");
        return port.localAddress().getPort();
    }

    /**
     * Lets requests in progress end, for a bounded time, and closes the port and all connections. It does not wait for
     * Armeria's own end, which comes 2 s later: so long Netty watches whether the thread that accepts is quiet.
     */
    @Override
    public void close() {
        CompletableFuture<Void> stopped = server.stop();
        while (!stopped.isDone() && !(server.activePorts().isEmpty() && server.numConnections() == 0)) {
            LockSupport.parkNanos(POLL_NANOS);
        }
    }
}
