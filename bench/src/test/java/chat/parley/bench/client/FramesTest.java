package chat.parley.bench.client;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import chat.parley.wire.ClientFrame;
import chat.parley.wire.Entry;
import chat.parley.wire.FrameReader;
import chat.parley.wire.FrameWriter;
import chat.parley.wire.Rid;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.UnpooledByteBufAllocator;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** What the generator writes by hand is a frame of the protocol, and what it scans for it finds in the server's own. */
class FramesTest {
    private static final byte[] CONVERSATION = "c018f4e5b7a1".getBytes(UTF_8);
    private static final int HEADER_OF_126_TO_65535 = 8;

    @Test
    void writesASendThatTheWireReads() throws Exception {
        ByteBuf frame = new SendFrame(120).write(UnpooledByteBufAllocator.DEFAULT, CONVERSATION, 123_456_789L, 7);
        byte[] json = new byte[frame.readableBytes() - HEADER_OF_126_TO_65535];
        assertThat(frame.getUnsignedShort(2)).isEqualTo(json.length);
        frame.getBytes(HEADER_OF_126_TO_65535, json);
        ClientFrame.Send send = (ClientFrame.Send) new FrameReader().client(json, 0, json.length);
        assertThat(send.rid()).isEqualTo(Rid.of(123_456_789L));
        assertThat(send.conversation()).isEqualTo("c018f4e5b7a1");
        assertThat(send.draft().id()).matches("[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}");
        byte[] text = send.draft().text().getBytes(UTF_8);
        assertThat(text).hasSize(120);
        assertThat(Stamp.nanos(text, 0)).isEqualTo(123_456_789L);
        assertThat(Stamp.sender(text, 0)).isEqualTo(7);
    }

    @Test
    void keepsTheStampOfAClockThatIsNegative() {
        byte[] text = new byte[Stamp.LENGTH];
        Stamp.write(text, 0, -42, 0xabcdef);
        assertThat(Stamp.nanos(text, 0)).isEqualTo(-42);
        assertThat(Stamp.sender(text, 0)).isEqualTo(0xabcdef);
    }

    @Test
    void findsTheFieldsOfAnEntry() {
        byte[] json = new FrameWriter()
                .appended(new Entry(
                        "c018f4e5b7a1",
                        42,
                        39,
                        Instant.parse("2026-11-24T01:02:03.123Z"),
                        "u1",
                        Entry.Message.plain("018f4e5a-0000-7000-8000-00000000000a", "hello")));
        assertThat(Op.of(json, json.length)).isEqualTo(Op.ENTRY);
        assertThat(Scan.number(json, json.length, Scan.SEQ, 0)).isEqualTo(42);
        assertThat(new Known("c018f4e5b7a1", 2, 41)
                        .isNamed(json, json.length, Scan.find(json, json.length, Scan.CONVERSATION)))
                .isTrue();
        assertThat(new Known("c018f4e5b7a", 2, 41)
                        .isNamed(json, json.length, Scan.find(json, json.length, Scan.CONVERSATION)))
                .isFalse();
        assertThat(Scan.string(json, json.length, Scan.find(json, json.length, Scan.TEXT)))
                .isEqualTo("hello");
    }

    @Test
    void noticesANumberThatWasLeftOut() {
        Known known = new Known("c1", 2, 41);
        assertThat(known.entry(42)).isTrue();
        assertThat(known.entry(44)).isFalse();
        assertThat(known.head()).isEqualTo(44);
        assertThat(known.newMark()).isEqualTo(44);
        assertThat(known.newMark()).isZero();
    }
}
