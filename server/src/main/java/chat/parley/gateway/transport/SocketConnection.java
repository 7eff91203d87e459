package chat.parley.gateway.transport;

import chat.parley.gateway.session.CloseCode;
import chat.parley.gateway.session.Link;
import chat.parley.gateway.session.Session;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.channel.EventLoop;
import io.netty.channel.epoll.EpollChannelOption;
import io.netty.util.ReferenceCountUtil;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One WebSocket: the only handler of its channel, and the {@link Link} of its session.
 *
 * <pre>
 *   HANDSHAKE ──▶ OPEN ── we say close ──▶ CLOSING ── the client agrees ──▶ (channel closed)
 *       │           └──── the client says close, is answered ──────────────────▲
 *       └── refused ─────────────────────────────────────────────────────────┘
 * </pre>
 *
 * <p>Confined to its event loop.
 */
final class SocketConnection extends ChannelInboundHandlerAdapter implements Link {
    private static final Logger LOG = LoggerFactory.getLogger(SocketConnection.class);
    private static final int FINAL_PING = 0x89;
    private static final int FINAL_PONG = 0x8a;
    private static final int FINAL_CLOSE = 0x88;

    private enum State {
        HANDSHAKE,
        OPEN,
        CLOSING
    }

    private final SocketTransport transport;
    private final Channel channel;
    private final MessageReader reader = new MessageReader();
    private State state = State.HANDSHAKE;
    private final Session session;
    private @Nullable ByteBuf unread;
    private boolean paused;
    private boolean reading;

