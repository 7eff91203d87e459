package chat.parley.bench.client;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;

/**
 * Frames of a WebSocket client (RFC 6455 section 5). They are masked with zeros: the mask keeps scripts in a browser from
 * writing what a proxy takes for a request, which this is not, and the server pays the same for any mask.
 */
final class ClientFrames {
    static final int TEXT = 0x81;
    static final int CLOSE = 0x88;
    static final int PONG = 0x8a;

    private static final int MASKED = 0x80;
    private static final int LONGEST_HEADER = 14;

    private ClientFrames() {}

    /** A buffer that begins with a header and has room for the payload. */
    static ByteBuf header(ByteBufAllocator buffers, int firstByte, int length) {
        ByteBuf frame = buffers.directBuffer(LONGEST_HEADER + length);
        frame.writeByte(firstByte);
        if (length < 126) {
            frame.writeByte(MASKED | length);
        } else if (length <= 0xffff) {
            frame.writeByte(MASKED | 126).writeShort(length);
        } else {
            frame.writeByte(MASKED | 127).writeLong(length);
        }
        return frame.writeInt(0);
    }
}
