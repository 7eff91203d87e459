package chat.parley.wire;

import static chat.parley.wire.FrameReaderTest.refused;
import static chat.parley.wire.FrameReaderTest.send;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Each bound: what stands on it is read, what is one over it is refused. */
class WireLimitsTest {
    private static final String ID = "018f4e5a-0000-7000-8000-00000000000a";
    private static final String WAVE = "\uD83D\uDC4B";

    @Test
    void textIsAtMost16000CodePoints() throws MalformedFrame {
        assertBound(16_000, WireLimits.TEXT_CODE_POINTS, n -> withText("x".repeat(n)));
        assertBound(16_000, WireLimits.TEXT_CODE_POINTS, n -> withText(WAVE.repeat(n)));
        refused(withText(""));
        Frames.client(withText(" "));
    }

    @Test
    void theLongestTextIsAtMost64000BytesAnyway() {
        assertThat(WireLimits.TEXT_BYTES).isEqualTo(64_000);
        assertThat(WAVE.repeat(WireLimits.TEXT_CODE_POINTS).getBytes(StandardCharsets.UTF_8))
                .hasSize(WireLimits.TEXT_BYTES);
    }

    @Test
    void textHoldsNoNulAndNoLoneSurrogate() throws MalformedFrame {
        for (String bad : new String[] {"\\u0000", "a\\u0000b", "\\ud83d", "\\udc4b", "\\ud83dx", "\\udc4b\\ud83d"}) {
            assertThat(refused(withText(bad)).detail()).isEqualTo("text must not hold U+0000 or a lone surrogate");
        }
        assertThat(Frames.client(withText("\\ud83d\\udc4b"))).isEqualTo(Frames.client(withText(WAVE)));
    }

    @Test
    void surrogatesInRawBytesAreRefusedToo() {
        byte[] json = withText("@@@").getBytes(StandardCharsets.UTF_8);
        int at = new String(json, StandardCharsets.UTF_8).indexOf("@@@");
        byte[] surrogate = {(byte) 0xED, (byte) 0xA0, (byte) 0x80};
        System.arraycopy(surrogate, 0, json, at, surrogate.length);
        org.junit.jupiter.api.Assertions.assertThrows(
                MalformedFrame.class, () -> new FrameReader().client(json, 0, json.length));
    }

    @Test
    void anIdIsAtMost40UrlSafeCharacters() throws MalformedFrame {
        assertBound(40, WireLimits.ID_CHARACTERS, n -> typing("c".repeat(n)));
        Frames.client(typing("Az09-._~"));
        for (String bad : new String[] {"", " ", "a b", "a/b", "a%20", "\u00e9", "a\\u0000"}) {
            refused(typing(bad));
        }
    }

    @Test
    void aFocusHoldsAtMost20Conversations() throws MalformedFrame {
        assertBound(
                20,
                WireLimits.FOCUS_CONVERSATIONS,
                n -> "{\"op\":\"focus\",\"conversations\":[" + repeat(n, "\"c%d\"") + "]}");
    }

    @Test
    void aWatchHoldsAtMost500Users() throws MalformedFrame {
        assertBound(500, WireLimits.WATCH_USERS, n -> "{\"op\":\"watch\",\"users\":[" + repeat(n, "\"u%d\"") + "]}");
    }

    @Test
    void aMessageMentionsAtMost100() throws MalformedFrame {
        assertBound(100, WireLimits.MENTIONS, n -> withMore("\"mentions\":[" + repeat(n, "\"u%d\"") + "]"));
    }

    @Test
    void aMessageHasAtMost10Attachments() throws MalformedFrame {
        assertBound(10, WireLimits.ATTACHMENTS, n -> withMore("\"attachments\":[" + repeat(n, "\"a%d\"") + "]"));
    }

    @Test
    void aDeliveredHoldsAtMost1000Marks() throws MalformedFrame {
        assertBound(
                1_000,
                WireLimits.DELIVERED_MARKS,
                n -> "{\"op\":\"delivered\",\"marks\":{" + repeat(n, "\"c%d\":1") + "}}");
    }

    @Test
    void theFieldsOfAHelloAreBounded() throws MalformedFrame {
        assertBound(4_096, WireLimits.TOKEN_CHARACTERS, n -> hello("t".repeat(n), "v", "c"));
        assertBound(64, WireLimits.CLIENT_CHARACTERS, n -> hello("t", "v".repeat(n), "c"));
        assertBound(256, WireLimits.CURSOR_CHARACTERS, n -> hello("t", "v", "c".repeat(n)));
        refused(hello(" ", "v", "c"));
        refused(hello("t", " ", "c"));
    }

    @Test
    void aRidIsAnyNumberAndComesBackDigitForDigit() throws MalformedFrame {
        for (String rid : List.of("0", "-0.0", "1.5", "1E+400", "-2.50e-7", "18446744073709551617")) {
            ClientFrame.Ping ping = (ClientFrame.Ping) Frames.client("{\"op\":\"ping\",\"rid\":" + rid + "}");
            assertThat(new String(new FrameWriter().server(new ServerFrame.Pong(ping.rid())), UTF_8))
                    .isEqualTo("{\"op\":\"pong\",\"rid\":" + rid + "}");
        }
        assertBound(64, WireLimits.NUMBER_CHARACTERS, n -> "{\"op\":\"ping\",\"rid\":" + "1".repeat(n) + "}");
    }

    @Test
    void ignoredFieldsAreBoundedInDepthNameAndDigits() throws MalformedFrame {
        assertBound(32 - 1, WireLimits.DEPTH - 1, n -> withIgnored("\"x\":" + "[".repeat(n) + "]".repeat(n)));
        assertBound(256, WireLimits.FIELD_NAME_CHARACTERS, n -> withIgnored("\"" + "x".repeat(n) + "\":1"));
        assertBound(64, WireLimits.NUMBER_CHARACTERS, n -> withIgnored("\"x\":" + "9".repeat(n)));
    }

    private static void assertBound(int documented, int limit, IntFunction<String> json) throws MalformedFrame {
        assertThat(limit).isEqualTo(documented);
        Frames.client(json.apply(limit));
        refused(json.apply(limit + 1));
    }

    private static String withText(String text) {
        return send("\"id\":\"" + ID + "\",\"text\":\"" + text + "\"");
    }

    private static String withMore(String fields) {
        return send("\"id\":\"" + ID + "\",\"text\":\"x\"," + fields);
    }

    private static String withIgnored(String field) {
        return "{\"op\":\"ping\"," + field + ",\"rid\":1}";
    }

    private static String typing(String conversation) {
        return "{\"op\":\"typing\",\"conversation\":\"" + conversation + "\"}";
    }

    private static String hello(String token, String version, String cursor) {
        return "{\"op\":\"hello\",\"token\":\"" + token + "\",\"client\":{\"name\":\"test\",\"version\":\"" + version
                + "\"},\"cursor\":\"" + cursor + "\"}";
    }

    private static String repeat(int times, String format) {
        return IntStream.range(0, times)
                .mapToObj(i -> String.format(java.util.Locale.ROOT, format, i))
                .collect(Collectors.joining(","));
    }
}