    SocketConnection(SocketTransport transport, Channel channel) {
        this.transport = transport;
        this.channel = channel;
        this.session = transport.loops().open(this);
        // Else a kernel that tunes its buffers takes megabytes for a reader who reads nothing, before the outbox holds
        // any.
        channel.config().setOption(EpollChannelOption.TCP_NOTSENT_LOWAT, transport.unsentBytes());
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        ByteBuf in = (ByteBuf) message;
        ByteBuf before = unread;
        if (before == null) {
            unread = in;
        } else {
            before.writeBytes(in);
            in.release();
        }
        readOn();
        if (before == null && unread != null) {
            // What is left is copied: the buffer it came in may be a thousand times its size.
            unread = channel.alloc().heapBuffer(in.readableBytes()).writeBytes(in);
            in.release();
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        if (unread != null) {
            unread.release();
            unread = null;
        }
        reader.discard();
        transport.loops().closed(session);
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        // Resets and broken pipes are the daily bread of sockets; the session goes with the channel.
        LOG.debug("a connection broke", cause);
        channel.close();
    }

    /** Takes what has arrived, frame by frame, until it is used up or the session wants no more. */
    private void readOn() {
        if (reading) {
            return;
        }
        reading = true;
        try {
            while (unread != null && !paused && channel.isActive() && step(unread)) {
                // each step has taken one frame
            }
        } finally {
            reading = false;
            dropWhatIsRead();
        }
    }

    private boolean step(ByteBuf in) {
        return switch (state) {
            case HANDSHAKE -> handshake(in);
            case OPEN -> frame(in, transport.scratch());
            case CLOSING -> awaitClose(in, transport.scratch());
        };
    }

    private void dropWhatIsRead() {
        if (unread != null && !unread.isReadable()) {
            unread.release();
            unread = null;
        } else if (unread != null) {
            unread.discardSomeReadBytes();
        }
    }

    private boolean handshake(ByteBuf in) {
        return switch (transport.handshake().read(in)) {
            case Handshake.Result.Incomplete ignored -> false;
            case Handshake.Result.Refused(String response) -> {
                channel.writeAndFlush(Unpooled.copiedBuffer(response, StandardCharsets.US_ASCII))
                        .addListener(ChannelFutureListener.CLOSE);
                state = State.CLOSING;
                yield false;
            }
            case Handshake.Result.Accepted(String response, boolean originRefused) -> {
                channel.writeAndFlush(
                        Unpooled.copiedBuffer(response, StandardCharsets.US_ASCII), channel.voidPromise());
                state = State.OPEN;
                admit(originRefused);
                yield true;
            }
        };
    }

    private void admit(boolean originRefused) {
        if (transport.loops().overfull()) {
            session.end(CloseCode.TOO_MANY);
        } else if (originRefused) {
            session.end(CloseCode.ORIGIN_REFUSED);
        } else if (transport.loops().draining()) {
            session.end(CloseCode.RESTART);
        }
    }

    private boolean frame(ByteBuf in, byte[] scratch) {
        int most = transport.mostBytes(session.phase());
        MessageReader.Event event = reader.read(in, most, scratch);
        if (event instanceof MessageReader.Event.Incomplete) {
            return false;
        }
        session.heard();
        if (!session.admitFrame()) {
            session.end(CloseCode.TOO_MANY);
            return true;
        }
        switch (event) {
            case MessageReader.Event.Incomplete ignored -> {}
            case MessageReader.Event.Nothing ignored -> {}
            case MessageReader.Event.Text(int length) -> text(scratch, length);
            case MessageReader.Event.Ping(int length) -> control(FINAL_PONG, scratch, length);
            case MessageReader.Event.Close(int code) -> agree(code);
            case MessageReader.Event.Violation(CloseCode code) -> session.end(code);
        }
        return true;
    }

    private void text(byte[] bytes, int length) {
        if (Utf8.valid(bytes, 0, length)) {
            transport.dispatcher().message(session, bytes, 0, length);
        } else {
            session.end(CloseCode.PROTOCOL_ERROR);
        }
    }

    /** Section 5.5.1: a close is answered by a close, then the server ends the connection. */
    private void agree(int code) {
        session.leave();
        state = State.CLOSING;
        channel.writeAndFlush(closeFrame(code)).addListener(ChannelFutureListener.CLOSE);
    }

    private boolean awaitClose(ByteBuf in, byte[] scratch) {
        switch (reader.read(in, transport.mostBytes(Session.Phase.CLOSING), scratch)) {
            case MessageReader.Event.Incomplete ignored -> {
                return false;
            }
            case MessageReader.Event.Close ignored -> channel.close();
            case MessageReader.Event.Violation ignored -> channel.close();
            case MessageReader.Event.Nothing ignored -> {}
            case MessageReader.Event.Ping ignored -> {}
            case MessageReader.Event.Text ignored -> {}
        }
        return true;
    }

    @Override
    public Kind kind() {
        return Kind.SOCKET;
    }

    @Override
    public EventLoop eventLoop() {
        return channel.eventLoop();
    }

    @Override
    public void write(ByteBuf frame) {
        if (state == State.OPEN) {
            channel.write(frame, channel.voidPromise());
        } else {
            ReferenceCountUtil.release(frame);
        }
    }

    @Override
    public void flush() {
        channel.flush();
    }

    @Override
    public long pendingBytes() {
        ChannelOutboundBuffer buffer = channel.unsafe().outboundBuffer();
        return buffer == null ? 0 : buffer.totalPendingWriteBytes();
    }

    @Override
    public void ping() {
        control(FINAL_PING, transport.scratch(), 0);
    }

    @Override
    public void pauseReading() {
        paused = true;
        channel.config().setAutoRead(false);
    }

    @Override
    public void resumeReading() {
        paused = false;
        readOn();
        if (!paused) {
            channel.config().setAutoRead(true);
        }
    }

    @Override
    public void close(CloseCode code) {
        if (state != State.OPEN) {
            channel.close();
            return;
        }
        state = State.CLOSING;
        // From here on only the client's own close is waited for.
        if (paused) {
            paused = false;
            channel.config().setAutoRead(true);
        }
        channel.writeAndFlush(closeFrame(code.code()), channel.voidPromise());
    }

    @Override
    public void overdue() {
        abort();
    }

    @Override
    public void abort() {
        channel.close();
    }

    private void control(int firstByte, byte[] payload, int length) {
        if (state == State.OPEN) {
            ByteBuf frame = channel.alloc().directBuffer(2 + length);
            frame.writeByte(firstByte).writeByte(length).writeBytes(payload, 0, length);
            channel.writeAndFlush(frame, channel.voidPromise());
        }
    }

    private ByteBuf closeFrame(int code) {
        ByteBuf frame = channel.alloc().directBuffer(4);
        return ByteBufUtil.writeShortBE(frame.writeByte(FINAL_CLOSE).writeByte(2), code);
    }
}
