package chat.parley.bench.client;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.util.ArrayDeque;
import java.util.Locale;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/**
 * One connection that asks by HTTP/1.1, one request after the other, and reads no more of an answer than its length.
 * Confined to its loop.
 */
public final class Requests extends ChannelInboundHandlerAdapter {
    /** Takes an answer, on the loop. */
    public interface Answer {
        /** @param bytes of the body */
        void take(int status, int bytes);
    }

    private record Asked(String request, Answer answer) {}

    private static final String LENGTH = "\ncontent-length:";
    private static final int STATUS_AT = "HTTP/1.1 ".length();

    private final Loop loop;
    private final Queue<Asked> waiting = new ArrayDeque<>();
    private @Nullable ChannelHandlerContext connection;
    private @Nullable Asked asked;
    private @Nullable ByteBuf head;
    private int status;
    private int bytes;
    private int missing;

    Requests(Loop loop) {
        this.loop = loop;
    }

    /** Asks, when what was asked before has been answered. */
    public void get(String path, String accessToken, Answer answer) {
        String request = "GET " + path + " HTTP/1.1\r\nHost: " + loop.host() + "\r\nAuthorization: Bearer "
                + accessToken + "\r\n\r\n";
        waiting.add(new Asked(request, answer));
        ask();
    }

    public void close() {
        if (connection != null) {
            connection.close();
        }
    }

    private void ask() {
        if (connection != null && asked == null && !waiting.isEmpty()) {
            asked = waiting.remove();
            connection.writeAndFlush(Unpooled.copiedBuffer(asked.request, US_ASCII), connection.voidPromise());
        }
    }

    @Override
    public void channelActive(ChannelHandlerContext context) {
        connection = context;
        ask();
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        ByteBuf in = (ByteBuf) message;
        while (in.isReadable()) {
            if (missing == 0) {
                readHead(in);
            } else {
                int taken = Math.min(missing, in.readableBytes());
                in.skipBytes(taken);
                missing -= taken;
            }
            if (missing == 0 && head == null) {
                answered();
            }
        }
        in.release();
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        connection = null;
        if (asked != null) {
            loop.broken(new IllegalStateException("the server closed a connection that waited for an answer"));
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        loop.broken(cause);
        context.close();
    }

    /** Gathers the head, byte for byte of what is left of it, and reads from it how long the body is. */
    private void readHead(ByteBuf in) {
        ByteBuf gathered = head == null ? Unpooled.buffer() : head;
        head = gathered;
        while (in.isReadable()) {
            gathered.writeByte(in.readByte());
            int end = gathered.writerIndex();
            if (end >= 4 && gathered.getInt(end - 4) == 0x0d0a0d0a) {
                head = null;
                String text = gathered.toString(US_ASCII).toLowerCase(Locale.ROOT);
                status = Integer.parseInt(text.substring(STATUS_AT, STATUS_AT + 3));
                int length = text.indexOf(LENGTH);
                if (length < 0) {
                    throw new IllegalStateException("an answer does not say how long it is: " + text);
                }
                int from = length + LENGTH.length();
                bytes = Integer.parseInt(
                        text.substring(from, text.indexOf('\r', from)).strip());
                missing = bytes;
                return;
            }
        }
    }

    private void answered() {
        Asked done = asked;
        asked = null;
        if (done != null) {
            done.answer.take(status, bytes);
        }
        ask();
    }
}
