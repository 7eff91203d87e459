package chat.parley.gateway.transport;

import static org.assertj.core.api.Assertions.assertThat;

import chat.parley.gateway.session.CloseCode;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** The byte sequences are those of RFC 6455 section 5.7, masked where the RFC shows a server's. */
class MessageReaderTest {
    private static final int MOST = 256 * 1024;
    private static final byte[] MASK = {0x37, (byte) 0xfa, 0x21, 0x3d};

    private final MessageReader reader = new MessageReader();
    private final byte[] scratch = new byte[MOST];

    @Example
    void readsAMaskedTextMessage() {
        assertThat(all("818537fa213d7f9f4d5158")).containsExactly("text Hello");
    }

    @Example
    void putsFragmentsTogether() {
        assertThat(all("018337fa213d7f9f4d" + "808237fa213d5b95")).containsExactly("nothing", "text Hello");
    }

    @Example
    void takesAControlFrameBetweenFragments() {
        assertThat(all("018337fa213d7f9f4d" + "898537fa213d7f9f4d5158" + "8a8037fa213d" + "808237fa213d5b95"))
                .containsExactly("nothing", "ping Hello", "nothing", "text Hello");
    }

    @Example
    void readsLengthsOfTwoAndEightBytes() {
        String medium = "x".repeat(256);
        String large = "y".repeat(65_536);
        assertThat(read(frame(0x81, medium), frame(0x81, large))).containsExactly("text " + medium, "text " + large);
    }

    @Example
    void answersACloseByItsCode() {
        assertThat(read(frame(0x88, new byte[] {0x03, (byte) 0xe8}))).containsExactly("close 1000");
        assertThat(read(frame(0x88, new byte[0]))).containsExactly("close 1000");
        assertThat(read(frame(0x88, new byte[] {0x0f, (byte) 0xa0, 'b', 'y', 'e'})))
                .containsExactly("close 4000");
    }

    @Example
    void refusesWhatTheRfcForbids() {
        assertBroken("810548656c6c6f"); // not masked
        assertBroken("c18537fa213d7f9f4d5158"); // a reserved bit, as of an extension nobody agreed on
        assertBroken("838037fa213d"); // a reserved opcode
        assertBroken("8b8037fa213d"); // a reserved control opcode
        assertBroken("808037fa213d"); // a continuation of nothing
        assertBroken("018037fa213d" + "818037fa213d"); // a new message inside another
        assertBroken("098037fa213d"); // a control frame in fragments
        assertBroken("89fe007e37fa213d"); // a control frame over 125 bytes
        assertBroken("888137fa213d34"); // a close of one byte
        assertBroken(HexFormat.of().formatHex(frame(0x88, new byte[] {0x03, (byte) 0xed}))); // 1005 is never sent
        assertBroken(HexFormat.of().formatHex(frame(0x88, new byte[] {0x03, (byte) 0xe8, (byte) 0xff}))); // no UTF-8
    }

    @Example
    void refusesBinaryMessages() {
        assertBroken("828037fa213d");
    }

    @Example
    void refusesWhatIsTooLargeBeforeItHasArrived() {
        assertThat(all("81ff000000000004000137fa213d")).containsExactly("violation TOO_LARGE");
    }

    @Example
    void refusesANegativeLength() {
        assertThat(all("81ffffffffffffffffff37fa213d")).containsExactly("violation TOO_LARGE");
    }

    @Example
    void boundsTheWholeMessageAndNotEachFragment() {
        assertThat(read(frame(0x01, "x".repeat(MOST - 1)), frame(0x00, "x"), frame(0x00, "x")))
                .containsExactly("nothing", "nothing", "violation TOO_LARGE");
    }

