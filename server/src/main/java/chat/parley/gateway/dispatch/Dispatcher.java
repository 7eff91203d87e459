package chat.parley.gateway.dispatch;

import chat.parley.core.bus.Availability;
import chat.parley.core.id.ConversationId;
import chat.parley.core.message.PostMessage;
import chat.parley.core.message.Posted;
import chat.parley.core.receipt.MoveMarkers;
import chat.parley.core.typing.TellTyping;
import chat.parley.gateway.session.CloseCode;
import chat.parley.gateway.session.GatewayMetrics;
import chat.parley.gateway.session.Greeting;
import chat.parley.gateway.session.Session;
import chat.parley.wire.ClientFrame;
import chat.parley.wire.ErrorCode;
import chat.parley.wire.FrameReader;
import chat.parley.wire.MalformedFrame;
import chat.parley.wire.Rid;
import chat.parley.wire.ServerFrame;
import io.netty.util.concurrent.FastThreadLocal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Stop 3 of a message's way: from a frame to its use case, and the one answer back. Runs on the session's event loop and
 * blocks for nothing; answers that come on other threads return to the loop. Sends are handed over in the order in which
 * they arrived, which is the order they get in the log.
 */
public final class Dispatcher {
    private final Greeting greeting;
    private final PostMessage posting;
    private final MoveMarkers markers;
    private final TellTyping typings;
    private final GatewayMetrics metrics;
    private final FrameReader reader = new FrameReader();
    /** By event loop: the sends that it has read in its present turn. */
    private final FastThreadLocal<List<PostMessage.Sent>> sends = new FastThreadLocal<>() {
        @Override
        protected List<PostMessage.Sent> initialValue() {
            return new ArrayList<>();
        }
    };

    public Dispatcher(
            Greeting greeting, PostMessage posting, MoveMarkers markers, TellTyping typings, GatewayMetrics metrics) {
        this.greeting = greeting;
        this.posting = posting;
        this.markers = markers;
        this.typings = typings;
        this.metrics = metrics;
    }

    /** A whole text message of the client's, known to be UTF-8. */
    public void message(Session session, byte[] json, int offset, int length) {
        ClientFrame frame;
        try {
            frame = reader.client(json, offset, length);
        } catch (MalformedFrame malformed) {
            refuse(session, malformed);
            return;
        }
        switch (session.phase()) {
            case NEW -> first(session, frame);
            case LIVE -> dispatch(session, frame);
            // Nothing is read while a hello is answered, nor wanted of one who is leaving.
            case GREETING, CLOSING -> {}
        }
    }

    /** The first frame of a session, with its token. */
    public void hello(Session session, ClientFrame.Hello hello) {
        metrics.in("hello");
        greeting.greet(session, hello);
    }

    private void first(Session session, ClientFrame frame) {
        if (frame instanceof ClientFrame.Hello hello) {
            hello(session, hello);
        } else {
            session.refuse(rid(frame), ErrorCode.UNAUTHENTICATED, "the first frame must be hello", null);
            session.end(CloseCode.UNAUTHENTICATED);
        }
    }

    private void dispatch(Session session, ClientFrame frame) {
        metrics.in(op(frame));
        switch (frame) {
            case ClientFrame.Hello again -> session.refuse(null, ErrorCode.BAD_REQUEST, "hello was said before", null);
            case ClientFrame.Send send -> send(session, send);
            case ClientFrame.Delivered delivered -> markers.delivered(session.caller(), delivered.marks());
            case ClientFrame.Read read -> read(session, read);
            case ClientFrame.Ping ping -> session.put(new ServerFrame.Pong(ping.rid()));
            case ClientFrame.Typing typing -> typing(session, typing);
            case ClientFrame.Focus focus -> session.onScreen(focus.conversations());
            case ClientFrame.Watch watch -> session.watch(watch.users());
            case ClientFrame.Status status -> session.status(Availability.said(status.status()));
        }
    }

    private void send(Session session, ClientFrame.Send send) {
        session.sendStarted();
        List<PostMessage.Sent> together = sends.get();
        together.add(new PostMessage.Sent(
                session.caller(),
                send.conversation(),
                send.draft(),
                posted -> session.later(() -> answer(session, send, posted))));
        if (together.size() == 1) {
            session.later(this::post);
        }
    }

    /** After all that the loop could read: what was sent together comes to the log together. */
    private void post() {
        List<PostMessage.Sent> together = List.copyOf(sends.get());
        sends.get().clear();
        posting.post(together);
    }

    private static void answer(Session session, ClientFrame.Send send, Posted posted) {
        switch (posted) {
            case Posted.Acked(long seq, Instant at, boolean duplicate) ->
                session.put(new ServerFrame.Ack(
                        send.rid(), send.conversation(), send.draft().id(), seq, at, duplicate));
            case Posted.Refused(ErrorCode code, String detail, @Nullable Long retryAfterMs) ->
                session.refuse(send.rid(), code, detail, retryAfterMs);
        }
        session.sendAnswered();
    }

    private void read(Session session, ClientFrame.Read read) {
        Long thread = read.thread();
        if (thread == null) {
            markers.read(session.caller(), read.conversation(), read.seq());
        } else {
            markers.readThread(session.caller(), read.conversation(), thread, read.seq());
        }
    }

    /** Of a conversation that is not the caller's nothing is said, and nothing asked. */
    private void typing(Session session, ClientFrame.Typing typing) {
        Optional<ConversationId> conversation = ConversationId.parse(typing.conversation());
        if (conversation.isEmpty() || !session.reads(conversation.get())) {
            metrics.dropped("typing", GatewayMetrics.Drop.STRANGER);
        } else if (!typings.tell(session.caller(), conversation.get())) {
            metrics.dropped("typing", GatewayMetrics.Drop.RATE);
        }
    }

    /** A client that does not speak JSON is cut off; one that got a field wrong is told, and may go on. */
    private void refuse(Session session, MalformedFrame malformed) {
        metrics.in("malformed");
        if (session.phase() == Session.Phase.NEW && malformed.json()) {
            session.refuse(malformed.rid(), ErrorCode.UNAUTHENTICATED, "the first frame must be hello", null);
            session.end(CloseCode.UNAUTHENTICATED);
            return;
        }
        session.refuse(malformed.rid(), ErrorCode.BAD_REQUEST, malformed.detail(), null);
        if (!malformed.json()) {
            session.end(CloseCode.PROTOCOL_ERROR);
        }
    }

    private static @Nullable Rid rid(ClientFrame frame) {
        return switch (frame) {
            case ClientFrame.Send send -> send.rid();
            case ClientFrame.Ping ping -> ping.rid();
            case ClientFrame.Hello hello -> null;
            case ClientFrame.Delivered delivered -> null;
            case ClientFrame.Read read -> null;
            case ClientFrame.Typing typing -> null;
            case ClientFrame.Focus focus -> null;
            case ClientFrame.Watch watch -> null;
            case ClientFrame.Status status -> null;
        };
    }

    private static String op(ClientFrame frame) {
        return switch (frame) {
            case ClientFrame.Hello hello -> "hello";
            case ClientFrame.Send send -> "send";
            case ClientFrame.Delivered delivered -> "delivered";
            case ClientFrame.Read read -> "read";
            case ClientFrame.Typing typing -> "typing";
            case ClientFrame.Focus focus -> "focus";
            case ClientFrame.Watch watch -> "watch";
            case ClientFrame.Status status -> "status";
            case ClientFrame.Ping ping -> "ping";
        };
    }
}
