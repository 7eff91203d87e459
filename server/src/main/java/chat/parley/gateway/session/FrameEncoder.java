package chat.parley.gateway.session;

import chat.parley.wire.Entry;
import chat.parley.wire.FrameWriter;
import chat.parley.wire.ServerFrame;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;

/**
 * From server frames to the bytes of one unmasked WebSocket text frame (RFC 6455 section 5.2): the header is part of what
 * recipients share, so that a frame for thousands is made once. Any thread.
 */
final class FrameEncoder {
    private static final int FINAL_TEXT = 0x81;
    private static final int SHORT = 125;
    private static final int MEDIUM = 0xffff;
    private static final int LONGEST_HEADER = 10;

    private final FrameWriter writer = new FrameWriter();

    byte[] json(ServerFrame frame) {
        return writer.server(frame);
    }

    ByteBuf encode(ServerFrame frame) {
        return text(writer.server(frame));
    }

    ByteBuf encode(Entry entry) {
        return text(writer.appended(entry));
    }

    /** Direct memory: what goes to a socket would be copied there otherwise, once a recipient. */
    static ByteBuf text(byte[] json) {
        ByteBuf frame = ByteBufAllocator.DEFAULT.directBuffer(LONGEST_HEADER + json.length);
        frame.writeByte(FINAL_TEXT);
        if (json.length <= SHORT) {
            frame.writeByte(json.length);
        } else if (json.length <= MEDIUM) {
            frame.writeByte(126).writeShort(json.length);
        } else {
            frame.writeByte(127).writeLong(json.length);
        }
        return frame.writeBytes(json);
    }
}
