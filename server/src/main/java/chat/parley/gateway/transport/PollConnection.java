package chat.parley.gateway.transport;

import chat.parley.core.reply.Reply;
import chat.parley.gateway.session.CloseCode;
import chat.parley.gateway.session.Link;
import chat.parley.gateway.session.Session;
import chat.parley.wire.ClientFrame;
import chat.parley.wire.ErrorCode;
import chat.parley.wire.PollBody;
import chat.parley.wire.ServerFrame;
import chat.parley.wire.WireLimits;
import io.netty.buffer.ByteBuf;
import io.netty.channel.EventLoop;
import io.netty.util.concurrent.Future;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One poll session: the {@link Link} of a session whose frames are fetched by requests (protocol section 3).
 *
 * <pre>
 *   OPENING ── welcome ──▶ OPEN ── closed by the server ──▶ CLOSED ── fetched, or nobody came ──▶ GONE
 *      │                     └── DELETE, or 60 s without a request ─────────────────────────────▲
 *      └── refused ──────────────────────────────────────────────────────────────────────────────┘
 * </pre>
 *
 * <p>At most one request is held: the newest. What it brought is taken before it waits, what waits for the client is
 * answered at once. Every frame is kept until a request acknowledges it, so a response that got lost costs a repetition.
 *
 * <p>Confined to its event loop; answers are given there.
 */
final class PollConnection implements Link {
    private static final Duration SOON = Duration.ofMillis(200);
    private static final Duration LATER = Duration.ofSeconds(1);
    /** How long the last answer is kept for a client to whom it got lost. */
    private static final Duration REPEATABLE = Duration.ofSeconds(5);

    private enum State {
        OPENING,
        OPEN,
        CLOSED,
        GONE
    }

    /** A request that waits for its answer. */
    private record Held(Consumer<Reply<byte[]>> answer, Future<?> patience) {}

    /** A client frame that was taken and waits to be dispatched. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Unread(byte[] body, PollBody.Slice frame) {}

    private final PollTransport transport;
    private final EventLoop loop;
    private final String id;
    private final Session session;
    private final PollOutbox outbox = new PollOutbox();
    private final Queue<Unread> inbox = new ArrayDeque<>();
    private State state = State.OPENING;
    private @Nullable Held held;
    private Future<?> lapse;
    private long requestedAt = System.nanoTime();
    /** The number of the client's next frame; those of the opening request, which cannot be repeated, have none. */
    private long expected;

    private boolean paused;
    private boolean reading;

    PollConnection(PollTransport transport, EventLoop loop, String id) {
        this.transport = transport;
        this.loop = loop;
        this.id = id;
        this.session = transport.loops().open(this);
        this.lapse = lapseAfter(transport.config().lapse().toNanos());
    }

    /** The first request. It is answered by the welcome alone, or refused; frames behind the hello are dispatched after it. */
    void open(ClientFrame.Hello hello, byte[] body, List<PollBody.Slice> behind, Consumer<Reply<byte[]>> answer) {
        hold(answer);
        if (transport.loops().overfull()) {
            session.end(CloseCode.TOO_MANY);
        } else if (transport.loops().draining()) {
            answerHeld(PollTransport.stopping());
            session.end(CloseCode.RESTART);
        } else {
            transport.dispatcher().hello(session, hello);
            behind.forEach(frame -> inbox.add(new Unread(body, frame)));
        }
    }

    /** Every other request: what has arrived, and what the client says. */
    void exchange(byte[] body, PollBody said, Consumer<Reply<byte[]>> answer) {
        if (state == State.OPENING || state == State.GONE) {
            answer.accept(PollTransport.expired());
            return;
        }
        requestedAt = System.nanoTime();
        session.heard();
        if (!session.admitFrame()) {
            session.end(CloseCode.TOO_MANY);
        }
        Reply<byte[]> refusal = take(body, said);
        if (refusal != null) {
            answer.accept(refusal);
            return;
        }
        answerHeld(Reply.given(outbox.nothing()));
        if (outbox.spent()) {
            answer.accept(PollTransport.expired());
            return;
        }
        hold(answer);
        readOn();
        answerWithFrames();
    }

    /** The client says goodbye. */
    void end(Consumer<Reply<byte[]>> answer) {
        if (state == State.OPENING || state == State.GONE) {
            answer.accept(PollTransport.expired());
            return;
        }
        session.leave();
        abort();
        answer.accept(Reply.given(new byte[0]));
    }

    /** Moves both numberings on; a refusal moves neither. */
    private @Nullable Reply<byte[]> take(byte[] body, PollBody said) {
        List<PollBody.Slice> frames = said.frames();
        long first = said.first() == null ? expected : said.first();
        if (said.ack() == null) {
            return Reply.refused(ErrorCode.BAD_REQUEST, "ack is missing");
        }
        if (said.first() == null && !frames.isEmpty()) {
            return Reply.refused(ErrorCode.BAD_REQUEST, "first is missing");
        }
        if (first > expected) {
            return Reply.refused(ErrorCode.BAD_REQUEST, "client frames from " + expected + " on are missing");
        }
        int seen = (int) Math.min(frames.size(), expected - first);
        if (seen < frames.size() && !inbox.isEmpty()) {
            return Reply.rateLimited("frames of an earlier request still wait for the log", SOON.toMillis());
        }
        if (!outbox.acknowledge(said.ack())) {
            return Reply.refused(ErrorCode.BAD_REQUEST, "ack is beyond what was returned");
        }
        for (PollBody.Slice frame : frames.subList(seen, frames.size())) {
            inbox.add(new Unread(body, frame));
        }
        expected += frames.size() - seen;
        return null;
    }

