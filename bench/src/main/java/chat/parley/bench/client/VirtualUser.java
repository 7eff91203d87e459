package chat.parley.bench.client;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import chat.parley.wire.ClientFrame;
import chat.parley.wire.ConversationState;
import chat.parley.wire.FrameReader;
import chat.parley.wire.FrameWriter;
import chat.parley.wire.MalformedFrame;
import chat.parley.wire.Rid;
import chat.parley.wire.ServerFrame;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/**
 * Somebody who uses Parley: knowledge (who it is, its conversations and how far it has read them, its cursor), ability (to
 * connect, send, mark, type), and a behaviour that decides. Comes back by itself when its connection ends, as the
 * protocol asks, until it is told to {@link #leave}. Confined to its loop.
 */
public final class VirtualUser implements SocketClient.Listener {
    /** What it does of its own accord. */
    public interface Behaviour {
        /** Connected, and knows its conversations. */
        default void welcomed(VirtualUser user) {}

        /** Came back, and the conversation has entries after {@code seq} that were not sent. */
        default void missed(VirtualUser user, Known conversation, long seq) {}

        /** Got an entry. */
        default void entry(VirtualUser user, Known conversation) {}

        /** The connection has ended; {@code code} is the server's close code or 1006. */
        default void closed(VirtualUser user, int code) {}
    }

    private static final FrameReader READER = new FrameReader();
    private static final FrameWriter WRITER = new FrameWriter();
    private static final ClientFrame.Client CLIENT = new ClientFrame.Client("bench", "1");
    private static final byte[] CODE = "\"code\":\"".getBytes(US_ASCII);
    private static final byte[] NOTHING_MOVED = "\"conversations\":[]".getBytes(US_ASCII);
    private static final int SHORTEST_WAIT_MILLIS = 100;
    private static final int LONGEST_WAIT_MILLIS = 30_000;

    private final int number;
    private final Identity identity;
    private final Loop loop;
    private final Behaviour behaviour;
    private final List<Known> conversations = new ArrayList<>();
    private @Nullable String cursor;
    private @Nullable SocketClient socket;
    private boolean welcomed;
    private boolean leaving;
    private int failures;
    private int unanswered;
    private long retryAfterMillis;

    public VirtualUser(int number, Identity identity, Loop loop, Behaviour behaviour) {
        this.number = number;
        this.identity = identity;
        this.loop = loop;
        this.behaviour = behaviour;
    }

    public Loop loop() {
        return loop;
    }

    public Identity identity() {
        return identity;
    }

    public List<Known> conversations() {
        return conversations;
    }

    public boolean isWelcomed() {
        return welcomed;
    }

    public void connect() {
        leaving = false;
        loop.open(this);
    }

    /** Goes, and stays away. */
    public void leave() {
        leaving = true;
        cut();
    }

    /** Loses the connection, and comes back. */
    public void cut() {
        if (socket != null) {
            socket.cut();
        }
    }

    /** Takes nothing more from its connection, as an application that hangs; the next connection is read again. */
    public void stopReading() {
        if (socket != null) {
            socket.stopReading();
        }
    }

    public void readOn() {
        if (socket != null) {
            socket.readOn();
        }
    }

    /** Whether a send has not been answered yet. */
    public boolean waits() {
        return unanswered > 0;
    }

    /** Sends a message that was to be sent at {@code intendedNanos}. One that is not connected counts as unanswered. */
    public void send(Known conversation, long intendedNanos) {
        loop.tally().sent(intendedNanos);
        if (welcomed && socket != null) {
            unanswered++;
            socket.send(conversation.bytes(), intendedNanos, number);
        }
    }

    /** Sends these words, behind a stamp. */
    public void send(Known conversation, long intendedNanos, String words) {
        loop.tally().sent(intendedNanos);
        if (welcomed && socket != null) {
            unanswered++;
            byte[] stamp = new byte[Stamp.LENGTH];
            Stamp.write(stamp, 0, intendedNanos, number);
            String text = new String(stamp, US_ASCII) + " " + words;
            say(new ClientFrame.Send(
                    Rid.of(intendedNanos & Long.MAX_VALUE),
                    conversation.id(),
                    ClientFrame.Draft.plain(UUID.randomUUID().toString(), text)));
        }
    }

    /** Tells how far it has got and read, where something came since it last did: at most once a second, says the protocol. */
    public void mark() {
        if (!welcomed) {
            return;
        }
        Map<String, Long> marks = new LinkedHashMap<>();
        for (Known known : conversations) {
            long seq = known.newMark();
            if (seq > 0) {
                marks.put(known.id(), seq);
            }
        }
        if (!marks.isEmpty()) {
            say(new ClientFrame.Delivered(marks));
            marks.forEach((conversation, seq) -> say(new ClientFrame.Read(conversation, seq, null)));
        }
    }

