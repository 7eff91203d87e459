package chat.parley.gateway;

import chat.parley.core.id.UserId;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.UUID;
import java.util.function.Predicate;

/** A client on a bare socket, so that a test decides about every byte. What the server says is kept in order. */
final class TestSocket implements AutoCloseable {
    static final int TEXT = 0x81;
    static final int CLOSE = 0x88;
    static final int PING = 0x89;
    static final int PONG = 0x8a;

    private static final int NARROW = 8 * 1024;
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final byte[] MASK = {0x37, (byte) 0xfa, 0x21, 0x3d};

    private final Socket socket;
    private final OutputStream out;
    private final List<JsonNode> frames = new ArrayList<>();
    private final List<String> pings = new ArrayList<>();
    private final List<String> pongs = new ArrayList<>();
    private OptionalInt closeCode = OptionalInt.empty();
    private boolean ended;
    private boolean answersPings = true;
    private boolean reads = true;
    /** The number of the last ping that no test has chosen. */
    private long lastBarrier = 1_000_000;

    private TestSocket(Socket socket) throws IOException {
        this.socket = socket;
        this.out = socket.getOutputStream();
    }

    /** A connection without a word. */
    static Socket bare(int port) throws IOException {
        return new Socket(InetAddress.getLoopbackAddress(), port);
    }

    static String request(String more) {
        return "GET /v1/socket HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n" + more + "\r\n";
    }

    static TestSocket open(int port) throws IOException {
        return open(port, "Sec-WebSocket-Protocol: parley.v1\r\n");
    }

    static TestSocket open(int port, String headers) throws IOException {
        Socket socket = bare(port);
        socket.getOutputStream().write(request(headers).getBytes(StandardCharsets.US_ASCII));
        return accepted(socket);
    }

    /** The same, with a kernel that takes little for a client that does not. */
    static TestSocket narrow(int port) throws IOException {
        Socket socket = new Socket();
        socket.setReceiveBufferSize(NARROW);
        socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        socket.getOutputStream()
                .write(request("Sec-WebSocket-Protocol: parley.v1\r\n").getBytes(StandardCharsets.US_ASCII));
        return accepted(socket);
    }

    /** Goes on once the handshake has been sent. */
    static TestSocket accepted(Socket socket) throws IOException {
        DataInputStream in = new DataInputStream(socket.getInputStream());
        String head = head(in);
        if (!head.startsWith("HTTP/1.1 101 ")) {
            throw new AssertionError(head);
        }
        TestSocket opened = new TestSocket(socket);
        Thread.ofVirtual().start(() -> opened.receive(in));
        return opened;
    }

    static String head(DataInputStream in) throws IOException {
        StringBuilder head = new StringBuilder();
        while (!head.toString().endsWith("\r\n\r\n")) {
            head.append((char) in.readUnsignedByte());
        }
        return head.toString();
    }

    /** A frame as a client must send it. */
    static byte[] frame(int firstByte, byte[] payload) {
        ByteArrayOutputStream frame = new ByteArrayOutputStream();
        frame.write(firstByte);
        if (payload.length < 126) {
            frame.write(0x80 | payload.length);
        } else if (payload.length < 65_536) {
            frame.write(0x80 | 126);
            frame.writeBytes(
                    ByteBuffer.allocate(2).putShort((short) payload.length).array());
        } else {
            frame.write(0x80 | 127);
            frame.writeBytes(ByteBuffer.allocate(8).putLong(payload.length).array());
        }
        frame.writeBytes(MASK);
        for (int i = 0; i < payload.length; i++) {
            frame.write(payload[i] ^ MASK[i & 3]);
        }
        return frame.toByteArray();
    }

    static byte[] text(String text) {
        return frame(TEXT, text.getBytes(StandardCharsets.UTF_8));
    }

    void write(byte[] bytes) throws IOException {
        synchronized (out) {
            out.write(bytes);
        }
    }

    void say(String json) throws IOException {
        write(text(json));
    }

