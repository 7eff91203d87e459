package chat.parley.http;

import static chat.parley.http.ConversationApiTest.refused;
import static org.assertj.core.api.Assertions.assertThat;

import chat.parley.core.account.Role;
import chat.parley.http.ConversationApi.Answered;
import chat.parley.http.ConversationApi.Person;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class NoticeApiTest {
    private static final String MINE = "/users/me/notifications";
    private static ConversationApi api;

    private final Person ada = api.person();
    private final Person ben = api.person();
    private final String direct = ada.call(
                    "POST", "/conversations", "{\"kind\":\"direct\",\"members\":[\"" + ben + "\"]}")
            .text("id");
    private final String path = "/conversations/" + direct + "/notifications";

    @BeforeAll
    static void open() {
        api = new ConversationApi();
    }

    @AfterAll
    static void close() {
        api.close();
    }

    @Test
    void answersTheStateWithWhatWasChosen() {
        String until = Times.text(Instant.now().plusSeconds(60));
        Answered state =
                ada.call("PUT", path, "{\"notices\":\"none\",\"muted\":true,\"mutedUntil\":\"" + until + "\"}");
        assertThat(state.status()).isEqualTo(200);
        assertThat(state.text("notices")).isEqualTo("none");
        assertThat(state.body().get("muted").asBoolean()).isTrue();
        assertThat(state.text("mutedUntil")).isEqualTo(until);
        Answered again = ada.call("PUT", path, "{\"muted\":false}");
        assertThat(again.body().has("notices")).isFalse();
        assertThat(again.body().has("mutedUntil")).isFalse();
        assertThat(again.body().get("muted").asBoolean()).isFalse();
    }

    @Test
    void refusesWhatMakesNoSense() {
        String past = Times.text(Instant.now().minusSeconds(60));
        String never = "+999999999-01-01T00:00:00Z";
        for (String body : List.of(
                "{}",
                "{\"muted\":\"yes\"}",
                "{\"muted\":false,\"notices\":\"some\"}",
                "{\"muted\":true,\"mutedUntil\":\"tomorrow\"}",
                "{\"muted\":true,\"mutedUntil\":\"" + past + "\"}",
                "{\"muted\":true,\"mutedUntil\":\"" + never + "\"}",
                "{\"muted\":false,\"mutedUntil\":\"" + Times.text(Instant.now().plusSeconds(60)) + "\"}")) {
            refused(ada.call("PUT", path, body), 400, "bad_request");
        }
        String quiet = "{\"direct\":\"all\",\"group\":\"all\",\"channel\":\"all\",\"quiet\":%s}";
        for (String hours : List.of(
                "{}",
                "{\"days\":[],\"from\":\"22:00\",\"to\":\"07:00\",\"zone\":\"UTC\"}",
                "{\"days\":[\"someday\"],\"from\":\"22:00\",\"to\":\"07:00\",\"zone\":\"UTC\"}",
                "{\"days\":[\"mon\"],\"from\":\"22:60\",\"to\":\"07:00\",\"zone\":\"UTC\"}",
                "{\"days\":[\"mon\"],\"from\":\"22:00:01\",\"to\":\"07:00\",\"zone\":\"UTC\"}",
                "{\"days\":[\"mon\"],\"from\":\"22:00\",\"to\":\"07:00\",\"zone\":\"+01:00\"}",
                "{\"days\":[\"mon\"],\"from\":\"22:00\",\"to\":\"07:00\",\"zone\":\"Nowhere/City\"}")) {
            refused(ada.call("PUT", MINE, quiet.formatted(hours)), 400, "bad_request");
        }
        refused(ada.call("PUT", MINE, "{\"direct\":\"all\",\"group\":\"all\"}"), 400, "bad_request");
    }

    @Test
    void isForMembersOnly() {
        Person stranger = api.person();
        refused(stranger.call("PUT", path, "{\"muted\":true}"), 404, "not_found");
        refused(
                stranger.call("PUT", "/conversations/c0000000000001/notifications", "{\"muted\":true}"),
                404,
                "not_found");
        String channel = ada.call(
                        "POST",
                        "/conversations",
                        "{\"id\":\"018f4e5a-0000-7000-8000-00000000000a\",\"kind\":\"channel\",\"title\":\"news\",\"members\":[]}")
                .text("id");
        refused(ben.call("PUT", "/conversations/" + channel + "/notifications", "{\"muted\":true}"), 403, "forbidden");
        refused(
                api.person(Role.GUEST).call("PUT", "/conversations/" + channel + "/notifications", "{\"muted\":true}"),
                404,
                "not_found");
    }

    @Test
    void keepsPreferencesAndQuietHours() {
        assertThat(ben.get(MINE).body().toString())
                .isEqualTo("{\"direct\":\"all\",\"group\":\"all\",\"channel\":\"mentions\",\"quiet\":null}");
        String wanted =
                "{\"direct\":\"mentions\",\"group\":\"none\",\"channel\":\"all\",\"quiet\":{\"days\":[\"mon\",\"sun\"],"
                        + "\"from\":\"22:30\",\"to\":\"07:00\",\"zone\":\"Europe/Berlin\"}}";
        assertThat(ben.call("PUT", MINE, wanted).body().toString()).isEqualTo(wanted);
        assertThat(ben.get(MINE).body().toString()).isEqualTo(wanted);
    }

    @Test
    void refusesWhoeverChangesWithoutEnd() {
        api.exhausted = Optional.of(ada.id);
        try {
            refused(ada.call("PUT", path, "{\"muted\":true}"), 429, "rate_limited");
            refused(
                    ada.call("PUT", MINE, "{\"direct\":\"all\",\"group\":\"all\",\"channel\":\"all\"}"),
                    429,
                    "rate_limited");
        } finally {
            api.exhausted = Optional.empty();
        }
    }
}
