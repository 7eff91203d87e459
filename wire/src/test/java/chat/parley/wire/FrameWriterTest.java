package chat.parley.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class FrameWriterTest {
    private static final String ID = "018f4e5a-0000-7000-8000-00000000000a";
    private static final Instant AT = Instant.parse("2026-11-24T01:02:03.123Z");

    private final FrameWriter writer = new FrameWriter();

    @Test
    void writesAMessageAsTheProtocolShowsIt() {
        Entry entry = new Entry("c1", 42, 39, AT, "u1", Entry.Message.plain(ID, "hello **world**"));
        assertThat(text(writer.appended(entry)))
                .isEqualTo("{\"op\":\"entry\",\"conversation\":\"c1\",\"seq\":42,\"messages\":39,"
                        + "\"at\":\"2026-11-24T01:02:03.123Z\",\"from\":\"u1\",\"kind\":\"message\",\"id\":\"" + ID
                        + "\",\"text\":\"hello **world**\"}");
        assertThat(writer.server(new ServerFrame.Appended(entry))).isEqualTo(writer.appended(entry));
    }

    @Test
    void writesTimesInUtcWithExactlyMilliseconds() {
        assertThat(time(Instant.parse("2026-01-02T03:04:05Z"))).isEqualTo("2026-01-02T03:04:05.000Z");
        assertThat(time(Instant.parse("2026-01-02T03:04:05.999999999Z"))).isEqualTo("2026-01-02T03:04:05.999Z");
        assertThat(time(Instant.parse("1969-12-31T23:59:59.001Z"))).isEqualTo("1969-12-31T23:59:59.001Z");
        assertThrows(DateTimeException.class, () -> time(Instant.parse("+10000-01-01T00:00:00Z")));
    }

    @Test
    void readsTimesOfAnyOffsetAndPrecision() {
        assertThat(Times.parse("2026-11-24T02:02:03.123456+01:00")).isEqualTo(AT);
        assertThat(Times.parse("2026-11-24T01:02:03.123Z")).isEqualTo(AT);
        for (String bad : List.of("2026-13-24T01:02:03.123Z", "2026-11-24T01:02:03,123Z", "2026-11-24", "now")) {
            assertThrows(DateTimeException.class, () -> Times.parse(bad), bad);
        }
    }

    @Test
    void leavesOutWhatIsAbsentOrFalse() {
        assertThat(text(writer.server(new ServerFrame.Ack(Rid.of(7), "c1", ID, 1, AT, false))))
                .isEqualTo("{\"op\":\"ack\",\"rid\":7,\"conversation\":\"c1\",\"id\":\"" + ID
                        + "\",\"seq\":1,\"at\":\"2026-11-24T01:02:03.123Z\"}");
        assertThat(text(writer.server(new ServerFrame.Ack(Rid.of(7), "c1", ID, 1, AT, true))))
                .endsWith(",\"duplicate\":true}");
        assertThat(text(writer.server(new ServerFrame.Refusal(null, ErrorCode.RATE_LIMITED, "slower", 100L))))
                .isEqualTo("{\"op\":\"error\",\"code\":\"rate_limited\",\"detail\":\"slower\",\"retryAfterMs\":100}");
    }

    @Test
    void saysNullForTheTitleOfADirectConversationAndForNoUnreadFrom() {
        ConversationState state = new ConversationState(
                "c1",
                "direct",
                null,
                new ConversationState.Peer("u2", "bob", "Bob"),
                null,
                "all",
                "moderators",
                1,
                0,
                1,
                0,
                1,
                0,
                1,
                null,
                0,
                "member",
                false,
                null,
                null,
                2,
                Map.of(),
                null,
                null);
        assertThat(text(writer.server(new ServerFrame.Conversation(state))))
                .isEqualTo("{\"op\":\"conversation\",\"id\":\"c1\",\"kind\":\"direct\",\"title\":null,"
                        + "\"peer\":{\"id\":\"u2\",\"handle\":\"bob\",\"name\":\"Bob\"},\"history\":\"all\","
                        + "\"invites\":\"moderators\",\"head\":1,\"messages\":0,\"first\":1,\"firstMessages\":0,"
                        + "\"read\":1,\"readMessages\":0,\"delivered\":1,\"unreadFrom\":null,\"mentions\":0,"
                        + "\"role\":\"member\",\"muted\":false,\"members\":2}");
    }

    @Test
    void writesTheDraftThatTheReaderReads() throws MalformedFrame {
        ClientFrame.Draft draft = new ClientFrame.Draft(ID, "x", 1L, 2L, true, List.of("here"), List.of("a1"), ID);
        byte[] json = writer.draft(draft);
        assertThat(new FrameReader().draft(json, 0, json.length)).isEqualTo(draft);
    }

    private String time(Instant at) {
        String json = text(writer.server(new ServerFrame.Presence("u1", "away", at)));
        return json.substring(json.indexOf("lastSeen") + 11, json.length() - 2);
    }

    private static String text(byte[] json) {
        return new String(json, StandardCharsets.UTF_8);
    }
}
