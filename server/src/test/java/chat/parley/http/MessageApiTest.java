package chat.parley.http;

import static chat.parley.http.ConversationApiTest.refused;
import static org.assertj.core.api.Assertions.assertThat;

import chat.parley.http.ConversationApi.Answered;
import chat.parley.http.ConversationApi.Person;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Messages, entries, markers and receipts over HTTP. */
class MessageApiTest {
    private static final int MIB = 1024 * 1024;

    private static ConversationApi api;

    private final Person ada = api.person();
    private final Person ben = api.person();
    private final String direct = ada.call(
                    "POST", "/conversations", "{\"kind\":\"direct\",\"members\":[\"" + ben + "\"]}")
            .text("id");
    private final String path = "/conversations/" + direct;

    @BeforeAll
    static void open() {
        api = new ConversationApi();
    }

    @AfterAll
    static void close() {
        api.close();
    }

    @Test
    void postsOnceHoweverOftenItIsAsked() {
        String id = UUID.randomUUID().toString();
        Answered first = ada.call("POST", path + "/messages", message(id, "one"));
        Answered again = ada.call("POST", path + "/messages", message(id.toUpperCase(Locale.ROOT), "two"));

        assertThat(first.status()).isEqualTo(201);
        assertThat(first.number("seq")).isEqualTo(2);
        assertThat(again.status()).isEqualTo(200);
        assertThat(again.body()).isEqualTo(first.body());
        JsonNode entry =
                ben.get(path + "/entries?after=1").body().get("entries").get(0);
        assertThat(entry.get("id").asText()).isEqualTo(id);
        assertThat(entry.get("text").asText()).isEqualTo("one");
        assertThat(entry.get("at").asText()).isEqualTo(first.text("at"));
    }

    @Test
    void refusesWhatIsNoMessage() {
        String id = UUID.randomUUID().toString();
        for (String body : List.of(
                "{}",
                message("no-uuid", "text"),
                message("1-1-1-1-1", "text"),
                message(id, ""),
                message(id, "a".repeat(16_001)),
                message(id, "a\\u0000"),
                message(id, "\\ud800"),
                "{\"id\":\"" + id + "\",\"text\":\"a\",\"prev\":\"x\"}")) {
            refused(ada.call("POST", path + "/messages", body), 400, "bad_request");
        }
        assertThat(ada.call("POST", path + "/messages", message(id, "\uD83D\uDE00".repeat(16_000)))
                        .status())
                .isEqualTo(201);
    }

    @Test
    void refusesWhatOvertakes() {
        String prev = UUID.randomUUID().toString();
        String body = "{\"id\":\"" + UUID.randomUUID() + "\",\"text\":\"a\",\"prev\":\"" + prev + "\"}";
        refused(ada.call("POST", path + "/messages", body), 409, "conflict");
        ada.call("POST", path + "/messages", message(prev, "before"));
        assertThat(ada.call("POST", path + "/messages", body).status()).isEqualTo(201);
    }

    @Test
    void refusesSendsOverTheRate() {
        api.exhausted = Optional.of(ada.id);
        Answered answer =
                ada.call("POST", path + "/messages", message(UUID.randomUUID().toString(), "a"));
        api.exhausted = Optional.empty();
        refused(answer, 429, "rate_limited");
        assertThat(answer.number("retryAfterMs")).isEqualTo(700);
    }

    @Test
    void refusesSendsBetweenThoseWhoBlock() {
        api.execute("insert into block values (%d, %d)".formatted(ben.id.value(), ada.id.value()));
        refused(ada.call("POST", path + "/messages", message(UUID.randomUUID().toString(), "a")), 403, "forbidden");
        refused(ben.call("POST", path + "/messages", message(UUID.randomUUID().toString(), "a")), 403, "forbidden");
    }

    @Test
    void acksAKnownIdEvenToOneWhoHasLeft() {
        String group = ada.call("POST", "/conversations", """
                        {"id":"%s","kind":"group","title":"T","members":["%s"]}""".formatted(UUID.randomUUID(), ben))
                .text("id");
        String messages = "/conversations/" + group + "/messages";
        String id = UUID.randomUUID().toString();
        Answered first = ben.call("POST", messages, message(id, "a"));
        ada.call("DELETE", "/conversations/" + group + "/members/" + ben, "");
        Answered again = ben.call("POST", messages, message(id, "a"));
        assertThat(again.status()).isEqualTo(200);
        assertThat(again.body()).isEqualTo(first.body());
        refused(ben.call("POST", messages, message(UUID.randomUUID().toString(), "b")), 404, "not_found");
    }

