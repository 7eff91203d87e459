package chat.parley.http;

import chat.parley.core.account.Caller;
import chat.parley.core.reply.Reply;
import io.netty.channel.EventLoop;
import java.time.Duration;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Long polling as the HTTP side sees it (protocol section 3): bodies in, bodies out, JSON in UTF-8, neither looked into here.
 * A port, since the sessions behind it are the gateway's, which this side does not know.
 *
 * <p>Threads: any; no method blocks. Each answer is given once, on any thread, within {@link #hold} and a moment. Delivery:
 * an answer that reaches nobody is harmless, the client asks again.
 */
public interface LongPolls {
    /** The longest that an answer waits. */
    Duration hold();

    /** Whether a page of this origin may poll at {@code host}; whoever is no browser has none. */
    boolean admits(@Nullable String origin, String host);

    /**
     * Opens a poll session.
     *
     * @param loop where its requests come in: it will live there
     * @param token what proved {@code caller}
     */
    void open(EventLoop loop, Caller caller, String token, byte[] body, Consumer<Reply<byte[]>> answer);

    /** Tells what has arrived and what the client says, and asks for more. */
    void exchange(Caller caller, String poll, byte[] body, Consumer<Reply<byte[]>> answer);

    /** Ends a poll session; what is answered is empty. */
    void end(Caller caller, String poll, Consumer<Reply<byte[]>> answer);
}
