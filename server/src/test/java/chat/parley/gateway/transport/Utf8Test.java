package chat.parley.gateway.transport;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class Utf8Test {
    @Property
    void agreesWithTheStrictDecoderOfTheJdk(@ForAll("nearlyText") byte[] bytes) {
        assertThat(Utf8.valid(bytes, 0, bytes.length)).isEqualTo(decodes(bytes));
    }

    @Property
    void takesWhateverTheJdkEncodes(@ForAll String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        assertThat(Utf8.valid(bytes, 0, bytes.length)).isTrue();
    }

    /** Bytes that are often at the edges of the table, so that most sequences are nearly right. */
    @Provide
    Arbitrary<byte[]> nearlyText() {
        Arbitrary<Byte> edges = Arbitraries.of(0x00, 0x7f, 0x80, 0x8f, 0x90, 0x9f, 0xa0, 0xbf, 0xc0, 0xc1, 0xc2, 0xdf)
                .map(Integer::byteValue);
        Arbitrary<Byte> leads = Arbitraries.of(0xe0, 0xe1, 0xec, 0xed, 0xee, 0xef, 0xf0, 0xf1, 0xf3, 0xf4, 0xf5, 0xff)
                .map(Integer::byteValue);
        return Arbitraries.oneOf(edges, leads, Arbitraries.bytes())
                .array(byte[].class)
                .ofMaxSize(8);
    }

    private static boolean decodes(byte[] bytes) {
        try {
            StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
            return true;
        } catch (CharacterCodingException malformed) {
            return false;
        }
    }
}
