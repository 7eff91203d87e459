package chat.parley.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class FrameReaderTest {
    private static final String ID = "018f4e5a-0000-7000-8000-00000000000a";

    @Test
    void readsFieldsInAnyOrderTheOpIncluded() throws MalformedFrame {
        assertThat(Frames.client("{\"seq\":7,\"conversation\":\"c1\",\"op\":\"read\"}"))
                .isEqualTo(new ClientFrame.Read("c1", 7, null));
    }

    @Test
    void ignoresUnknownFieldsHoweverDeep() throws MalformedFrame {
        assertThat(Frames.client("{\"op\":\"ping\",\"new\":{\"rid\":[1,{\"op\":2}]},\"rid\":3,\"x\":[[]]}"))
                .isEqualTo(new ClientFrame.Ping(Rid.of(3)));
    }

    @Test
    void ignoresFieldsOfOtherOpsWhateverTheyHold() throws MalformedFrame {
        assertThat(Frames.client("{\"op\":\"ping\",\"rid\":3,\"text\":17,\"conversation\":false}"))
                .isEqualTo(new ClientFrame.Ping(Rid.of(3)));
    }

    @Test
    void takesTheLastOfAFieldGivenTwiceAndTheFirstOp() throws MalformedFrame {
        assertThat(Frames.client("{\"op\":\"ping\",\"rid\":1,\"op\":\"hello\",\"rid\":2}"))
                .isEqualTo(new ClientFrame.Ping(Rid.of(2)));
    }

    @Test
    void takesNullForAbsent() throws MalformedFrame {
        assertThat(Frames.client("{\"op\":\"read\",\"conversation\":\"c1\",\"seq\":7,\"thread\":null}"))
                .isEqualTo(new ClientFrame.Read("c1", 7, null));
        assertThat(refused("{\"op\":\"read\",\"conversation\":\"c1\",\"seq\":null}")
                        .detail())
                .isEqualTo("seq is missing");
    }

    @Test
    void readsAFrameInTheMiddleOfABuffer() throws MalformedFrame {
        byte[] bytes = "xx{\"op\":\"ping\",\"rid\":9}yy".getBytes(StandardCharsets.UTF_8);
        assertThat(new FrameReader().client(bytes, 2, bytes.length - 4)).isEqualTo(new ClientFrame.Ping(Rid.of(9)));
    }

    @Test
    void writesUuidsInLowerCase() throws MalformedFrame {
        ClientFrame frame = Frames.client(send("\"id\":\"" + ID.toUpperCase(java.util.Locale.ROOT) + "\",\"text\":\"x\""
                + ",\"prev\":\"018F4E5A-0000-7000-8000-00000000000B\""));
        assertThat(frame)
                .isEqualTo(new ClientFrame.Send(
                        Rid.of(5),
                        "c1",
                        new ClientFrame.Draft(
                                ID,
                                "x",
                                null,
                                null,
                                false,
                                List.of(),
                                List.of(),
                                "018f4e5a-0000-7000-8000-00000000000b")));
    }

    @Test
    void refusesAnIdThatIsNoUuidForAMessage() {
        for (String id : List.of("", "x", ID + "0", ID.replace('-', '0'), ID.replace('a', 'g'), "{" + ID + "}")) {
            assertThat(refused(send("\"id\":\"" + id + "\",\"text\":\"x\"")).detail())
                    .isEqualTo("id must be a UUID");
        }
    }

    @Test
    void carriesTheRidWhereverItStands() {
        assertThat(refused("{\"op\":\"send\",\"conversation\":17,\"rid\":5}").rid())
                .isEqualTo(Rid.of(5));
        assertThat(refused("{\"rid\":5,\"op\":\"nonsense\"}").rid()).isEqualTo(Rid.of(5));
        assertThat(refused("{\"rid\":5}").detail()).isEqualTo("op is missing");
    }

    @Test
    void carriesNoRidThatIsNotANumberOfTheFrameItself() {
        for (String rid : List.of("\"5\"", "[5]", "{\"rid\":5}", "null", "true")) {
            MalformedFrame refusal = refused("{\"op\":\"ping\",\"rid\":" + rid + "}");
            assertThat(refusal.rid()).as(rid).isNull();
            assertThat(refusal.json()).as(rid).isTrue();
        }
    }

    @Test
    void saysWhetherTheBytesWereOneJsonObject() {
        for (String json : List.of("{}", " { } ", "{\"op\":\"ping\"}", "{\"op\":{}}")) {
            assertThat(refused(json).json()).as(json).isTrue();
        }
        for (String noise : List.of(
                "",
                " ",
                "[1]",
                "\"op\"",
                "17",
                "null",
                "hello",
                "{",
                "{\"op\"",
                "{\"op\":\"ping\",\"rid\":1",
                "{\"op\":\"ping\",\"rid\":1}}",
                "{\"op\":\"ping\",\"rid\":1}{}",
                "{'op':'ping'}",
                "{\"op\":\"ping\",\"rid\":01}",
                "[1",
                "\uFEFF{}")) {
            assertThat(refused(noise).json()).as(noise).isFalse();
        }
    }

    @Test
    void takesUtf8AndNoOtherEncoding() {
        byte[] utf16 = "{\"op\":\"ping\",\"rid\":1}".getBytes(StandardCharsets.UTF_16BE);
        MalformedFrame refusal =
                assertThrows(MalformedFrame.class, () -> new FrameReader().client(utf16, 0, utf16.length));
        assertThat(refusal.json()).isFalse();
    }

    @Test
    void refusesUnknownOpsOfEitherSideAndLetsTheConnectionLive() {
        assertThat(refused("{\"op\":\"seal\",\"rid\":1}").json()).isTrue();
        assertThat(refused("{\"op\":\"welcome\",\"rid\":1}").detail()).isEqualTo("unknown op");
        MalformedFrame refusal = assertThrows(MalformedFrame.class, () -> Frames.server("{\"op\":\"tomorrow\"}"));
        assertThat(refusal.json()).isTrue();
    }

    @Test
    void namesTheFieldAndTheBoundButNeverTheValue() {
        MalformedFrame refusal = refused("{\"op\":\"read\",\"conversation\":\"s p a c e\",\"seq\":1}");
        assertThat(refusal.detail()).isEqualTo("conversation must be a URL-safe id of 1 to 40 characters");
    }

    @Test
    void refusesStatusesItDoesNotKnow() {
        assertThat(refused("{\"op\":\"status\",\"status\":\"offline\"}").detail())
                .isEqualTo("status must be online, away or dnd");
    }

    @Test
    void refusesNumbersBelowTheirRange() {
        assertThat(refused("{\"op\":\"read\",\"conversation\":\"c1\",\"seq\":-1}")
                        .detail())
                .isEqualTo("seq must not be negative");
        assertThat(refused(send("\"id\":\"" + ID + "\",\"text\":\"x\",\"replyTo\":0"))
                        .detail())
                .isEqualTo("replyTo must be 1 or more");
    }

    @Test
    void readsMarks() throws MalformedFrame {
        assertThat(Frames.client("{\"op\":\"delivered\",\"marks\":{\"c1\":3,\"c2\":0}}"))
                .isEqualTo(new ClientFrame.Delivered(Map.of("c1", 3L, "c2", 0L)));
    }

    @Test
    void readsTheDraftOfAnHttpBody() throws MalformedFrame {
        byte[] body = ("{\"id\":\"" + ID + "\",\"text\":\"hello\"}").getBytes(StandardCharsets.UTF_8);
        assertThat(new FrameReader().draft(body, 0, body.length)).isEqualTo(ClientFrame.Draft.plain(ID, "hello"));
        byte[] twice = "{}{}".getBytes(StandardCharsets.UTF_8);
        assertThrows(MalformedFrame.class, () -> new FrameReader().draft(twice, 0, twice.length));
    }

    @Test
    void keepsTheNumberOfAnEntryOfAKindItDoesNotKnow() throws MalformedFrame {
        ServerFrame frame = Frames.server("{\"op\":\"entry\",\"conversation\":\"c1\",\"seq\":4,\"messages\":2,"
                + "\"at\":\"2026-11-24T01:02:03.123Z\",\"from\":\"u1\",\"kind\":\"poll\",\"question\":{\"a\":[1]}}");
        Entry entry = ((ServerFrame.Appended) frame).entry();
        assertThat(entry.seq()).isEqualTo(4);
        assertThat(entry.body()).isEqualTo(new Entry.Changed(null, null, null, null, null, null, null, null));
    }

    @Test
    void takesAnUnknownErrorCodeForAnInternalError() throws MalformedFrame {
        assertThat(Frames.server("{\"op\":\"error\",\"rid\":1,\"code\":\"teapot\",\"detail\":\"short and stout\"}"))
                .isEqualTo(new ServerFrame.Refusal(Rid.of(1), ErrorCode.INTERNAL, "short and stout", null));
    }

    @Test
    void refusesAMessageWithoutTextUnlessItIsRecalled() throws MalformedFrame {
        String message = "{\"op\":\"entry\",\"conversation\":\"c1\",\"seq\":4,\"messages\":2,"
                + "\"at\":\"2026-11-24T01:02:03.123Z\",\"from\":\"u1\",\"kind\":\"message\",\"id\":\"" + ID + "\"";
        assertThat(Frames.server(message + ",\"recalled\":true}")).isInstanceOf(ServerFrame.Appended.class);
        assertThrows(MalformedFrame.class, () -> Frames.server(message + "}"));
    }

    static MalformedFrame refused(String json) {
        return assertThrows(MalformedFrame.class, () -> Frames.client(json), json);
    }

    static String send(String draft) {
        return "{\"op\":\"send\",\"rid\":5,\"conversation\":\"c1\"," + draft + "}";
    }
}