    private void readOn() {
        if (reading) {
            return;
        }
        reading = true;
        try {
            while (!paused && (state == State.OPENING || state == State.OPEN) && !inbox.isEmpty()) {
                Unread next = inbox.remove();
                if (session.admitFrame()) {
                    PollBody.Slice frame = next.frame();
                    transport.dispatcher().message(session, next.body(), frame.offset(), frame.length());
                } else {
                    session.end(CloseCode.TOO_MANY);
                }
            }
        } finally {
            reading = false;
        }
    }

    private void hold(Consumer<Reply<byte[]>> answer) {
        long nanos = transport.config().hold().toNanos();
        held = new Held(answer, loop.schedule(this::tired, nanos, TimeUnit.NANOSECONDS));
    }

    /** The held request has waited long enough. */
    private void tired() {
        if (state == State.OPENING) {
            answerHeld(Reply.unavailable("the welcome was not ready in time", LATER));
            session.end(CloseCode.RESTART);
        } else {
            answerHeld(Reply.given(outbox.nothing()));
        }
    }

    /** What waits for the client goes to the request that waits for it, if there are both. */
    private void answerWithFrames() {
        if (held == null || !outbox.hasNews()) {
            return;
        }
        if (state == State.OPENING) {
            // The welcome is the first frame, and the only one that this answer says.
            state = State.OPEN;
            answerHeld(Reply.given(outbox.answer("\"poll\":\"" + id + "\",", 1, WireLimits.SERVER_FRAME_BYTES)));
        } else {
            answerHeld(Reply.given(outbox.answer("", Integer.MAX_VALUE, WireLimits.SERVER_FRAME_BYTES)));
        }
    }

    private void answerHeld(Reply<byte[]> reply) {
        Held request = held;
        if (request != null) {
            held = null;
            request.patience().cancel(false);
            request.answer().accept(reply);
        }
    }

    private Future<?> lapseAfter(long nanos) {
        return loop.schedule(this::lapse, nanos, TimeUnit.NANOSECONDS);
    }

    private void lapse() {
        long left = requestedAt + transport.config().lapse().toNanos() - System.nanoTime();
        if (left > 0) {
            lapse = lapseAfter(left);
        } else {
            session.end(CloseCode.SILENT);
            abort();
        }
    }

    @Override
    public Kind kind() {
        return Kind.POLL;
    }

    @Override
    public EventLoop eventLoop() {
        return loop;
    }

    /** The frame comes with its WebSocket header (RFC 6455 section 5.2), since its bytes are shared with sockets. */
    @Override
    public void write(ByteBuf frame) {
        if (state == State.OPENING || state == State.OPEN) {
            int length = frame.getUnsignedByte(frame.readerIndex() + 1);
            outbox.add(frame.skipBytes(length == 127 ? 10 : length == 126 ? 4 : 2));
        } else {
            frame.release();
        }
    }

    @Override
    public void flush() {
        answerWithFrames();
    }

    @Override
    public long pendingBytes() {
        return outbox.bytes();
    }

    /** A poll shows its life by its requests, and {@link #lapse} watches them. */
    @Override
    public void ping() {
        session.heard();
    }

    @Override
    public void pauseReading() {
        paused = true;
    }

    @Override
    public void resumeReading() {
        paused = false;
        readOn();
    }

    @Override
    public void close(CloseCode code) {
        if (state == State.OPENING) {
            state = State.CLOSED;
            answerHeld(refusal(code));
            // Not at once: whoever closes may be going over the sessions just now.
            session.later(this::abort);
        } else if (state == State.OPEN) {
            state = State.CLOSED;
            outbox.close(code.code());
            answerWithFrames();
        }
    }

    /** A reader who does not come is one who polls late: it learns why, as long as a poll session lives ({@link #lapse}). */
    @Override
    public void overdue() {
        if (outbox.told() && System.nanoTime() - requestedAt > REPEATABLE.toNanos()) {
            abort();
        }
    }

    @Override
    public void abort() {
        if (state != State.GONE) {
            state = State.GONE;
            lapse.cancel(false);
            answerHeld(PollTransport.expired());
            outbox.release();
            inbox.clear();
            transport.closed(id, session);
        }
    }

    /** What the opening request hears: the error that a socket would be told before its close, in the same words. */
    private Reply<byte[]> refusal(CloseCode code) {
        if (outbox.oldest() instanceof ServerFrame.Refusal(var rid, var why, var detail, var retryAfterMs)) {
            return new Reply.Refused<>(
                    why, detail, Optional.ofNullable(retryAfterMs).map(Duration::ofMillis));
        }
        return switch (code) {
            case TOO_MANY -> Reply.rateLimited("too many connections", LATER.toMillis());
            case NORMAL, TOO_LARGE, RESTART, PROTOCOL_ERROR, UNAUTHENTICATED, ORIGIN_REFUSED, SILENT, SLOW ->
                Reply.unavailable("nobody can be welcomed now", LATER);
        };
    }
}