    void hello(String token, Optional<String> cursor) throws IOException {
        say(helloFrame(token, cursor));
    }

    static String helloFrame(String token, Optional<String> cursor) {
        ObjectNode hello = JSON.createObjectNode().put("op", "hello").put("token", token);
        hello.putObject("client").put("name", "test").put("version", "1");
        cursor.ifPresent(value -> hello.put("cursor", value));
        return hello.toString();
    }

    static String sendFrame(long rid, Object conversation, String text) {
        return JSON.createObjectNode()
                .put("op", "send")
                .put("rid", rid)
                .put("conversation", conversation.toString())
                .put("id", UUID.randomUUID().toString())
                .put("text", text)
                .toString();
    }

    /** Stops answering the server's pings. */
    void fallSilent() {
        synchronized (frames) {
            answersPings = false;
        }
    }

    /** Takes no frame after the one that is under way, until {@link #readOn}. */
    void stopReading() {
        synchronized (frames) {
            reads = false;
        }
    }

    void readOn() {
        synchronized (frames) {
            reads = true;
            frames.notifyAll();
        }
    }

    List<JsonNode> received() {
        synchronized (frames) {
            return List.copyOf(frames);
        }
    }

    List<JsonNode> received(String op) {
        return received().stream().filter(frame -> op.equals(op(frame))).toList();
    }

    /** Drops what was received of this op, so that a test can begin anew. */
    void forget(String op) {
        synchronized (frames) {
            frames.removeIf(frame -> op.equals(op(frame)));
        }
    }

    List<JsonNode> entries(Object conversation) {
        return received("entry").stream()
                .filter(frame -> conversation
                        .toString()
                        .equals(frame.path("conversation").asText()))
                .toList();
    }

    List<Long> seqs(Object conversation) {
        return entries(conversation).stream()
                .map(frame -> frame.path("seq").asLong())
                .toList();
    }

    JsonNode await(String op) {
        return await(op, frame -> op.equals(op(frame)));
    }

    JsonNode await(String what, Predicate<JsonNode> wanted) {
        return await(Deadline.PATIENCE, what, wanted);
    }

    JsonNode await(Duration patience, String what, Predicate<JsonNode> wanted) {
        return Deadline.await(
                patience,
                () -> what + " on a connection that was closed with " + closed() + " and got " + received(),
                () -> received().stream().filter(wanted).findFirst());
    }

    JsonNode awaitEntry(Object conversation, long seq) {
        return await("entry " + seq, frame -> isEntry(frame, conversation, seq));
    }

    JsonNode awaitEntry(Object conversation, long seq, Duration patience) {
        return await(patience, "entry " + seq, frame -> isEntry(frame, conversation, seq));
    }

    JsonNode awaitReceipt(UserId of, long read, Duration patience) {
        return await(
                patience,
                "the receipt of " + of + " up to " + read,
                frame -> "receipt".equals(op(frame))
                        && of.toString().equals(frame.path("user").asText())
                        && frame.path("read").asLong() == read);
    }

    private static boolean isEntry(JsonNode frame, Object conversation, long seq) {
        return "entry".equals(op(frame))
                && conversation.toString().equals(frame.path("conversation").asText())
                && frame.path("seq").asLong() == seq;
    }

    /**
     * Everything that waited on the connection's event loop before this has been put, and has arrived. One answer would not
     * say so: what comes from a client overtakes what waits on the loop, behind which its answer leaves.
     */
    void barrier() throws IOException {
        for (int way = 0; way < 2; way++) {
            long ping = ++lastBarrier;
            say("{\"op\":\"ping\",\"rid\":" + ping + "}");
            answer(ping);
        }
    }

    /** The newest entry of one conversation that the client was given or told of. */
    long knownHead(Object conversation) {
        long known = 0;
        for (JsonNode frame : received()) {
            boolean state = conversation.toString().equals(frame.path("id").asText());
            known = Math.max(known, state ? frame.path("head").asLong() : 0);
            boolean entry =
                    conversation.toString().equals(frame.path("conversation").asText());
            known = Math.max(known, entry ? frame.path("seq").asLong() : 0);
        }
        return known;
    }

