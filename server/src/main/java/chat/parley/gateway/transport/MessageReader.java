package chat.parley.gateway.transport;

import chat.parley.gateway.session.CloseCode;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import org.jspecify.annotations.Nullable;

/**
 * Reads a client's WebSocket frames (RFC 6455 section 5): masked, without extensions, messages put together from their
 * fragments, control frames wherever they come. Keeps nothing between messages, so that an idle connection costs one small
 * object. Confined to the connection's event loop.
 */
final class MessageReader {
    /** The most payload a control frame may carry (section 5.5). */
    static final int CONTROL_BYTES = 125;

    private static final int CONTINUATION = 0x0;
    private static final int TEXT = 0x1;
    private static final int BINARY = 0x2;
    private static final int CLOSE = 0x8;
    private static final int PING = 0x9;
    private static final int PONG = 0xa;
    private static final int SHORTEST_HEADER = 2;
    private static final int MASK_BYTES = 4;

    /** What a frame amounts to. */
    sealed interface Event {
        /** Not all of a frame is there yet; nothing was taken. */
        record Incomplete() implements Event {}

        /** A frame was taken that completes nothing: a fragment, or a pong. */
        record Nothing() implements Event {}

        /** A whole text message at the beginning of the scratch, not yet known to be UTF-8. */
        record Text(int length) implements Event {}

        /** Its payload is at the beginning of the scratch. */
        record Ping(int length) implements Event {}

        /** The client closes; {@code code} is what to answer. */
        record Close(int code) implements Event {}

        /** The client broke the rules: nothing it sends is of any use any more. */
        record Violation(CloseCode code) implements Event {}
    }

    private static final Event INCOMPLETE = new Event.Incomplete();
    private static final Event NOTHING = new Event.Nothing();
    private static final Event BROKEN = new Event.Violation(CloseCode.PROTOCOL_ERROR);
    private static final Event TOO_LARGE = new Event.Violation(CloseCode.TOO_LARGE);

    private @Nullable ByteBuf fragments;

    /**
     * Takes one frame from {@code in}, if all of it is there.
     *
     * @param most the most bytes of a whole message
     * @param scratch where a message is unmasked to; at least {@code most} bytes
     */
    Event read(ByteBuf in, int most, byte[] scratch) {
        if (in.readableBytes() < SHORTEST_HEADER) {
            return INCOMPLETE;
        }
        int at = in.readerIndex();
        int first = in.getUnsignedByte(at);
        int second = in.getUnsignedByte(at + 1);
        int opcode = first & 0x0f;
        boolean last = (first & 0x80) != 0;
        boolean extended = (first & 0x70) != 0;
        boolean masked = (second & 0x80) != 0;
        if (extended || !masked || !allowed(opcode, last, second & 0x7f)) {
            return BROKEN;
        }
        int header = header(second & 0x7f);
        if (in.readableBytes() < header) {
            return INCOMPLETE;
        }
        long length = length(in, at, second & 0x7f);
        // Said before it has arrived: what is too large is not waited for.
        if (length < 0 || length > most - held(opcode)) {
            return TOO_LARGE;
        }
        if (in.readableBytes() < header + length) {
            return INCOMPLETE;
        }
        int mask = in.getInt(at + header - MASK_BYTES);
        in.skipBytes(header);
        return take(in, opcode, last, (int) length, mask, scratch);
    }

    /** The connection is gone. */
    void discard() {
        if (fragments != null) {
            fragments.release();
            fragments = null;
        }
    }

    private boolean allowed(int opcode, boolean last, int shortLength) {
        return switch (opcode) {
            case CONTINUATION -> fragments != null;
            case TEXT -> fragments == null;
            case CLOSE, PING, PONG -> last && shortLength <= CONTROL_BYTES;
            // Binary messages are no part of the protocol; the other opcodes are reserved.
            default -> false;
        };
    }

    private static int header(int shortLength) {
        int extra = shortLength == 126 ? Short.BYTES : shortLength == 127 ? Long.BYTES : 0;
        return SHORTEST_HEADER + extra + MASK_BYTES;
    }

    private static long length(ByteBuf in, int at, int shortLength) {
        return switch (shortLength) {
            case 126 -> in.getUnsignedShort(at + SHORTEST_HEADER);
            case 127 -> in.getLong(at + SHORTEST_HEADER);
            default -> shortLength;
        };
    }

    private int held(int opcode) {
        return opcode == CONTINUATION && fragments != null ? fragments.readableBytes() : 0;
    }

    private Event take(ByteBuf in, int opcode, boolean last, int length, int mask, byte[] scratch) {
        unmask(in, length, mask, scratch);
        return switch (opcode) {
            case PONG -> NOTHING;
            case PING -> new Event.Ping(length);
            case CLOSE -> close(scratch, length);
            default -> data(last, length, scratch);
        };
    }

    private Event data(boolean last, int length, byte[] scratch) {
        if (last && fragments == null) {
            return new Event.Text(length);
        }
        if (fragments == null) {
            fragments = ByteBufAllocator.DEFAULT.heapBuffer(length);
        }
        fragments.writeBytes(scratch, 0, length);
        if (!last) {
            return NOTHING;
        }
        int whole = fragments.readableBytes();
        fragments.readBytes(scratch, 0, whole);
        discard();
        return new Event.Text(whole);
    }

    private static void unmask(ByteBuf in, int length, int mask, byte[] scratch) {
        in.readBytes(scratch, 0, length);
        for (int i = 0; i < length; i++) {
            scratch[i] ^= (byte) (mask >>> (24 - 8 * (i & 3)));
        }
    }

    /** Section 7.4: the client's code goes back to it, where it is one that may be sent. */
    private static Event close(byte[] payload, int length) {
        if (length == 0) {
            return new Event.Close(CloseCode.NORMAL.code());
        }
        if (length == 1 || !Utf8.valid(payload, 2, length - 2)) {
            return BROKEN;
        }
        int code = (payload[0] & 0xff) << 8 | (payload[1] & 0xff);
        boolean standard = code >= 1000 && code <= 1011 && (code < 1004 || code > 1006);
        boolean registered = code >= 1012 && code <= 1014;
        boolean ours = code >= 3000 && code <= 4999;
        return standard || registered || ours ? new Event.Close(code) : BROKEN;
    }
}
