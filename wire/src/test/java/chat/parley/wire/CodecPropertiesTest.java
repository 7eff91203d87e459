package chat.parley.wire;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.Schema;
import java.util.Arrays;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Assertions;

class CodecPropertiesTest {
    private static final int TRIES = 500;
    private static final Schema CLIENT = ProtocolFiles.closed("clientFrame");
    private static final Schema SERVER = ProtocolFiles.closed("serverFrame");

    private final FrameReader reader = new FrameReader();
    private final FrameWriter writer = new FrameWriter();

    @Property(tries = TRIES)
    void aClientFrameComesBackAsItWasWritten(@ForAll("clientFrames") ClientFrame frame) throws MalformedFrame {
        byte[] json = writer.client(frame);
        assertThat(reader.client(json, 0, json.length)).isEqualTo(frame);
    }

    @Property(tries = TRIES)
    void aServerFrameComesBackAsItWasWritten(@ForAll("serverFrames") ServerFrame frame) throws MalformedFrame {
        byte[] json = writer.server(frame);
        assertThat(reader.server(json, 0, json.length)).isEqualTo(frame);
    }

    @Property(tries = TRIES)
    void aClientFrameFitsTheSchemaAndSaysNothingBeyondIt(@ForAll("clientFrames") ClientFrame frame) {
        assertThat(CLIENT.validate(ProtocolFiles.json(writer.client(frame)))).isEmpty();
    }

    @Property(tries = TRIES)
    void aServerFrameFitsTheSchemaAndSaysNothingBeyondIt(@ForAll("serverFrames") ServerFrame frame) {
        assertThat(SERVER.validate(ProtocolFiles.json(writer.server(frame)))).isEmpty();
    }

    @Property(tries = TRIES)
    void arbitraryBytesAreRefusedAndNothingElse(@ForAll byte[] bytes) {
        assertRefusedOrRead(bytes);
    }

    /** One byte wrong in a frame goes deeper into the reader than noise does. */
    @Property(tries = TRIES)
    void aBrokenFrameIsRefusedOrReadAndNothingElse(
            @ForAll("jsonOfFrames") byte[] json, @ForAll int at, @ForAll byte wrong) {
        byte[] broken = json.clone();
        broken[Math.floorMod(at, broken.length)] = wrong;
        assertRefusedOrRead(broken);
    }

    @Property(tries = TRIES)
    void aFrameCutShortIsNotJson(@ForAll("jsonOfFrames") byte[] json, @ForAll int at) {
        byte[] cut = Arrays.copyOf(json, Math.floorMod(at, json.length));
        MalformedFrame refusal = Assertions.assertThrows(MalformedFrame.class, () -> reader.client(cut, 0, cut.length));
        assertThat(refusal.json()).isFalse();
    }

    private void assertRefusedOrRead(byte[] bytes) {
        try {
            reader.client(bytes, 0, bytes.length);
        } catch (MalformedFrame refused) {
            assertThat(refused.detail()).isNotBlank();
        }
        try {
            reader.server(bytes, 0, bytes.length);
        } catch (MalformedFrame refused) {
            assertThat(refused.detail()).isNotBlank();
        }
    }

    @Provide
    Arbitrary<ClientFrame> clientFrames() {
        return Frames.clientFrames();
    }

    @Provide
    Arbitrary<ServerFrame> serverFrames() {
        return Frames.serverFrames();
    }

    @Provide
    Arbitrary<byte[]> jsonOfFrames() {
        return Arbitraries.oneOf(
                Frames.clientFrames().map(writer::client), Frames.serverFrames().map(writer::server));
    }
}