    /** Says something else. */
    public void say(ClientFrame frame) {
        if (socket != null) {
            socket.send(WRITER.client(frame));
        }
    }

    @Override
    public void opened(SocketClient opened) {
        socket = opened;
        say(new ClientFrame.Hello(identity.accessToken(), CLIENT, cursor));
    }

    @Override
    public void frame(SocketClient from, Op op, byte[] json, int length) {
        switch (op) {
            case ENTRY -> entry(json, length);
            case ACK -> {
                unanswered--;
                loop.tally().acked(Scan.number(json, length, Scan.RID, 0), System.nanoTime());
            }
            case WELCOME -> welcome(json, length);
            case CURSOR -> cursor = Scan.string(json, length, Scan.find(json, length, Scan.CURSOR));
            case HEAD -> {
                Known known = known(json, length);
                if (known != null) {
                    known.exists(Scan.number(json, length, Scan.SEQ, 0));
                }
            }
            case ERROR -> {
                int code = Scan.find(json, length, CODE);
                if (Scan.find(json, length, Scan.RID) >= 0) {
                    unanswered--;
                }
                loop.tally().refused(code < 0 ? "unknown" : Scan.string(json, length, code));
            }
            case BYE -> retryAfterMillis = Scan.number(json, length, Scan.RETRY_AFTER, 0);
            case CONVERSATION -> conversation(json, length);
            case RECEIPT, OTHER -> {}
        }
    }

    @Override
    public void closed(@Nullable SocketClient ended, int code) {
        socket = null;
        welcomed = false;
        unanswered = 0;
        behaviour.closed(this, code);
        if (!leaving) {
            failures++;
            loop.afterNanos(wait(code) * 1_000_000, this::comeBack);
        }
    }

    private void comeBack() {
        if (!leaving) {
            connect();
        }
    }

    /** As the server says, or full jitter. */
    private long wait(int code) {
        long told = retryAfterMillis;
        retryAfterMillis = 0;
        if (told > 0) {
            return told;
        }
        int longest = Math.min(LONGEST_WAIT_MILLIS, SHORTEST_WAIT_MILLIS << Math.min(failures, 16));
        return ThreadLocalRandom.current().nextLong(longest);
    }

    private void entry(byte[] json, int length) {
        long now = System.nanoTime();
        Known known = known(json, length);
        if (known == null) {
            return;
        }
        if (!known.entry(Scan.number(json, length, Scan.SEQ, 0))) {
            loop.tally().gap();
        }
        int text = Scan.find(json, length, Scan.TEXT);
        if (text >= 0 && text + Stamp.LENGTH <= length && Stamp.sender(json, text) != number) {
            loop.tally().delivered(Stamp.nanos(json, text), now);
        }
        behaviour.entry(this, known);
    }

    private @Nullable Known known(byte[] json, int length) {
        int at = Scan.find(json, length, Scan.CONVERSATION);
        for (Known known : conversations) {
            if (known.isNamed(json, length, at)) {
                return known;
            }
        }
        return null;
    }

    private void welcome(byte[] json, int length) {
        cursor = Scan.string(json, length, Scan.find(json, length, Scan.CURSOR));
        // Parsed only where it names conversations: thousands who come back at once would measure their own parser.
        if (Scan.find(json, length, NOTHING_MOVED) < 0 && read(json, length) instanceof ServerFrame.Welcome frame) {
            frame.conversations().forEach(this::know);
        }
        welcomed = true;
        failures = 0;
        behaviour.welcomed(this);
    }

    private void conversation(byte[] json, int length) {
        if (read(json, length) instanceof ServerFrame.Conversation news) {
            know(news.state());
        }
    }

    private void know(ConversationState state) {
        for (Known known : conversations) {
            if (known.id().equals(state.id())) {
                if (state.head() > known.head()) {
                    long from = known.head();
                    known.exists(state.head());
                    behaviour.missed(this, known, from);
                }
                return;
            }
        }
        conversations.add(new Known(state.id(), state.members(), state.head()));
    }

    private static ServerFrame read(byte[] json, int length) {
        try {
            return READER.server(json, 0, length);
        } catch (MalformedFrame malformed) {
            throw new IllegalStateException(
                    "the server wrote " + new String(json, 0, Math.min(length, 200), UTF_8), malformed);
        }
    }
}
