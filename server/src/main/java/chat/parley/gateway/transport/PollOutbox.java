package chat.parley.gateway.transport;

import chat.parley.wire.FrameReader;
import chat.parley.wire.MalformedFrame;
import chat.parley.wire.ServerFrame;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/**
 * Server frames of one poll session, numbered from 0 in the order they were added, each kept until the client says that it
 * arrived. Confined to the session's event loop.
 */
final class PollOutbox {
    /** Room for an answer's own fields. */
    private static final int ENVELOPE_BYTES = 128;

    /** What a frame costs beside its bytes, which recipients share: as Netty counts it for a socket's. */
    static final int KEEPING_BYTES = 96;

    private static final FrameReader READER = new FrameReader();

    private final Queue<ByteBuf> frames = new ArrayDeque<>();
    /** The number of the oldest frame that is kept. */
    private long first;
    /** The number after the last frame that was ever handed out. */
    private long returned;

    private long bytes;
    /** The code that the last answer says; 0 while the session goes on. */
    private int closed;

    private boolean closeTold;

    /** Keeps one frame's JSON, and owns it from here. */
    void add(ByteBuf json) {
        frames.add(json);
        bytes += json.readableBytes() + KEEPING_BYTES;
    }

    /** What is kept costs so many bytes. */
    long bytes() {
        return bytes;
    }

    /** The oldest frame that is kept; null where there is none. */
    @Nullable
    ServerFrame oldest() {
        ByteBuf frame = frames.peek();
        if (frame == null) {
            return null;
        }
        byte[] json = ByteBufUtil.getBytes(frame);
        try {
            return READER.server(json, 0, json.length);
        } catch (MalformedFrame ownFault) {
            throw new IllegalStateException("a frame of this server's is none", ownFault);
        }
    }

    /** Nothing is added after this; {@code code} is said with the last frame. */
    void close(int code) {
        closed = code;
    }

    /** Whether an answer would say something. */
    boolean hasNews() {
        return !frames.isEmpty() || (closed != 0 && !closeTold);
    }

    /** Whether everything was said at least once; the client may not know, since answers get lost. */
    boolean told() {
        return closeTold;
    }

    /** Whether everything was said and the client knows that there is no more. */
    boolean spent() {
        return closeTold && frames.isEmpty();
    }

    /**
     * All frames below {@code number} have arrived; one that was said before says nothing new.
     *
     * @return false where some of them were never handed out
     */
    boolean acknowledge(long number) {
        if (number > returned) {
            return false;
        }
        while (first < number) {
            drop();
        }
        return true;
    }

    /**
     * The answer to one request: {@code next} and the oldest frames, as they are kept, within the bounds but one at least.
     *
     * @param prefix the fields before {@code next}, each with its comma
     */
    byte[] answer(String prefix, int mostFrames, int mostBytes) {
        Page page = page(mostFrames, mostBytes);
        long next = first + page.count();
        returned = Math.max(returned, next);
        ByteBuf out = Unpooled.buffer(ENVELOPE_BYTES + page.bytes());
        ByteBufUtil.writeAscii(out, "{" + prefix + "\"next\":" + next + ",\"frames\":[");
        Iterator<ByteBuf> oldest = frames.iterator();
        for (int i = 0; i < page.count(); i++) {
            if (i > 0) {
                out.writeByte(',');
            }
            ByteBuf frame = oldest.next();
            out.writeBytes(frame, frame.readerIndex(), frame.readableBytes());
        }
        boolean last = closed != 0 && page.count() == frames.size();
        closeTold |= last;
        ByteBufUtil.writeAscii(out, last ? "],\"closed\":" + closed + "}" : "]}");
        return ByteBufUtil.getBytes(out);
    }

    /** An answer without frames, which moves nothing. */
    byte[] nothing() {
        return answer("", 0, 0);
    }

    void release() {
        while (!frames.isEmpty()) {
            drop();
        }
    }

    private void drop() {
        ByteBuf oldest = frames.remove();
        bytes -= oldest.readableBytes() + KEEPING_BYTES;
        oldest.release();
        first++;
    }

    /** So many frames, and what they take with the commas between. */
    private record Page(int count, int bytes) {}

    private Page page(int mostFrames, int mostBytes) {
        int count = 0;
        int size = 0;
        for (ByteBuf frame : frames) {
            int more = frame.readableBytes() + (count == 0 ? 0 : 1);
            if (count == mostFrames || (count > 0 && size + more > mostBytes)) {
                break;
            }
            count++;
            size += more;
        }
        return new Page(count, size);
    }
}
