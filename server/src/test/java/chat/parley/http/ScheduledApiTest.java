package chat.parley.http;

import static chat.parley.http.ConversationApiTest.refused;
import static org.assertj.core.api.Assertions.assertThat;

import chat.parley.http.ConversationApi.Answered;
import chat.parley.http.ConversationApi.Person;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Messages that are sent later over HTTP; what becomes of them is the contract of the store. */
class ScheduledApiTest {
    private static final String MINE = "/users/me/scheduled";
    private static ConversationApi api;

    private final Person ada = api.person();
    private final Person ben = api.person();
    private final String direct = ada.call(
                    "POST", "/conversations", "{\"kind\":\"direct\",\"members\":[\"" + ben + "\"]}")
            .text("id");
    private final String path = "/conversations/" + direct + "/scheduled";
    private final Instant soon = Instant.now()
            .plus(Duration.ofHours(1))
            .truncatedTo(ChronoUnit.SECONDS)
            .plusMillis(123);

    @BeforeAll
    static void open() {
        api = new ConversationApi();
    }

    @AfterAll
    static void close() {
        api.close();
    }

    @Test
    void keepsOneUnderItsIdOnce() {
        UUID id = UUID.randomUUID();
        Answered made = ada.call("POST", path, body(id, "dear ben", soon));
        assertThat(made.status()).isEqualTo(201);
        Answered again = ada.call("POST", path, body(id, "another text", soon.plusSeconds(9)));
        assertThat(again.status()).isEqualTo(200);
        assertThat(again.body()).isEqualTo(made.body());
        assertThat(ada.get(MINE).body().get("scheduled"))
                .singleElement()
                .isEqualTo(made.body().get("scheduled"));
        assertThat(made.body().get("scheduled").toString())
                .startsWith("{\"id\":\"%s\",\"conversation\":\"%s\",\"text\":\"dear ben\",\"replyTo\":null"
                        .formatted(id, direct))
                .contains("\"sendAt\":\"" + soon + "\"", "\"failure\":null");
        assertThat(ben.get(MINE).body().get("scheduled")).isEmpty();
    }

    @Test
    void listsThemPageByPage() {
        ada.call("POST", path, body(UUID.randomUUID(), "second", soon.plusSeconds(1)));
        ada.call("POST", path, body(UUID.randomUUID(), "first", soon));
        Answered page = ada.get(MINE + "?limit=1");
        assertThat(page.texts("scheduled", "text")).containsExactly("first");
        Answered rest = ada.get(MINE + "?limit=1&after=" + page.text("next"));
        assertThat(rest.texts("scheduled", "text")).containsExactly("second");
        assertThat(rest.body().get("next").isNull()).isTrue();
        assertThat(ada.get(MINE + "?after=nonsense").body().get("scheduled")).hasSize(2);
        assertThat(ada.get(MINE + "?after=1.nonsense").body().get("scheduled")).hasSize(2);
    }

    @Test
    void aPageStaysWithinItsBytes() {
        for (int i = 0; i < ConversationApi.SCHEDULED.messages(); i++) {
            ada.call("POST", path, body(UUID.randomUUID(), "\\u0001".repeat(16_000), soon));
        }
        Answered page = ada.get(MINE);
        assertThat(page.bytes()).isLessThan(1 << 20);
        Answered rest = ada.get(MINE + "?after=" + page.text("next"));
        assertThat(page.body().get("scheduled").size()
                        + rest.body().get("scheduled").size())
                .isEqualTo(ConversationApi.SCHEDULED.messages());
    }

