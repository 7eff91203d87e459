package chat.parley.http;

import static chat.parley.http.ConversationApiTest.refused;
import static org.assertj.core.api.Assertions.assertThat;

import chat.parley.core.account.Role;
import chat.parley.core.id.UserGroupId;
import chat.parley.core.id.UserId;
import chat.parley.http.ConversationApi.Answered;
import chat.parley.http.ConversationApi.Person;
import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** User groups over HTTP. */
class UserGroupApiTest {
    private static ConversationApi api;

    private final Person ada = api.person();
    private final Person ben = api.person();
    private final Person guest = api.person(Role.GUEST);
    private final Person root = api.person(Role.ADMIN);

    @BeforeAll
    static void open() {
        api = new ConversationApi();
    }

    @BeforeEach
    void removeAll() {
        api.execute("delete from user_group");
    }

    @AfterAll
    static void close() {
        api.close();
    }

    @Test
    void anAdministratorMakesChangesAndRemovesAGroupAndEverybodySeesIt() {
        Answered made = root.call("POST", "/groups", wish("backend", "The backend", ben, ada, ben));
        assertThat(made.status()).isEqualTo(201);
        assertThat(made.body().get("members")).as("each once").hasSize(2);
        String path = "/groups/" + made.text("id");
        assertThat(ada.get(path).body()).isEqualTo(made.body());
        JsonNode listed = guest.get("/groups").body();
        assertThat(listed.at("/groups/0/handle").asText()).isEqualTo("backend");
        assertThat(listed.at("/groups/0/name").asText()).isEqualTo("The backend");
        assertThat(listed.at("/groups/0/members").asInt()).isEqualTo(2);
        assertThat(listed.get("mayChange").asBoolean()).isFalse();
        assertThat(root.get("/groups").body().get("mayChange").asBoolean()).isTrue();
        Answered changed = root.call("PUT", path, wish("server", " Server people ", ada));
        assertThat(changed.status()).isEqualTo(200);
        assertThat(changed.text("id")).isEqualTo(made.text("id"));
        assertThat(ada.get(path).text("handle")).isEqualTo("server");
        assertThat(ada.get(path).text("name")).isEqualTo("Server people");
        assertThat(ada.get(path).body().get("members")).hasSize(1);
        assertThat(root.raw("DELETE", path, BodyPublishers.noBody()).statusCode())
                .isEqualTo(204);
        refused(root.call("DELETE", path, ""), 404, "not_found");
        refused(root.call("PUT", path, wish("server", "x")), 404, "not_found");
        refused(ada.get(path), 404, "not_found");
    }

    @Test
    void onlyAdministratorsAsTheStoreSaysChangeThem() {
        String path = "/groups/" + made("backend", ada);
        for (Person other : new Person[] {ada, guest, api.person(Role.MODERATOR)}) {
            refused(other.call("POST", "/groups", wish("mine", "Mine", other)), 403, "forbidden");
            refused(other.call("PUT", path, wish("mine", "Mine", other)), 403, "forbidden");
            refused(other.call("PUT", "/groups/nothing", wish("mine", "Mine", other)), 403, "forbidden");
            refused(other.call("DELETE", path, ""), 403, "forbidden");
        }
        api.execute("update account set role = 'member' where id = " + root.id.value());
        refused(root.call("POST", "/groups", wish("mine", "Mine", root)), 403, "forbidden");
        refused(root.call("DELETE", path, ""), 403, "forbidden");
    }

