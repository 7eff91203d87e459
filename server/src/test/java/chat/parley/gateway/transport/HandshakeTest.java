package chat.parley.gateway.transport;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class HandshakeTest {
    private final Handshake handshake = new Handshake(new Origins(List.of("https://Page.example")));

    private static Map<String, String> good() {
        return new TreeMap<>(Map.of(
                "Host", "chat.example:8080",
                "Upgrade", "websocket",
                "Connection", "keep-alive, Upgrade",
                "Sec-WebSocket-Key", "dGhlIHNhbXBsZSBub25jZQ==",
                "Sec-WebSocket-Version", "13",
                "Sec-WebSocket-Protocol", "chat, parley.v1"));
    }

    @Test
    void answersTheKeyOfTheRfcAsTheRfcDoes() {
        Handshake.Result.Accepted accepted = (Handshake.Result.Accepted) read(good());
        assertThat(accepted.response())
                .startsWith("HTTP/1.1 101 ")
                .contains("Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n")
                .contains("Sec-WebSocket-Protocol: parley.v1\r\n")
                .endsWith("\r\n\r\n");
        assertThat(accepted.originRefused()).isFalse();
    }

    @Test
    void waitsForTheWholeHeadAndLeavesWhatFollows() {
        byte[] head = head(good()).getBytes(StandardCharsets.US_ASCII);
        ByteBuf in = Unpooled.buffer();
        for (int i = 0; i < head.length - 1; i++) {
            in.writeByte(head[i]);
            assertThat(handshake.read(in)).isInstanceOf(Handshake.Result.Incomplete.class);
        }
        in.writeByte(head[head.length - 1]).writeByte(0x81);
        assertThat(handshake.read(in)).isInstanceOf(Handshake.Result.Accepted.class);
        assertThat(in.readableBytes()).isEqualTo(1);
    }

    @Test
    void refusesWithoutTheSubprotocol() {
        assertRefused("Sec-WebSocket-Protocol", null, 400);
        assertRefused("Sec-WebSocket-Protocol", "parley.v2", 400);
    }

    @Test
    void refusesABadKey() {
        assertRefused("Sec-WebSocket-Key", null, 400);
        assertRefused("Sec-WebSocket-Key", "c2hvcnQ=", 400);
        assertRefused("Sec-WebSocket-Key", "dGhlIHNhbXBsZSBub25jZQ==,dGhlIHNhbXBsZSBub25jZQ==", 400);
    }

    @Test
    void refusesWhatIsNoUpgradeToVersion13() {
        assertRefused("Upgrade", null, 426);
        assertRefused("Connection", "close", 426);
        assertRefused("Sec-WebSocket-Version", "8", 426);
    }

    @Test
    void refusesAHeadThatIsNoneOfHttp() {
        assertRefused("Host", null, 400);
        assertRefused("Bad Name", "x", 400);
        assertThat(status(handshake.read(bytes("GET /v1/socket HTTP/1.0\r\n\r\n"))))
                .isEqualTo(400);
        assertThat(status(handshake.read(bytes("GET /v1/socket HTTP/1.1\r\n folded\r\n\r\n"))))
                .isEqualTo(400);
    }

    @Test
    void refusesAHeadOverItsBound() {
        String endless = "GET /v1/socket HTTP/1.1\r\nX: " + "x".repeat(Handshake.HEAD_BYTES);
        assertThat(status(handshake.read(bytes(endless)))).isEqualTo(431);
    }

    @Test
    void admitsPagesOfTheSameHostAndOfTheList() {
        assertThat(refusesOrigin("http://chat.example:8080")).isFalse();
        assertThat(refusesOrigin("https://CHAT.example:8080")).isFalse();
        assertThat(refusesOrigin("https://page.example")).isFalse();
    }

    @Test
    void refusesPagesOfOtherOrigins() {
        assertThat(refusesOrigin("http://chat.example")).isTrue();
        assertThat(refusesOrigin("http://chat.example:80801")).isTrue();
        assertThat(refusesOrigin("https://page.example.evil")).isTrue();
        assertThat(refusesOrigin("null")).isTrue();
        assertThat(refusesOrigin("")).isTrue();
    }

    @Test
    void knowsThePortThatASchemeImplies() {
        Map<String, String> headers = good();
        headers.put("Host", "chat.example");
        headers.put("Origin", "https://chat.example:443");
        assertThat(((Handshake.Result.Accepted) read(headers)).originRefused()).isFalse();
    }

    private boolean refusesOrigin(String origin) {
        Map<String, String> headers = good();
        headers.put("Origin", origin);
        return ((Handshake.Result.Accepted) read(headers)).originRefused();
    }

    private void assertRefused(String header, String value, int status) {
        Map<String, String> headers = good();
        if (value == null) {
            headers.remove(header);
        } else {
            headers.put(header, value);
        }
        assertThat(status(read(headers))).as(header + ": " + value).isEqualTo(status);
    }

    private static int status(Handshake.Result result) {
        return Integer.parseInt(((Handshake.Result.Refused) result).response().split(" ", 3)[1]);
    }

    private Handshake.Result read(Map<String, String> headers) {
        return handshake.read(bytes(head(headers)));
    }

    private static ByteBuf bytes(String text) {
        return Unpooled.copiedBuffer(text, StandardCharsets.US_ASCII);
    }

    private static String head(Map<String, String> headers) {
        StringBuilder head = new StringBuilder("GET /v1/socket?route=u1 HTTP/1.1\r\n");
        headers.forEach(
                (name, value) -> head.append(name).append(": ").append(value).append("\r\n"));
        return head.append("\r\n").toString();
    }
}
