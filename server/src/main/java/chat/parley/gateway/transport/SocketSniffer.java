package chat.parley.gateway.transport;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelPipeline;
import io.netty.util.concurrent.ScheduledFuture;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Lets the socket and HTTP share one port. It looks at the first bytes of a connection, 15 at most: {@code GET /v1/socket}
 * with a blank or a question mark after it makes the connection the gateway's; anything else leaves it to HTTP, bytes
 * included, as if nobody had looked. Under TLS it would have to stand behind the decryption.
 */
final class SocketSniffer extends ChannelInboundHandlerAdapter {
    private static final byte[] WANTED = "GET /v1/socket".getBytes(StandardCharsets.US_ASCII);
    private static final long PATIENCE_SECONDS = 10;

    private enum Verdict {
        UNDECIDED,
        SOCKET,
        OTHER
    }

    private final SocketTransport transport;
    private @Nullable ByteBuf seen;
    private @Nullable ScheduledFuture<?> patience;

    SocketSniffer(SocketTransport transport) {
        this.transport = transport;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext context) {
        patience = context.executor().schedule(() -> giveUp(context), PATIENCE_SECONDS, TimeUnit.SECONDS);
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        ByteBuf in = (ByteBuf) message;
        ByteBuf all = in;
        if (seen != null) {
            all = seen.writeBytes(in);
            in.release();
            seen = null;
        }
        switch (judge(all)) {
            case UNDECIDED -> seen = kept(context, all);
            case SOCKET -> takeOver(context, all);
            case OTHER -> {
                stopWaiting();
                context.fireChannelRead(all);
                context.pipeline().remove(this);
            }
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        stopWaiting();
        if (seen != null) {
            seen.release();
            seen = null;
        }
        context.fireChannelInactive();
    }

    private static Verdict judge(ByteBuf bytes) {
        int length = Math.min(bytes.readableBytes(), WANTED.length);
        for (int i = 0; i < length; i++) {
            if (bytes.getByte(bytes.readerIndex() + i) != WANTED[i]) {
                return Verdict.OTHER;
            }
        }
        if (bytes.readableBytes() <= WANTED.length) {
            return Verdict.UNDECIDED;
        }
        byte next = bytes.getByte(bytes.readerIndex() + WANTED.length);
        return next == ' ' || next == '?' ? Verdict.SOCKET : Verdict.OTHER;
    }

    private static ByteBuf kept(ChannelHandlerContext context, ByteBuf bytes) {
        ByteBuf small = context.alloc().heapBuffer(WANTED.length + 1);
        small.writeBytes(bytes);
        bytes.release();
        return small;
    }

    private void takeOver(ChannelHandlerContext context, ByteBuf first) {
        stopWaiting();
        // For HTTP the connection ends here: told so, it lets go of its timers, of which one would close an idle
        // socket.
        context.fireChannelInactive();
        ChannelPipeline pipeline = context.pipeline();
        for (Map.Entry<String, ChannelHandler> handler : pipeline.toMap().entrySet()) {
            if (handler.getValue() != this) {
                pipeline.remove(handler.getValue());
            }
        }
        SocketConnection connection = new SocketConnection(transport, context.channel());
        pipeline.addLast(connection);
        context.fireChannelRead(first);
        pipeline.remove(this);
    }

    /** Somebody connected and did not even say what for. */
    private void giveUp(ChannelHandlerContext context) {
        context.close();
    }

    private void stopWaiting() {
        if (patience != null) {
            patience.cancel(false);
            patience = null;
        }
    }
}