    @Property(tries = 200)
    void readsTheSameHoweverTheMessagesAreFragmentedAndChunked(
            @ForAll("conversations") List<List<byte[]>> messages, @ForAll("chunkSizes") List<Integer> chunks) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        List<String> expected = new ArrayList<>();
        for (List<byte[]> fragments : messages) {
            ByteArrayOutputStream whole = new ByteArrayOutputStream();
            for (int i = 0; i < fragments.size(); i++) {
                boolean last = i == fragments.size() - 1;
                bytes.writeBytes(frame((last ? 0x80 : 0) | (i == 0 ? 0x1 : 0x0), fragments.get(i)));
                bytes.writeBytes(frame(0x89, new byte[] {(byte) i}));
                whole.writeBytes(fragments.get(i));
                if (last) {
                    expected.add("text " + whole.toString(StandardCharsets.ISO_8859_1));
                }
                expected.add("ping " + (char) i);
            }
        }
        List<String> read = inChunks(bytes.toByteArray(), chunks);
        read.removeIf("nothing"::equals);
        assertThat(read).isEqualTo(expected);
    }

    @Provide
    Arbitrary<List<List<byte[]>>> conversations() {
        Arbitrary<byte[]> fragment = Combinators.combine(
                        Arbitraries.of(0, 1, 5, 125, 126, 127, 300, 70_000), Arbitraries.bytes())
                .as((length, fill) -> {
                    byte[] payload = new byte[length];
                    java.util.Arrays.fill(payload, fill);
                    return payload;
                });
        return fragment.list().ofMinSize(1).ofMaxSize(3).list().ofMaxSize(4);
    }

    @Provide
    Arbitrary<List<Integer>> chunkSizes() {
        return Arbitraries.of(1, 2, 3, 7, 100, 4096, 65_536).list().ofMinSize(1).ofMaxSize(20);
    }

    /** Feeds the bytes chunk by chunk, the way a socket does; the last size is repeated to the end. */
    private List<String> inChunks(byte[] bytes, List<Integer> sizes) {
        ByteBuf in = Unpooled.buffer();
        List<String> events = new ArrayList<>();
        int at = 0;
        int chunk = 0;
        while (at < bytes.length) {
            int size = chunk < sizes.size() ? sizes.get(chunk) : Math.max(4096, sizes.getLast());
            chunk++;
            int length = Math.min(size, bytes.length - at);
            in.writeBytes(bytes, at, length);
            at += length;
            drain(in, events);
        }
        return events;
    }

    private void drain(ByteBuf in, List<String> events) {
        while (true) {
            MessageReader.Event event = reader.read(in, MOST, scratch);
            if (event instanceof MessageReader.Event.Incomplete) {
                return;
            }
            events.add(told(event));
            if (event instanceof MessageReader.Event.Violation) {
                return;
            }
        }
    }

    private String told(MessageReader.Event event) {
        return switch (event) {
            case MessageReader.Event.Incomplete ignored -> "incomplete";
            case MessageReader.Event.Nothing ignored -> "nothing";
            case MessageReader.Event.Text(int length) -> "text " + latin(length);
            case MessageReader.Event.Ping(int length) -> "ping " + latin(length);
            case MessageReader.Event.Close(int code) -> "close " + code;
            case MessageReader.Event.Violation(CloseCode code) -> "violation " + code;
        };
    }

    private String latin(int length) {
        return new String(scratch, 0, length, StandardCharsets.ISO_8859_1);
    }

    private List<String> all(String hex) {
        return read(HexFormat.of().parseHex(hex));
    }

    private List<String> read(byte[]... frames) {
        List<String> events = new ArrayList<>();
        drain(Unpooled.wrappedBuffer(frames), events);
        return events;
    }

    private void assertBroken(String hex) {
        List<String> events = new ArrayList<>();
        MessageReader fresh = new MessageReader();
        ByteBuf in = Unpooled.wrappedBuffer(HexFormat.of().parseHex(hex));
        MessageReader.Event event = fresh.read(in, MOST, scratch);
        while (event instanceof MessageReader.Event.Nothing) {
            event = fresh.read(in, MOST, scratch);
        }
        events.add(told(event));
        fresh.discard();
        assertThat(events).as(hex).containsExactly("violation PROTOCOL_ERROR");
    }

    private static byte[] frame(int firstByte, String payload) {
        return frame(firstByte, payload.getBytes(StandardCharsets.ISO_8859_1));
    }

    private static byte[] frame(int firstByte, byte[] payload) {
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
}