    @Test
    void refusesWhatIsNoGroup() {
        String path = "/groups/" + made("backend");
        String nobody = "\"" + new UserId(7) + "\"";
        for (String[] call : new String[][] {{"POST", "/groups"}, {"PUT", path}}) {
            String method = call[0];
            String where = call[1];
            refused(root.call(method, where, wish("Not A Handle", "x")), 400, "bad_request");
            refused(root.call(method, where, wish("here", "x")), 400, "bad_request");
            refused(root.call(method, where, wish("x".repeat(33), "x")), 400, "bad_request");
            refused(root.call(method, where, wish("other", "  ")), 400, "bad_request");
            refused(root.call(method, where, wish("other", "x".repeat(81))), 400, "bad_request");
            refused(root.call(method, where, wish("other", "x", ada, ben, guest, root)), 400, "bad_request");
            refused(root.call(method, where, "{\"handle\":\"other\",\"name\":\"x\"}"), 400, "bad_request");
            refused(root.call(method, where, withMembers("null")), 400, "bad_request");
            refused(root.call(method, where, withMembers("7")), 400, "bad_request");
            refused(root.call(method, where, withMembers(nobody)), 404, "not_found");
            refused(root.call(method, where, withMembers("\"nobody\"")), 404, "not_found");
        }
        refused(root.call("PUT", "/groups/" + new UserGroupId(7), wish("other", "x")), 404, "not_found");
        refused(root.call("PUT", "/groups/backend", wish("other", "x")), 404, "not_found");
        refused(root.call("DELETE", "/groups/backend", ""), 404, "not_found");
        refused(ada.get("/groups/backend"), 404, "not_found");
        assertThat(ada.get("/groups").texts("groups", "handle")).containsExactly("backend");
    }

    @Test
    void aHandleIsTakenOnceAndThereAreOnlySoMany() {
        made("backend");
        refused(root.call("POST", "/groups", wish("backend", "x")), 409, "conflict");
        refused(root.call("POST", "/groups", wish(ada.toString(), "x")), 409, "conflict");
        String path = "/groups/" + made("ops");
        refused(root.call("PUT", path, wish("backend", "x")), 409, "conflict");
        refused(root.call("PUT", path, wish(ada.toString(), "x")), 409, "conflict");
        assertThat(root.call("PUT", path, wish("ops", "The same")).status()).isEqualTo(200);
        refused(root.call("POST", "/groups", wish("third", "x")), 409, "conflict");
    }

    @Test
    void aGuestSeesOfTheMembersThoseItMeets() {
        api.execute("update account set handle = 'guest' where id = " + guest.id.value());
        conversation(ada, guest);
        String path = "/groups/" + made("backend", ada, ben);
        assertThat(guest.get(path).body().get("members")).hasSize(1);
        assertThat(guest.get(path).body().at("/members/0").asText()).isEqualTo(ada.toString());
        assertThat(ben.get(path).body().get("members")).hasSize(2);
    }

    @Test
    void whoHasTheListIsNotSentItAgain() {
        String tag = tag();
        assertThat(listed(tag).statusCode()).isEqualTo(304);
        made("backend");
        assertThat(listed(tag).statusCode()).isEqualTo(200);
        assertThat(listed(tag()).statusCode()).isEqualTo(304);
    }

    @Test
    void aMessageMentionsThoseWhoAreThere() {
        String room = conversation(ada, ben, guest);
        String group = made("backend", ada, ben, root);
        Answered sent = send(ada, room, "\"" + group + "\",\"" + guest + "\"");
        assertThat(sent.status()).isEqualTo(201);
        JsonNode message = ben.get(room + "/messages").body().at("/messages/0");
        assertThat(message.get("mentions").toString()).isEqualTo("[\"%s\",\"%s\"]".formatted(guest, ben));
        assertThat(message.at("/groups/0/id").asText()).isEqualTo(group);
        assertThat(message.at("/groups/0/handle").asText()).isEqualTo("backend");
        assertThat(ben.get("/users/me/mentions").body().get("mentions")).hasSize(1);
        assertThat(root.get("/users/me/mentions").body().get("mentions")).isEmpty();
    }

