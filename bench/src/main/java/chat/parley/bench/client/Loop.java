package chat.parley.bench.client;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.socket.SocketChannel;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/**
 * One thread of the generator and what its sockets share: scratch space, the writer of sends, and one flush a turn. Confined
 * to its thread but for {@link #execute}.
 */
public final class Loop {
    private static final int ABNORMAL = 1006;
    private static final int NORMAL_FRAME = 4 * 1024;
    private static final WriteBufferWaterMark MARKS = new WriteBufferWaterMark(1 << 20, 2 << 20);

    private final EventLoop executor;
    private final Class<? extends SocketChannel> channels;
    private final URI server;
    private final SendFrame sends;
    private final Tally tally = new Tally();
    private final List<SocketClient> unflushed = new ArrayList<>();
    private byte[] scratch = new byte[NORMAL_FRAME];

    Loop(EventLoop executor, Class<? extends SocketChannel> channels, URI server, int textBytes) {
        this.executor = executor;
        this.channels = channels;
        this.server = server;
        this.sends = new SendFrame(textBytes);
    }

    /** Runs on this loop; any thread. */
    public void execute(Runnable task) {
        executor.execute(task);
    }

    /** Runs on this loop after a while; any thread. */
    public void afterNanos(long nanos, Runnable task) {
        executor.schedule(task, nanos, TimeUnit.NANOSECONDS);
    }

    /** What happened on this loop. */
    public Tally tally() {
        return tally;
    }

    /** Opens a socket; the listener is told, of a failure as of a close. */
    public void open(SocketClient.Listener listener) {
        connect(channel -> new SocketClient(this, channel, listener), () -> listener.closed(null, ABNORMAL));
    }

    /** Opens a connection for HTTP; what is asked before it is there waits. */
    public Requests requests() {
        Requests requests = new Requests(this);
        connect(_ -> requests, () -> {});
        return requests;
    }

    private void connect(Function<Channel, ChannelHandler> handler, Runnable refused) {
        var pipeline = new ChannelInitializer<Channel>() {
            @Override
            protected void initChannel(Channel channel) {
                channel.pipeline().addLast(handler.apply(channel));
            }
        };
        new Bootstrap()
                .group(executor)
                .channel(channels)
                .option(ChannelOption.TCP_NODELAY, true)
                .option(ChannelOption.WRITE_BUFFER_WATER_MARK, MARKS)
                .handler(pipeline)
                .connect(new InetSocketAddress(server.getHost(), server.getPort()))
                .addListener((ChannelFutureListener) done -> {
                    if (!done.isSuccess()) {
                        refused.run();
                    }
                });
    }

    String host() {
        return server.getAuthority();
    }

    SendFrame sends() {
        return sends;
    }

    /** At least {@code length} bytes, the same for all. */
    byte[] scratch(int length) {
        if (scratch.length < length) {
            scratch = new byte[Math.max(length, 2 * scratch.length)];
        }
        return scratch;
    }

    /** Flushes the socket once what is queued on this loop has been done: many frames, one system call. */
    void flushLater(SocketClient socket) {
        unflushed.add(socket);
        if (unflushed.size() == 1) {
            executor.execute(this::flushAll);
        }
    }

    void broken(Throwable cause) {
        tally.broken(cause);
    }

    private void flushAll() {
        for (SocketClient socket : unflushed) {
            socket.flush();
        }
        unflushed.clear();
    }
}
