package chat.parley.gateway.transport;

import chat.parley.core.account.Caller;
import chat.parley.core.id.SessionId;
import chat.parley.core.reply.Reply;
import chat.parley.gateway.dispatch.Dispatcher;
import chat.parley.gateway.session.GatewayConfig;
import chat.parley.gateway.session.Loops;
import chat.parley.gateway.session.PollConfig;
import chat.parley.gateway.session.Session;
import chat.parley.wire.ClientFrame;
import chat.parley.wire.ErrorCode;
import chat.parley.wire.FrameReader;
import chat.parley.wire.MalformedFrame;
import chat.parley.wire.PollBody;
import io.netty.channel.EventLoop;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Long polling, where a socket cannot pass: the door of poll sessions, whatever HTTP server the requests came by. A poll
 * belongs to the sign-in session that opened it; for any other, it is not there.
 *
 * <p>Threads: any; nothing here blocks. Each call gives one answer, once, on the poll's event loop or at once: the JSON of
 * the response, or a refusal.
 */
public final class PollTransport {
    private static final int ID_BYTES = 18;
    private static final Duration RESTARTED = Duration.ofSeconds(1);

    private final PollConfig config;
    private final Loops loops;
    private final Dispatcher dispatcher;
    private final Origins origins;
    private final FrameReader reader = new FrameReader();
    private final SecureRandom random = new SecureRandom();
    private final ConcurrentHashMap<String, Poll> polls = new ConcurrentHashMap<>();

    /** A poll session and whose it is. */
    private record Poll(SessionId owner, PollConnection connection) {}

    public PollTransport(GatewayConfig config, Loops loops, Dispatcher dispatcher) {
        this.config = config.poll();
        this.loops = loops;
        this.dispatcher = dispatcher;
        this.origins = new Origins(config.allowedOrigins());
    }

    /** The longest that an answer can take. */
    public Duration hold() {
        return config.hold();
    }

    /** Whether a page of this origin may poll; {@code host} is what it called. */
    public boolean admits(@Nullable String origin, String host) {
        return origins.admit(origin, host);
    }

    /**
     * Opens a poll session on {@code loop}, one of those that serve connections: {@code POST /v1/poll}.
     *
     * @param caller whom {@code token} proved
     */
    public void open(EventLoop loop, Caller caller, String token, byte[] body, Consumer<Reply<byte[]>> answer) {
        PollBody said;
        ClientFrame.Hello hello;
        try {
            said = read(body);
            hello = hello(body, said.frames(), token);
        } catch (MalformedFrame malformed) {
            answer.accept(Reply.refused(ErrorCode.BAD_REQUEST, malformed.detail()));
            return;
        }
        List<PollBody.Slice> behind = said.frames().subList(1, said.frames().size());
        on(loop, answer, () -> {
            String id = newId();
            PollConnection connection = new PollConnection(this, loop, id);
            polls.put(id, new Poll(caller.session(), connection));
            connection.open(hello, body, behind, answer);
        });
    }

    /** {@code POST /v1/poll/{poll}}. */
    public void exchange(Caller caller, String poll, byte[] body, Consumer<Reply<byte[]>> answer) {
        PollConnection connection = find(caller, poll);
        if (connection == null) {
            answer.accept(expired());
            return;
        }
        PollBody said;
        try {
            said = read(body);
        } catch (MalformedFrame malformed) {
            answer.accept(Reply.refused(ErrorCode.BAD_REQUEST, malformed.detail()));
            return;
        }
        on(connection.eventLoop(), answer, () -> connection.exchange(body, said, answer));
    }

    /** {@code DELETE /v1/poll/{poll}}. The JSON of its answer is empty. */
    public void end(Caller caller, String poll, Consumer<Reply<byte[]>> answer) {
        PollConnection connection = find(caller, poll);
        if (connection == null) {
            answer.accept(expired());
        } else {
            on(connection.eventLoop(), answer, () -> connection.end(answer));
        }
    }

    /** The same for a poll that never was, that is over, and that is somebody else's. */
    static Reply<byte[]> expired() {
        return Reply.refused(ErrorCode.EXPIRED, "no such poll, or it is over: start again from the cursor");
    }

    static Reply<byte[]> stopping() {
        return Reply.unavailable("the server is stopping", RESTARTED);
    }

    /** The poll session is over. */
    void closed(String id, Session session) {
        polls.remove(id);
        loops.closed(session);
    }

    PollConfig config() {
        return config;
    }

    Loops loops() {
        return loops;
    }

    Dispatcher dispatcher() {
        return dispatcher;
    }

    private @Nullable PollConnection find(Caller caller, String id) {
        Poll poll = polls.get(id);
        return poll != null && poll.owner().equals(caller.session()) ? poll.connection() : null;
    }

    private PollBody read(byte[] body) throws MalformedFrame {
        if (!Utf8.valid(body, 0, body.length)) {
            throw new MalformedFrame("the body is not UTF-8", null, false);
        }
        return reader.poll(body, config.framesPerRequest());
    }

    /** The first frame, with the token that on a socket would be in it. */
    private ClientFrame.Hello hello(byte[] body, List<PollBody.Slice> frames, String token) throws MalformedFrame {
        if (!frames.isEmpty()) {
            PollBody.Slice first = frames.getFirst();
            if (reader.client(body, first.offset(), first.length()) instanceof ClientFrame.Hello said) {
                return new ClientFrame.Hello(token, said.client(), said.cursor());
            }
        }
        throw new MalformedFrame("the first frame must be hello", null, true);
    }

    private String newId() {
        byte[] bytes = new byte[ID_BYTES];
        random.nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    private static void on(EventLoop loop, Consumer<Reply<byte[]>> answer, Runnable task) {
        try {
            loop.execute(task);
        } catch (RejectedExecutionException ended) {
            answer.accept(stopping());
        }
    }
}
