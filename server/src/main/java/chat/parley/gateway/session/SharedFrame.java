package chat.parley.gateway.session;

import chat.parley.wire.ServerFrame;
import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;

/** A frame for many sessions of one event loop: its bytes are made once, and only if somebody wants them. */
final class SharedFrame implements AutoCloseable {
    private final ServerFrame frame;
    private final FrameEncoder encoder;
    private @Nullable ByteBuf bytes;

    SharedFrame(ServerFrame frame, FrameEncoder encoder) {
        this.frame = frame;
        this.encoder = encoder;
    }

    ServerFrame frame() {
        return frame;
    }

    /** The bytes, for one more recipient. */
    ByteBuf forRecipient() {
        if (bytes == null) {
            bytes = encoder.encode(frame);
        }
        return bytes.retainedDuplicate();
    }

    /** Nobody else will want it; those who have it keep it. */
    @Override
    public void close() {
        if (bytes != null) {
            bytes.release();
        }
    }
}
