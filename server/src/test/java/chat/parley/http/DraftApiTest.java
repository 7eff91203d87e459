package chat.parley.http;

import static chat.parley.http.ConversationApiTest.refused;
import static org.assertj.core.api.Assertions.assertThat;

import chat.parley.http.ConversationApi.Answered;
import chat.parley.http.ConversationApi.Person;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Drafts over HTTP; what is kept is the contract of the store. */
class DraftApiTest {
    private static ConversationApi api;

    private final Person ada = api.person();
    private final Person ben = api.person();
    private final String direct = ada.call(
                    "POST", "/conversations", "{\"kind\":\"direct\",\"members\":[\"" + ben + "\"]}")
            .text("id");
    private final String path = "/conversations/" + direct + "/draft";

    @BeforeAll
    static void open() {
        api = new ConversationApi();
    }

    @AfterAll
    static void close() {
        api.close();
    }

    @Test
    void keepsAndEmptiesDrafts() {
        Answered kept = ada.call("PUT", path, "{\"text\":\"dear ben\",\"thread\":7}");
        long revision = kept.number("revision");
        assertThat(ada.get("/users/me/drafts").body().toString())
                .isEqualTo("{\"drafts\":[{\"conversation\":\"%s\",\"thread\":7,\"text\":\"dear ben\",\"revision\":%d}]}"
                        .formatted(direct, revision));
        assertThat(ben.get("/users/me/drafts").body().get("drafts")).isEmpty();
        refused(ada.call("PUT", path, "{\"text\":\"other\",\"thread\":7}"), 409, "conflict");
        Answered emptied = ada.call("PUT", path, "{\"text\":\"\",\"thread\":7,\"revision\":%d}".formatted(revision));
        assertThat(emptied.body().get("revision").isNull()).isTrue();
        assertThat(ada.get("/users/me/drafts").body().get("drafts")).isEmpty();
    }

    @Test
    void refusesWhatCannotBeKept() {
        refused(ada.call("PUT", path, "{}"), 400, "bad_request");
        refused(ada.call("PUT", path, "{\"text\":\"x\",\"thread\":0}"), 400, "bad_request");
        refused(ada.call("PUT", path, "{\"text\":\"" + "x".repeat(16_001) + "\"}"), 400, "bad_request");
        refused(ada.call("PUT", path, "{\"text\":\"" + "x".repeat(101) + "\"}"), 409, "conflict");
        refused(api.person().call("PUT", path, "{\"text\":\"x\"}"), 404, "not_found");
        api.exhausted = Optional.of(ada.id);
        try {
            refused(ada.call("PUT", path, "{\"text\":\"x\"}"), 429, "rate_limited");
        } finally {
            api.exhausted = Optional.empty();
        }
    }
}