    @Test
    void changesSendsAndCancels() {
        UUID id = UUID.randomUUID();
        ada.call("POST", path, body(id, "first thought", soon));
        Answered changed =
                ada.call("PATCH", MINE + "/" + id, "{\"text\":\"second thought\",\"mentions\":[\"" + ben + "\"]}");
        assertThat(changed.text("text")).isEqualTo("second thought");
        assertThat(changed.text("sendAt")).isEqualTo(soon.toString());
        Answered moved = ada.call("PATCH", MINE + "/" + id, "{\"sendAt\":\"" + soon.plusSeconds(60) + "\"}");
        assertThat(moved.text("sendAt")).isEqualTo(soon.plusSeconds(60).toString());
        assertThat(moved.body().get("mentions").toString()).isEqualTo("[\"" + ben + "\"]");
        refused(ben.call("PATCH", MINE + "/" + id, "{\"text\":\"not yours\"}"), 404, "not_found");
        refused(ben.call("POST", MINE + "/" + id + "/send", ""), 404, "not_found");
        refused(ben.call("DELETE", MINE + "/" + id, ""), 404, "not_found");

        Answered sent = ada.call("POST", MINE + "/" + id + "/send", "");
        assertThat(sent.status()).isEqualTo(200);
        assertThat(ben.get("/conversations/" + direct + "/messages").texts("messages", "text"))
                .containsExactly("second thought");
        refused(ada.call("DELETE", MINE + "/" + id, ""), 404, "not_found");
        Answered late = ada.call("POST", path, body(id, "first thought", soon));
        assertThat(late.status()).isEqualTo(200);
        assertThat(late.number("seq")).isEqualTo(sent.number("seq"));
        assertThat(late.body().get("scheduled").isNull()).isTrue();

        UUID other = UUID.randomUUID();
        ada.call("POST", path, body(other, "never mind", soon));
        assertThat(ada.call("DELETE", MINE + "/" + other, "").status()).isEqualTo(204);
        assertThat(ada.get(MINE).body().get("scheduled")).isEmpty();
    }

    @Test
    void refusesWhatCannotBeSentLater() {
        Instant now = Instant.now();
        refused(ada.call("POST", path, body(UUID.randomUUID(), "x", now.plusSeconds(50))), 400, "bad_request");
        refused(ada.call("POST", path, body(UUID.randomUUID(), "x", now.plusSeconds(90_000))), 400, "bad_request");
        refused(ada.call("POST", path, body(UUID.randomUUID(), "", soon)), 400, "bad_request");
        refused(
                ada.call("POST", path, "{\"id\":\"x\",\"text\":\"x\",\"sendAt\":\"" + soon + "\"}"),
                400,
                "bad_request");
        refused(
                ada.call("POST", path, body(UUID.randomUUID(), "x", soon).replace(soon.toString(), "tomorrow")),
                400,
                "bad_request");
        refused(
                ada.call("POST", path, body(UUID.randomUUID(), "x", soon).replace("}", ",\"attachments\":[\"a1\"]}")),
                404,
                "not_found");
        UUID id = UUID.randomUUID();
        ada.call("POST", path, body(id, "x", soon));
        refused(ada.call("PATCH", MINE + "/" + id, "{\"sendAt\":\"" + now + "\"}"), 400, "bad_request");
        refused(ada.call("PATCH", MINE + "/" + id, "{\"text\":\"\"}"), 400, "bad_request");
        refused(ada.call("PATCH", MINE + "/" + id, "{\"mentions\":[\"everybody\"]}"), 400, "bad_request");
        refused(ada.call("PATCH", MINE + "/nothing", "{}"), 404, "not_found");
        for (int i = 1; i < ConversationApi.SCHEDULED.messages(); i++) {
            ada.call("POST", path, body(UUID.randomUUID(), "x", soon));
        }
        refused(ada.call("POST", path, body(UUID.randomUUID(), "x", soon)), 409, "conflict");
    }

    @Test
    void isForWhoeverMayWriteThere() {
        refused(api.person().call("POST", path, body(UUID.randomUUID(), "x", soon)), 404, "not_found");
        UUID id = UUID.randomUUID();
        ada.call("POST", path, body(id, "x", soon));
        api.execute("insert into block (account, blocked) values (%d, %d)".formatted(ben.id.value(), ada.id.value()));
        refused(ada.call("POST", path, body(UUID.randomUUID(), "x", soon)), 403, "forbidden");
        refused(ada.call("POST", MINE + "/" + id + "/send", ""), 403, "forbidden");
        assertThat(ada.get(MINE).body().get("scheduled"))
                .as("what cannot be sent now waits on")
                .singleElement()
                .matches(waiting -> waiting.get("failure").isNull());
    }

    @Test
    void isChangedOnlySoOften() {
        api.exhausted = Optional.of(ada.id);
        try {
            String one = MINE + "/" + UUID.randomUUID();
            refused(ada.call("POST", path, body(UUID.randomUUID(), "x", soon)), 429, "rate_limited");
            refused(ada.call("PATCH", one, "{}"), 429, "rate_limited");
            refused(ada.call("DELETE", one, ""), 429, "rate_limited");
            refused(ada.call("POST", one + "/send", ""), 429, "rate_limited");
        } finally {
            api.exhausted = Optional.empty();
        }
    }

    private static String body(UUID id, String text, Instant sendAt) {
        return "{\"id\":\"%s\",\"text\":\"%s\",\"sendAt\":\"%s\"}".formatted(id, text, sendAt);
    }
}
