package chat.parley.bench.floor;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The least that could serve sockets: Netty, and one frame that was encoded once. Accepts every upgrade; a text frame of a
 * client, a number, makes it write the frame so many times to every socket, with one flush each. A process of its own, as
 * the server is.
 */
public final class BareServer {
    /** As long as an entry whose text has 120 bytes. */
    private static final int PAYLOAD = 290;

    private static final String UPGRADED = """
            HTTP/1.1 101 Switching Protocols\r
            Upgrade: websocket\r
            Connection: Upgrade\r
            Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r
            Sec-WebSocket-Protocol: parley.v1\r
            \r
            """;
    private static final int MASKED_HEADER = 6;

    /** The sockets of each thread, touched by it only. */
    private final Map<EventLoop, List<Channel>> sockets = new ConcurrentHashMap<>();

    private final ByteBuf frame = frame();

    private BareServer() {}

    /** Listens on a free port, says {@code ready PORT}, and serves until it is ended. */
    public static void main(String[] args) throws InterruptedException {
        BareServer server = new BareServer();
        boolean epoll = Epoll.isAvailable();
        var group = new MultiThreadIoEventLoopGroup(
                Runtime.getRuntime().availableProcessors(),
                epoll ? EpollIoHandler.newFactory() : NioIoHandler.newFactory());
        Channel listening = new ServerBootstrap()
                .group(group)
                .channel(epoll ? EpollServerSocketChannel.class : NioServerSocketChannel.class)
                .option(ChannelOption.SO_BACKLOG, 4096)
                .childOption(ChannelOption.TCP_NODELAY, true)
                .childHandler(new ChannelInitializer<Channel>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        channel.pipeline().addLast(server.new Socket());
                    }
                })
                .bind("127.0.0.1", 0)
                .sync()
                .channel();
        System.out.println("ready http://127.0.0.1:" + ((InetSocketAddress) listening.localAddress()).getPort());
        System.out.flush();
        listening.closeFuture().sync();
    }

    private static ByteBuf frame() {
        byte[] json = new byte[PAYLOAD];
        Arrays.fill(json, (byte) ' ');
        byte[] beginning = "{\"op\":\"entry\"".getBytes(US_ASCII);
        System.arraycopy(beginning, 0, json, 0, beginning.length);
        json[PAYLOAD - 1] = '}';
        return Unpooled.unreleasableBuffer(Unpooled.directBuffer()
                .writeByte(0x81)
                .writeByte(126)
                .writeShort(PAYLOAD)
                .writeBytes(json));
    }

    private void toAll(int times) {
        sockets.forEach((loop, channels) -> loop.execute(() -> {
            for (Channel channel : channels) {
                for (int i = 0; i < times; i++) {
                    channel.write(frame.duplicate(), channel.voidPromise());
                }
                channel.flush();
            }
        }));
    }

    private final class Socket extends ChannelInboundHandlerAdapter {
        private boolean upgraded;

        @Override
        public void channelRead(ChannelHandlerContext context, Object message) {
            ByteBuf in = (ByteBuf) message;
            if (!upgraded) {
                upgraded = true;
                Channel channel = context.channel();
                sockets.computeIfAbsent(channel.eventLoop(), _ -> new ArrayList<>())
                        .add(channel);
                context.writeAndFlush(Unpooled.copiedBuffer(UPGRADED, US_ASCII));
            } else if (in.readableBytes() > MASKED_HEADER && in.getUnsignedByte(0) == 0x81) {
                String times = in.toString(MASKED_HEADER, in.readableBytes() - MASKED_HEADER, US_ASCII);
                toAll(Integer.parseInt(times));
            }
            in.release();
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
            context.close();
        }
    }
}