    /** What was said of one conversation but receipts, in order. */
    List<String> story(Object conversation) {
        List<String> story = new ArrayList<>(storyWithReceipts(conversation));
        story.removeIf("receipt"::equals);
        return story;
    }

    /** What was said of one conversation, in order: its entries as {@code seq kind}, the rest by op. */
    List<String> storyWithReceipts(Object conversation) {
        List<String> story = new ArrayList<>();
        for (JsonNode frame : received()) {
            String about = frame.path("conversation").asText(frame.path("id").asText());
            if (conversation.toString().equals(about)) {
                boolean entry = "entry".equals(op(frame));
                String rest = frame.path("gone").asBoolean() ? "gone" : op(frame);
                story.add(
                        entry
                                ? frame.path("seq").asLong() + " "
                                        + frame.path("kind").asText()
                                : rest);
            }
        }
        return story;
    }

    JsonNode answer(long rid) {
        return await("the answer to " + rid, frame -> frame.path("rid").asLong(-1) == rid);
    }

    String cursor() {
        return received().stream()
                .filter(frame -> frame.has("cursor"))
                .reduce((earlier, later) -> later)
                .orElseThrow()
                .path("cursor")
                .asText();
    }

    int awaitClose() {
        return Deadline.await(() -> "the close, after " + received(), () -> {
            OptionalInt code = closed();
            return code.isPresent() ? Optional.of(code.getAsInt()) : Optional.empty();
        });
    }

    /** Waits until the server has let go of the connection. */
    void awaitEnd() {
        Deadline.await(() -> "the end of the connection", () -> {
            synchronized (frames) {
                return ended ? Optional.of(true) : Optional.empty();
            }
        });
    }

    String awaitPong() {
        return Deadline.await(() -> "a pong", () -> first(pongs));
    }

    String awaitPing() {
        return Deadline.await(() -> "a ping", () -> first(pings));
    }

    int pings() {
        synchronized (frames) {
            return pings.size();
        }
    }

    OptionalInt closed() {
        synchronized (frames) {
            return closeCode;
        }
    }

    private Optional<String> first(List<String> list) {
        synchronized (frames) {
            return list.stream().findFirst();
        }
    }

    static String op(JsonNode frame) {
        return frame.path("op").asText();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }

    private void receive(DataInputStream in) {
        try {
            while (true) {
                int first = in.readUnsignedByte();
                int second = in.readUnsignedByte();
                int length = second == 126 ? in.readUnsignedShort() : second == 127 ? (int) in.readLong() : second;
                byte[] payload = in.readNBytes(length);
                received(first, payload);
                untilItReads();
            }
        } catch (IOException | InterruptedException gone) {
            synchronized (frames) {
                ended = true;
            }
        }
    }

    private void untilItReads() throws InterruptedException {
        synchronized (frames) {
            while (!reads) {
                frames.wait();
            }
        }
    }

    private void received(int first, byte[] payload) throws IOException {
        boolean answer = false;
        synchronized (frames) {
            switch (first) {
                case TEXT -> frames.add(JSON.readTree(payload));
                case PING -> {
                    pings.add(new String(payload, StandardCharsets.UTF_8));
                    answer = answersPings;
                }
                case PONG -> pongs.add(new String(payload, StandardCharsets.UTF_8));
                case CLOSE ->
                    closeCode =
                            OptionalInt.of(payload.length < 2 ? 1005 : (payload[0] & 0xff) << 8 | (payload[1] & 0xff));
                default -> throw new AssertionError("first byte " + first);
            }
        }
        if (first == PING && answer) {
            write(frame(PONG, payload));
        } else if (first == CLOSE) {
            write(frame(CLOSE, payload));
        }
    }
}
