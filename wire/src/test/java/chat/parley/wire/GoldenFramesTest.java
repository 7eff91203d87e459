package chat.parley.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.Schema;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class GoldenFramesTest {
    private static final Schema CLIENT = ProtocolFiles.closed("clientFrame");
    private static final Schema SERVER = ProtocolFiles.closed("serverFrame");

    private final FrameReader reader = new FrameReader();
    private final FrameWriter writer = new FrameWriter();

    @ParameterizedTest
    @MethodSource("frames")
    void aGoldenFrameComesBackAsItWas(Path file) throws MalformedFrame {
        byte[] golden = ProtocolFiles.bytes(file);
        byte[] again = isOfClient(file)
                ? writer.client(reader.client(golden, 0, golden.length))
                : writer.server(reader.server(golden, 0, golden.length));
        assertThat(ProtocolFiles.json(again)).isEqualTo(ProtocolFiles.json(golden));
    }

    @ParameterizedTest
    @MethodSource("frames")
    void aGoldenFrameFitsTheSchema(Path file) {
        Schema schema = isOfClient(file) ? CLIENT : SERVER;
        assertThat(schema.validate(ProtocolFiles.json(file))).isEmpty();
    }

    @Test
    void aFieldThatTheSchemaDoesNotNameWouldBeSeen() {
        byte[] frame = "{\"op\":\"pong\",\"rid\":1,\"extra\":1}".getBytes(StandardCharsets.UTF_8);
        assertThat(SERVER.validate(ProtocolFiles.json(frame))).isNotEmpty();
    }

    @ParameterizedTest
    @MethodSource("frames")
    void aGoldenFileIsNamedByItsSideAndOp(Path file) {
        JsonNode frame = ProtocolFiles.json(file);
        String kind = frame.get("op").asText().equals("entry")
                ? "-" + frame.get("kind").asText()
                : "";
        assertThat(file.getFileName().toString())
                .matches("(client|server)-" + frame.get("op").asText() + kind + "(-[a-z-]+)?\\.json");
    }

    @Test
    void everyOpAndEveryKindHasAGoldenFrame() {
        SortedSet<String> client = new TreeSet<>();
        SortedSet<String> server = new TreeSet<>();
        SortedSet<String> kinds = new TreeSet<>();
        for (Path file : frames()) {
            JsonNode frame = ProtocolFiles.json(file);
            (isOfClient(file) ? client : server).add(frame.get("op").asText());
            if (frame.get("op").asText().equals("entry")) {
                kinds.add(frame.get("kind").asText());
            }
        }
        assertThat(client).isEqualTo(ProtocolFiles.defined("client."));
        assertThat(server).isEqualTo(ProtocolFiles.defined("server."));
        assertThat(kinds).isEqualTo(ProtocolFiles.defined("entry."));
    }

    @ParameterizedTest
    @MethodSource("accepted")
    void anUnusualFrameMeansWhatItSays(Path file) throws MalformedFrame {
        JsonNode example = ProtocolFiles.json(file);
        byte[] again = writer.client(Frames.client(example.get("frame").asText()));
        assertThat(ProtocolFiles.json(again)).isEqualTo(example.get("means"));
    }

    @ParameterizedTest
    @MethodSource("invalid")
    void anInvalidFrameIsRefused(Path file) {
        JsonNode example = ProtocolFiles.json(file);
        byte[] frame = example.get("frame").asText().getBytes(StandardCharsets.UTF_8);
        MalformedFrame refusal = assertThrows(MalformedFrame.class, () -> reader.client(frame, 0, frame.length));
        assertThat(example.get("code").asText()).isEqualTo(ErrorCode.BAD_REQUEST.wireName());
        assertThat(refusal.json()).isEqualTo(example.get("json").asBoolean());
        assertThat(refusal.rid())
                .isEqualTo(
                        example.get("rid").isNull()
                                ? null
                                : Rid.of(example.get("rid").asLong()));
    }

    /** Lone surrogates aside, which a JSON Schema cannot name. */
    @ParameterizedTest
    @MethodSource("invalid")
    void anInvalidFrameThatIsJsonDoesNotFitTheSchema(Path file) {
        JsonNode example = ProtocolFiles.json(file);
        if (example.get("json").asBoolean() && !file.endsWith("send-lone-surrogate.json")) {
            byte[] frame = example.get("frame").asText().getBytes(StandardCharsets.UTF_8);
            assertThat(CLIENT.validate(ProtocolFiles.json(frame))).isNotEmpty();
        }
    }

    private static boolean isOfClient(Path file) {
        return file.getFileName().toString().startsWith("client-");
    }

    static List<Path> frames() {
        return ProtocolFiles.in(ProtocolFiles.GOLDEN);
    }

    static List<Path> accepted() {
        return ProtocolFiles.in(ProtocolFiles.GOLDEN.resolve("accepted"));
    }

    static List<Path> invalid() {
        return ProtocolFiles.in(ProtocolFiles.GOLDEN.resolve("invalid"));
    }
}
