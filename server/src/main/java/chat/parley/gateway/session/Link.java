package chat.parley.gateway.session;

import io.netty.buffer.ByteBuf;
import io.netty.channel.EventLoop;

/**
 * One client's connection, as its session sees it.
 *
 * <p>Order: frames leave in the order of the writes. Guarantee: none; after the connection broke, writes are dropped.
 * Threads: its event loop's only, but for {@link #eventLoop}. Failure: no method throws; a broken connection ends its
 * session by {@link Session#ended}.
 */
public interface Link {
    /** What carries the frames. */
    enum Kind {
        SOCKET,
        POLL
    }

    Kind kind();

    EventLoop eventLoop();

    /** Queues an encoded frame and owns it from here. Nothing leaves before {@link #flush}. */
    void write(ByteBuf frame);

    void flush();

    /** What is queued and has not left, or may have to leave again. */
    long pendingBytes();

    /** Asks for a sign of life. */
    void ping();

    /** Takes no more from the client until {@link #resumeReading}; what is read already waits. */
    void pauseReading();

    void resumeReading();

    /** Flushes what is queued, says why, and ends once the client has agreed. */
    void close(CloseCode code);

    /** The client has had a few seconds to agree: ends, unless it may still come for what it was not told. */
    void overdue();

    /** Ends now. */
    void abort();
}
