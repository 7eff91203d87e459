package chat.parley.http;

import static chat.parley.http.ConversationApiTest.refused;
import static org.assertj.core.api.Assertions.assertThat;

import chat.parley.http.ConversationApi.Answered;
import chat.parley.http.ConversationApi.Person;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Mentions and saved messages over HTTP; what is listed is the contract of the store. */
class CollectedApiTest {
    private static ConversationApi api;

    private final Person ada = api.person();
    private final Person ben = api.person();
    private final String group = ada.call(
                    "POST",
                    "/conversations",
                    "{\"id\":\"%s\",\"kind\":\"group\",\"title\":\"G\",\"members\":[\"%s\"]}"
                            .formatted(UUID.randomUUID(), ben))
            .text("id");

    @BeforeAll
    static void open() {
        api = new ConversationApi();
    }

    @AfterAll
    static void close() {
        api.close();
    }

    @Test
    void listsMentionsWithTheirSendersInPages() {
        long first = post(ada, "hello ben", ben);
        long second = post(ada, "ben again", ben);
        Answered page = ben.get("/users/me/mentions?limit=1");
        assertThat(page.body().at("/mentions/0/message/seq").asLong()).isEqualTo(second);
        assertThat(page.body().at("/mentions/0/message/text").asText()).isEqualTo("ben again");
        assertThat(page.body().at("/mentions/0/message/conversation").asText()).isEqualTo(group);
        assertThat(page.body().at("/mentions/0/unread").asBoolean()).isTrue();
        assertThat(page.texts("users", "id")).containsExactly(ada.toString());
        Answered rest = ben.get("/users/me/mentions?limit=1&before=" + page.text("next"));
        assertThat(rest.body().at("/mentions/0/message/seq").asLong()).isEqualTo(first);
        assertThat(rest.body().get("next").isNull()).isTrue();
    }

    @Test
    void savesAndForgets() {
        long seq = post(ada, "to be kept");
        String path = "/conversations/" + group + "/messages/" + seq + "/saved";
        assertThat(ben.call("PUT", path, "").status()).isEqualTo(204);
        assertThat(ben.call("PUT", path, "").status()).isEqualTo(204);
        Answered saved = ben.get("/users/me/saved");
        assertThat(saved.body().at("/saved/0/message/text").asText()).isEqualTo("to be kept");
        assertThat(saved.body().at("/saved/0/savedAt").asText()).endsWith("Z");
        assertThat(saved.texts("users", "id")).containsExactly(ada.toString());
        assertThat(ben.get("/users/me/saved/places").body().toString())
                .isEqualTo("{\"places\":[{\"conversation\":\"" + group + "\",\"seq\":" + seq + "}]}");
        assertThat(ben.call("DELETE", path, "").status()).isEqualTo(204);
        assertThat(ben.call("DELETE", path, "").status()).isEqualTo(204);
        assertThat(ben.get("/users/me/saved").body().get("saved")).isEmpty();
    }

    @Test
    void aPageOfLongMessagesIsCutAndGoesOn() {
        String long1 = "\\u0001".repeat(16_000);
        for (int i = 0; i < 12; i++) {
            long seq = ada.call(
                            "POST",
                            "/conversations/" + group + "/messages",
                            "{\"id\":\"%s\",\"text\":\"%s\"}".formatted(UUID.randomUUID(), long1))
                    .number("seq");
            ben.call("PUT", "/conversations/" + group + "/messages/" + seq + "/saved", "");
        }
        Answered page = ben.get("/users/me/saved");
        assertThat(page.bytes()).isLessThan(1 << 20);
        int shown = page.body().get("saved").size();
        assertThat(shown).isBetween(1, 11);
        int rest = ben.get("/users/me/saved?before=" + page.text("next"))
                .body()
                .get("saved")
                .size();
        assertThat(rest).isPositive();
    }

    @Test
    void savesNothingThatIsNotThere() {
        long seq = post(ada, "for members");
        String path = "/conversations/" + group + "/messages/" + seq + "/saved";
        refused(api.person().call("PUT", path, ""), 404, "not_found");
        refused(ben.call("PUT", "/conversations/c0000000000001/messages/1/saved", ""), 404, "not_found");
        refused(ben.call("PUT", "/conversations/" + group + "/messages/1/saved", ""), 404, "not_found");
        refused(ben.call("PUT", "/conversations/" + group + "/messages/x/saved", ""), 404, "not_found");
        assertThat(api.person().call("DELETE", path, "").status()).isEqualTo(204);
        ada.call("DELETE", "/conversations/" + group + "/messages/" + seq, "");
        refused(ben.call("PUT", path, ""), 409, "conflict");
    }

    @Test
    void refusesWhoeverAsksWithoutEnd() {
        long seq = post(ada, "again and again");
        api.exhausted = Optional.of(ben.id);
        try {
            String path = "/conversations/" + group + "/messages/" + seq + "/saved";
            refused(ben.call("PUT", path, ""), 429, "rate_limited");
            refused(ben.call("DELETE", path, ""), 429, "rate_limited");
            refused(ben.get("/users/me/mentions"), 429, "rate_limited");
        } finally {
            api.exhausted = Optional.empty();
        }
    }

    private long post(Person sender, String text, Person... mentioned) {
        String whom = String.join(
                ",", List.of(mentioned).stream().map(who -> "\"" + who + "\"").toList());
        return sender.call(
                        "POST",
                        "/conversations/" + group + "/messages",
                        "{\"id\":\"%s\",\"text\":\"%s\",\"mentions\":[%s]}".formatted(UUID.randomUUID(), text, whom))
                .number("seq");
    }
}