    @Test
    void readsTheLogAndTheMessagesInOrder() {
        for (int i = 1; i <= 7; i++) {
            ada.call("POST", path + "/messages", message(UUID.randomUUID().toString(), "number " + i));
        }
        Answered page = ben.get(path + "/entries?after=2&limit=3");
        assertThat(seqs(page, "entries")).containsExactly(3L, 4L, 5L);
        assertThat(page.number("head")).isEqualTo(8);
        assertThat(page.number("first")).isEqualTo(1);
        assertThat(seqs(ben.get(path + "/entries?after=800"), "entries")).isEmpty();

        Answered latest = ben.get(path + "/messages?limit=2");
        assertThat(seqs(latest, "messages")).containsExactly(7L, 8L);
        assertThat(latest.texts("users", "id")).containsExactly(ada.toString());
        assertThat(seqs(ben.get(path + "/messages?before=5&limit=2"), "messages"))
                .containsExactly(3L, 4L);
        assertThat(seqs(ben.get(path + "/messages?after=5&limit=2"), "messages"))
                .containsExactly(6L, 7L);
        assertThat(seqs(ben.get(path + "/messages?around=5&limit=3"), "messages"))
                .contains(5L)
                .hasSize(3);
        refused(ben.get(path + "/messages?before=5&after=1"), 400, "bad_request");
        refused(ben.get(path + "/messages?before=x"), 400, "bad_request");
        refused(ben.get(path + "/entries?limit=0"), 400, "bad_request");
    }

    @Test
    void keepsAPageWithinOneMebibyteAndWithoutAGap() {
        // The worst that text can do in JSON: six bytes a character.
        String text = "\\u0001".repeat(16_000);
        for (int i = 0; i < 15; i++) {
            assertThat(ada.call(
                                    "POST",
                                    path + "/messages",
                                    message(UUID.randomUUID().toString(), text))
                            .status())
                    .isEqualTo(201);
        }
        Answered up = ben.get(path + "/entries?after=1&limit=200");
        assertThat(up.bytes()).isLessThanOrEqualTo(MIB);
        assertThat(seqs(up, "entries")).startsWith(2L).hasSizeBetween(5, 14);
        Answered down = ben.get(path + "/messages?limit=200");
        assertThat(down.bytes()).isLessThanOrEqualTo(MIB);
        assertThat(seqs(down, "messages")).endsWith(16L).hasSizeBetween(5, 14);
        List<Long> around = seqs(ben.get(path + "/messages?around=9&limit=200"), "messages");
        assertThat(around).contains(9L);
        assertThat(around.getLast() - around.getFirst()).isEqualTo(around.size() - 1);
    }

    @Test
    void movesMarkersAndKeepsTheUnreadFlag() {
        long seq = ada.call(
                        "POST", path + "/messages", message(UUID.randomUUID().toString(), "a"))
                .number("seq");
        Answered unread = ben.get(path);
        assertThat(unread.number("messages") - unread.number("readMessages")).isEqualTo(1);

        assertThat(ben.call("PUT", path + "/read", "{\"seq\":" + seq + "}").status())
                .isEqualTo(204);
        Answered read = ben.get(path);
        assertThat(read.number("read")).isEqualTo(seq);
        assertThat(read.number("readMessages")).isEqualTo(read.number("messages"));
        assertThat(ada.get(path).body().at("/marks/" + ben + "/read").asLong()).isEqualTo(seq);

        assertThat(ben.call("PUT", path + "/read", "{\"unreadFrom\":" + seq + "}")
                        .status())
                .isEqualTo(204);
        assertThat(ben.get(path).number("unreadFrom")).isEqualTo(seq);
        ben.call("PUT", path + "/read", "{\"seq\":1}");
        assertThat(ben.get(path).body().get("unreadFrom").isNull()).isTrue();
        refused(ben.call("PUT", path + "/read", "{}"), 400, "bad_request");
        refused(ben.call("PUT", path + "/read", "{\"seq\":0}"), 400, "bad_request");
    }

    @Test
    void showsReceiptsToTheSender() {
        long seq = ada.call(
                        "POST", path + "/messages", message(UUID.randomUUID().toString(), "a"))
                .number("seq");
        assertThat(ada.get(path + "/receipts/" + seq).body().get("receipts")).isEmpty();
        ben.call("PUT", path + "/read", "{\"seq\":" + seq + "}");
        Answered receipts = ada.get(path + "/receipts/" + seq);
        assertThat(receipts.body().get("receipts")).singleElement().satisfies(one -> {
            assertThat(one.get("user").asText()).isEqualTo(ben.toString());
            assertThat(one.get("read").asBoolean()).isTrue();
        });
        refused(ben.get(path + "/receipts/" + seq), 403, "forbidden");
        refused(ada.get(path + "/receipts/1"), 404, "not_found");
        refused(ada.get(path + "/receipts/99"), 404, "not_found");
        refused(ada.get(path + "/receipts/none"), 404, "not_found");
    }

    private static List<Long> seqs(Answered page, String list) {
        List<Long> seqs = new ArrayList<>();
        page.body().get(list).forEach(entry -> seqs.add(entry.get("seq").asLong()));
        return seqs;
    }

    private static String message(String id, String text) {
        return "{\"id\":\"" + id + "\",\"text\":\"" + text + "\"}";
    }
}