    @Test
    void whoWasRemovedBeforeIsNotMentioned() {
        String room = conversation(ada, ben);
        String group = made("backend", ben);
        assertThat(ada.call("DELETE", room + "/members/" + ben, "").status()).isEqualTo(200);
        assertThat(send(ada, room, "\"" + group + "\"").status()).isEqualTo(201);
        assertThat(ada.get(room + "/messages").body().at("/messages/0").has("mentions"))
                .isFalse();
        assertThat(ben.get("/users/me/mentions").body().get("mentions")).isEmpty();
    }

    @Test
    void manyAreMentionedByWhoLeadsAndNobodyByAGroupThatIsNone() {
        String room = conversation(ada, ben, guest, root);
        String group = made("backend", ada, guest, root);
        refused(send(ben, room, "\"" + group + "\""), 403, "forbidden");
        assertThat(send(ada, room, "\"" + group + "\"").status()).isEqualTo(201);
        assertThat(send(ben, room, "\"" + new UserGroupId(7) + "\"").status()).isEqualTo(201);
        refused(send(ben, room, "\"backend\""), 400, "bad_request");
    }

    @Test
    void aMessageThatIsSentLaterMentionsWhoIsThereThen() {
        String room = conversation(ada, ben);
        String group = made("backend", ben);
        Answered later = ada.call(
                "POST",
                room + "/scheduled",
                "{\"id\":\"%s\",\"text\":\"@backend\",\"mentions\":[\"%s\"],\"sendAt\":\"%s\"}"
                        .formatted(UUID.randomUUID(), group, Instant.now().plus(Duration.ofHours(1))));
        String path = "/users/me/scheduled/" + later.body().at("/scheduled/id").asText();
        assertThat(ada.get("/users/me/scheduled")
                        .body()
                        .at("/scheduled/0/mentions/0")
                        .asText())
                .isEqualTo(group);
        assertThat(ada.call("POST", path + "/send", "").status()).isEqualTo(200);
        assertThat(ben.get("/users/me/mentions").body().get("mentions")).hasSize(1);
    }

    @Test
    void changesAreNotTooMany() {
        String path = "/groups/" + made("backend");
        api.exhausted = Optional.of(root.id);
        try {
            refused(root.call("POST", "/groups", wish("other", "x")), 429, "rate_limited");
            refused(root.call("PUT", path, wish("other", "x")), 429, "rate_limited");
            refused(root.call("DELETE", path, ""), 429, "rate_limited");
        } finally {
            api.exhausted = Optional.empty();
        }
    }

    private String made(String handle, Person... members) {
        Answered made = root.call("POST", "/groups", wish(handle, "A group", members));
        assertThat(made.status()).isEqualTo(201);
        return made.text("id");
    }

    private static String conversation(Person owner, Person... members) {
        String answer = owner.call(
                        "POST",
                        "/conversations",
                        "{\"id\":\"%s\",\"kind\":\"group\",\"title\":\"Room\",\"members\":[%s]}"
                                .formatted(UUID.randomUUID(), quoted(members)))
                .text("id");
        return "/conversations/" + answer;
    }

    private static Answered send(Person by, String room, String mentions) {
        return by.call(
                "POST",
                room + "/messages",
                "{\"id\":\"%s\",\"text\":\"@backend\",\"mentions\":[%s]}".formatted(UUID.randomUUID(), mentions));
    }

    private HttpResponse<byte[]> listed(String tag) {
        return ben.raw("GET", "/groups", BodyPublishers.noBody(), "If-None-Match", tag);
    }

    private String tag() {
        return ben.raw("GET", "/groups", BodyPublishers.noBody())
                .headers()
                .firstValue("etag")
                .orElseThrow();
    }

    private static String wish(String handle, String name, Person... members) {
        return "{\"handle\":\"%s\",\"name\":\"%s\",\"members\":[%s]}".formatted(handle, name, quoted(members));
    }

    private static String withMembers(String members) {
        return "{\"handle\":\"other\",\"name\":\"x\",\"members\":[" + members + "]}";
    }

    private static String quoted(Person... people) {
        return Stream.of(people).map(each -> "\"" + each + "\"").collect(Collectors.joining(","));
    }
}
