package chat.parley.http;

import static chat.parley.http.ConversationApiTest.refused;
import static org.assertj.core.api.Assertions.assertThat;

import chat.parley.core.preview.Pages.Look;
import chat.parley.core.preview.Preview;
import chat.parley.http.ConversationApi.Answered;
import chat.parley.http.ConversationApi.Person;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What is behind the links of a message, over HTTP. */
class PreviewApiTest {
    private static final String SEA = "https://sea.example/";

    private static ConversationApi api;

    private final Person ada = api.person();
    private final Person ben = api.person();
    private final Person eve = api.person();
    private final String group = "/conversations/"
            + ada.call(
                            "POST",
                            "/conversations",
                            "{\"id\":\"%s\",\"kind\":\"group\",\"title\":\"Links\",\"members\":[\"%s\"]}"
                                    .formatted(UUID.randomUUID(), ben))
                    .text("id");

    @BeforeAll
    static void open() {
        api = new ConversationApi();
        Preview.Image image = new Preview.Image("image/png", 20, 10, new byte[] {1, 2, 3});
        api.behind.put(SEA, new Look.Found(new Preview("The sea", "All about it", "Sea", image)));
        api.behind.put(SEA + "2", new Look.Found(new Preview("More sea", null, "Sea", null)));
        api.behind.put(SEA + "busy", new Look.Busy());
    }

    @AfterAll
    static void close() {
        api.close();
    }

    @Test
    void isToldToMembersAsTheMessageReadsNow() {
        long seq = send("look: " + SEA);
        assertThat(previews(ben, seq).body())
                .hasToString("{\"on\":true,\"previews\":[{\"url\":\"" + SEA
                        + "\",\"title\":\"The sea\",\"description\":\"All about it\",\"site\":\"Sea\","
                        + "\"image\":{\"type\":\"image/png\",\"width\":20,\"height\":10,\"data\":\"AQID\"}}]}");
        edit(seq, "rather: " + SEA + "2");
        edit(seq, "or rather: " + SEA + "2 and https://nothing.example/");
        assertThat(previews(ben, seq).texts("previews", "title")).containsExactly("More sea");
        ada.call("DELETE", group + "/messages/" + seq, "");
        assertThat(previews(ben, seq).body().at("/previews")).isEmpty();
    }

    @Test
    void isToldOfTheFirstLinksOnly() {
        long seq = send(SEA + "2 https://nothing.example/ " + SEA);
        assertThat(previews(ada, seq).texts("previews", "title")).containsExactly("More sea");
    }

    @Test
    void isOfNoConcernToWhoMayNotSeeTheMessage() {
        long seq = send(SEA);
        Answered stranger = previews(eve, seq);
        refused(stranger, 404, "not_found");
        assertThat(stranger.text("detail"))
                .isEqualTo(eve.get("/conversations/c0000000000001/messages/1/previews")
                        .text("detail"));
        refused(previews(ada, 9_999), 404, "not_found");
        refused(previews(ada, 1), 404, "not_found");
        ada.call("DELETE", group + "/members/" + ben, "");
        refused(previews(ben, seq), 404, "not_found");
    }

    @Test
    void isLookedAtSoOftenOnlyButToldAsOftenAsAskedOnceItIsKnown() {
        long seq = send(SEA);
        api.exhausted = Optional.of(ben.id);
        refused(previews(ben, seq), 429, "rate_limited");
        api.behind.put("known " + SEA, new Look.Nothing());
        assertThat(previews(ben, seq).status()).isEqualTo(200);
        api.behind.remove("known " + SEA);
        api.exhausted = Optional.empty();
        refused(previews(ben, send(SEA + "busy")), 429, "rate_limited");
    }

    private long send(String text) {
        return ada.call(
                        "POST",
                        group + "/messages",
                        "{\"id\":\"%s\",\"text\":\"%s\"}".formatted(UUID.randomUUID(), text))
                .number("seq");
    }

    private void edit(long seq, String text) {
        Answered edited = ada.call(
                "PATCH",
                group + "/messages/" + seq,
                "{\"id\":\"%s\",\"text\":\"%s\"}".formatted(UUID.randomUUID(), text));
        assertThat(edited.status()).isEqualTo(200);
    }

    private Answered previews(Person who, long seq) {
        return who.get(group + "/messages/" + seq + "/previews");
    }
}
