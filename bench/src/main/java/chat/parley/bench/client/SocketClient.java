package chat.parley.bench.client;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import org.jspecify.annotations.Nullable;

/**
 * One socket of the protocol: handshake, frames out of bytes, pongs. The server's frames are whole messages, neither
 * fragmented nor masked. Writes are flushed once a turn of the loop. Confined to its loop.
 */
public final class SocketClient extends ChannelInboundHandlerAdapter {
    /** What happens on a socket; called on its loop. */
    public interface Listener {
        /** The handshake is done. */
        void opened(SocketClient socket);

        /** A text frame, at the beginning of {@code json}, which is used again after the call. */
        void frame(SocketClient socket, Op op, byte[] json, int length);

        /** The connection is gone, or never came to be; {@code code} is the server's close code or 1006. */
        void closed(@Nullable SocketClient socket, int code);
    }

    private static final byte[] END_OF_HEAD = "\r\n\r\n".getBytes(US_ASCII);
    private static final int ABNORMAL = 1006;
    private static final int PING = 0x9;
    private static final int CLOSE = 0x8;

    private final Loop loop;
    private final Channel channel;
    private final Listener listener;
    private boolean upgraded;
    private boolean unflushed;
    private int closeCode = ABNORMAL;
    private @Nullable ByteBuf rest;

    SocketClient(Loop loop, Channel channel, Listener listener) {
        this.loop = loop;
        this.channel = channel;
        this.listener = listener;
    }

    public Loop loop() {
        return loop;
    }

    /** Sends a frame of JSON with the end of this turn of the loop. */
    public void send(byte[] json) {
        write(ClientFrames.header(channel.alloc(), ClientFrames.TEXT, json.length)
                .writeBytes(json));
    }

    /** Sends a stamped message with the end of this turn of the loop. */
    public void send(byte[] conversation, long intendedNanos, int sender) {
        write(loop.sends().write(channel.alloc(), conversation, intendedNanos, sender));
    }

    /** Takes nothing more from the kernel until {@link #readOn}. */
    public void stopReading() {
        channel.config().setAutoRead(false);
    }

    public void readOn() {
        channel.config().setAutoRead(true);
    }

    /** Cuts the connection without a goodbye, as a lost network does. */
    public void cut() {
        channel.close();
    }

    void flush() {
        unflushed = false;
        channel.flush();
    }

    private void write(ByteBuf frame) {
        channel.write(frame, channel.voidPromise());
        if (!unflushed) {
            unflushed = true;
            loop.flushLater(this);
        }
    }

    @Override
    public void channelActive(ChannelHandlerContext context) {
        String request = "GET /v1/socket HTTP/1.1\r\nHost: " + loop.host() + "\r\nUpgrade: websocket\r\n"
                + "Connection: Upgrade\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Protocol: parley.v1\r\n"
                + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n";
        channel.writeAndFlush(Unpooled.copiedBuffer(request, US_ASCII), channel.voidPromise());
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        ByteBuf in = (ByteBuf) message;
        if (rest != null) {
            in = rest.writeBytes(in);
            ((ByteBuf) message).release();
            rest = null;
        }
        if (!upgraded) {
            upgrade(in);
        }
        while (upgraded && frame(in)) {
            // each step has taken one frame
        }
        if (in.isReadable()) {
            rest = channel.alloc().buffer(in.readableBytes()).writeBytes(in);
        }
        in.release();
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        if (rest != null) {
            rest.release();
            rest = null;
        }
        listener.closed(this, closeCode);
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        loop.broken(cause);
        channel.close();
    }

    private void upgrade(ByteBuf in) {
        int start = in.readerIndex();
        for (int end = start; end + END_OF_HEAD.length <= in.writerIndex(); end++) {
            if (in.getInt(end) == 0x0d0a0d0a) {
                String head = in.toString(start, end - start, US_ASCII);
                if (!head.startsWith("HTTP/1.1 101")) {
                    loop.broken(new IllegalStateException("the server refuses the upgrade: "
                            + head.lines().findFirst().orElse("")));
                    channel.close();
                    return;
                }
                in.readerIndex(end + END_OF_HEAD.length);
                upgraded = true;
                listener.opened(this);
                return;
            }
        }
    }

    private boolean frame(ByteBuf in) {
        int at = in.readerIndex();
        if (in.readableBytes() < 2) {
            return false;
        }
        int shortLength = in.getByte(at + 1) & 0x7f;
        int header = shortLength < 126 ? 2 : shortLength == 126 ? 4 : 10;
        if (in.readableBytes() < header) {
            return false;
        }
        long length =
                shortLength < 126 ? shortLength : shortLength == 126 ? in.getUnsignedShort(at + 2) : in.getLong(at + 2);
        if (in.readableBytes() < header + length) {
            return false;
        }
        int opcode = in.getByte(at) & 0x0f;
        byte[] payload = loop.scratch((int) length);
        in.skipBytes(header).readBytes(payload, 0, (int) length);
        take(opcode, payload, (int) length);
        return true;
    }

    private void take(int opcode, byte[] payload, int length) {
        switch (opcode) {
            case PING ->
                write(ClientFrames.header(channel.alloc(), ClientFrames.PONG, length)
                        .writeBytes(payload, 0, length));
            case CLOSE -> {
                closeCode = length < 2 ? 1005 : (payload[0] & 0xff) << 8 | (payload[1] & 0xff);
                channel.writeAndFlush(
                        ClientFrames.header(channel.alloc(), ClientFrames.CLOSE, length)
                                .writeBytes(payload, 0, length),
                        channel.voidPromise());
            }
            default -> listener.frame(this, Op.of(payload, length), payload, length);
        }
    }
}
