package chat.parley.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class PollBodyTest {
    private final FrameReader reader = new FrameReader();

    @Test
    void findsTheFramesAsTheyStandInTheBody() throws MalformedFrame {
        String one = "{\"op\":\"ping\",\"rid\":1,\"x\":{\"}\":[\"ä€😀\",{}]}}";
        String two = "{ \"op\" : \"ping\" , \"rid\" : 2 }";
        String body = "{\"ack\":7, \"frames\" : [ " + one + " , " + two + "\n] ,\"first\":3, \"later\":[[]]}";
        PollBody read = read(body);
        assertThat(read.ack()).isEqualTo(7);
        assertThat(read.first()).isEqualTo(3);
        assertThat(texts(body, read)).containsExactly(one, two);
    }

    @Test
    void takesWhatIsAbsentForNothing() throws MalformedFrame {
        assertThat(read("{}")).isEqualTo(new PollBody(null, null, List.of()));
        assertThat(read("{\"ack\":null,\"first\":null,\"frames\":null}"))
                .isEqualTo(new PollBody(null, null, List.of()));
        assertThat(read("{\"ack\":0,\"frames\":[]}")).isEqualTo(new PollBody(0L, null, List.of()));
    }

    @Test
    void refusesWhatIsNoBody() {
        for (String body : List.of("", "[]", "7", "{", "{}{}", "{\"frames\":[{]}", "{\"frames\":[{}", "nonsense")) {
            assertThat(refused(body)).as(body).isEqualTo("the body must be one JSON object and nothing else");
        }
        assertThat(refused("{\"ack\":-1}")).isEqualTo("ack must not be negative");
        assertThat(refused("{\"first\":\"0\"}")).isEqualTo("first must be an integer");
        assertThat(refused("{\"frames\":{}}")).isEqualTo("frames must be an array");
        assertThat(refused("{\"frames\":[{},7]}")).isEqualTo("frames must be an object");
        assertThat(refused("{\"frames\":[{},{},{},{}]}")).isEqualTo("frames must hold at most 3");
    }

    private PollBody read(String body) throws MalformedFrame {
        return reader.poll(body.getBytes(StandardCharsets.UTF_8), 3);
    }

    private String refused(String body) {
        return assertThrows(MalformedFrame.class, () -> read(body), body).detail();
    }

    private static List<String> texts(String body, PollBody read) {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        return read.frames().stream()
                .map(frame -> new String(bytes, frame.offset(), frame.length(), StandardCharsets.UTF_8))
                .toList();
    }
}
