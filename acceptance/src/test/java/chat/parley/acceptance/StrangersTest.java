package chat.parley.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import chat.parley.acceptance.OpenApi.Operation;
import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Who is not a member learns nothing and changes nothing, by any call; and a missing conversation looks the same. */
class StrangersTest extends BothTransportsTest {
    private static final String NOWHERE = "c0000000000001";

    private static final String CONVERSATION = "{conversation}";

    /** What a channel's non-member may: see what it is, join it, and leave it, which changes nothing. */
    private static final Set<String> OPEN_IN_A_CHANNEL = Set.of(
            "GET /v1/conversations/" + CONVERSATION,
            "POST /v1/channels/" + CONVERSATION + "/join",
            "DELETE /v1/conversations/" + CONVERSATION + "/members/me");

    /** What needs no right and answers everybody the same, whatever is there. */
    private static final String FORGET = "DELETE /v1/conversations/" + CONVERSATION + "/messages/2/saved";

    private Person owner;
    private Person stranger;
    private Person guest;
    private String group;
    private String direct;
    private String channel;

    /** What the calls on a conversation that have a body are told; a new such call fails until it has its line here. */
    private static final Map<String, String> BODIES = Map.of(
            "PATCH /v1/conversations/{conversation}",
            "{\"title\":\"mine\"}",
            "POST /v1/conversations/{conversation}/members",
            "{\"users\":[\"u0000000000001\"]}",
            "PATCH /v1/conversations/{conversation}/members/{user}",
            "{\"role\":\"moderator\"}",
            "POST /v1/conversations/{conversation}/messages",
            message(),
            "PATCH /v1/conversations/{conversation}/messages/{seq}",
            message(),
            "PUT /v1/conversations/{conversation}/read",
            "{\"seq\":1}",
            "PUT /v1/conversations/{conversation}/retention",
            "{\"days\":30}",
            "PUT /v1/conversations/{conversation}/notifications",
            "{\"muted\":true}",
            "PUT /v1/conversations/{conversation}/draft",
            "{\"text\":\"begun\"}",
            "POST /v1/conversations/{conversation}/scheduled",
            message().replace("}", ",\"sendAt\":\"2026-01-01T00:00:00Z\"}"));

    /** A call on a conversation, whose place in the path is still open. */
    record Call(String method, String path, String body) {
        static Call of(OpenApi api, Operation operation) {
            String body = BODIES.getOrDefault(operation.toString(), "");
            boolean wanted = operation.template().contains(CONVERSATION)
                    && api.requestSchema(operation.template(), operation.method())
                            .isPresent();
            assertThat(wanted && body.isEmpty())
                    .as("%s has no body in this test", operation)
                    .isFalse();
            return new Call(operation.method(), filled(operation.template()), body);
        }

        String on(String conversation) {
            return path.replace(CONVERSATION, conversation);
        }

        private static String filled(String template) {
            return template.replace("{user}", "u0000000000001")
                    .replace("{seq}", "2")
                    .replace("{emoji}", "%F0%9F%91%8D")
                    .replaceAll("\\{(session|poll|attachment|hold|message|name|picture|group)}", "any");
        }

        @Override
        public String toString() {
            return method + " " + path;
        }
    }

    @BeforeAll
    void settle() {
        owner = person("owner");
        stranger = person("stranger");
        Person member = person("member");
        group = owner.group("Secret", List.of(member));
        direct = owner.directWith(member);
        channel = owner.channel("Open");
        owner.http()
                .post("/v1/conversations/" + group + "/messages", Json.object("id", Person.uuid(), "text", "secret"))
                .ok();
        guest = guest();
    }

    /** All that the published document names, so that none is forgotten, and two that it cannot. */
    static Stream<Call> everyCallOnAConversation() {
        return Stream.concat(
                everyCall()
                        .filter(call -> call.path().contains(CONVERSATION)
                                && !call.toString().equals(FORGET)),
                Stream.of(
                        new Call("DELETE", "/v1/conversations/" + CONVERSATION + "/members/me", ""),
                        new Call("GET", "/v1/search?q=secret&conversation=" + CONVERSATION, "")));
    }

    static Stream<Call> everyCall() {
        OpenApi api = OpenApi.read(Path.of("..", "docs", "openapi.yaml"));
        return api.operations().stream()
                .filter(operation -> !operation.open())
                .map(operation -> Call.of(api, operation));
    }

    @ParameterizedTest
    @MethodSource("everyCallOnAConversation")
    void aStrangerFindsNoGroupAndNoDirect(Call call) {
        JsonNode missing = call(stranger, NOWHERE, call);
        for (String conversation : List.of(group, direct)) {
            JsonNode refusal = call(stranger, conversation, call);
            assertThat(refusal.get("code").asText()).isEqualTo("not_found");
            assertThat(refusal.get("detail")).as("as for what is not there").isEqualTo(missing.get("detail"));
        }
    }

    @ParameterizedTest
    @MethodSource("everyCallOnAConversation")
    void aGuestFindsNotEvenAChannel(Call call) {
        for (String conversation : List.of(group, direct, channel)) {
            assertThat(call(guest, conversation, call).get("code").asText()).isEqualTo("not_found");
        }
    }

    @Test
    void forgettingASavedMessageTellsNobodyWhetherItIsThere() {
        String path = FORGET.substring(FORGET.indexOf('/'));
        for (String conversation : List.of(NOWHERE, group, direct, channel)) {
            for (Person caller : List.of(stranger, guest)) {
                Http.Answer answer = caller.http().delete(path.replace(CONVERSATION, conversation));
                assertThat(answer.status()).isEqualTo(204);
                assertThat(answer.response().body()).isEmpty();
            }
        }
    }

    @ParameterizedTest
    @MethodSource("everyCall")
    void nobodyGetsAnywhereWithoutAToken(Call call) {
        for (Http http : List.of(
                Http.anonymous(server),
                Http.anonymous(server).as("nonsense"),
                Http.anonymous(server).as(forged()))) {
            Http.Answer answer = http.call(call.method(), call.on(group), call.body());
            assertThat(answer.status()).isEqualTo(401);
            assertThat(answer.code()).isEqualTo("unauthenticated");
        }
    }

    @Test
    void aChannelsNonMemberSeesItsStateAndNothingElse() {
        assertThat(stranger.http()
                        .get("/v1/conversations/" + channel)
                        .ok()
                        .get("title")
                        .asText())
                .isEqualTo("Open");
        everyCallOnAConversation()
                .filter(call -> !OPEN_IN_A_CHANNEL.contains(call.toString()))
                .forEach(call -> assertThat(
                                call(stranger, channel, call).path("code").asText())
                        .as(call.toString())
                        .isEqualTo("forbidden"));
    }

    @Test
    void framesTellAStrangerNoMoreThanHttpDoes() {
        RawConnection connection = stranger.connect();
        long rid = 1;
        for (String conversation : List.of(group, direct, NOWHERE, channel)) {
            connection.write(Json.object(
                    "op", "send", "rid", rid, "conversation", conversation, "id", Person.uuid(), "text", "hi"));
            connection.write(Json.object("op", "read", "conversation", conversation, "seq", 1));
            String expected = conversation.equals(channel) ? "forbidden" : "not_found";
            assertThat(connection.answer(rid++).get("code").asText()).isEqualTo(expected);
        }
        assertThat(connection.entries(group)).isEmpty();
        assertThat(owner.log(group)).hasSize(2);
    }

    @Test
    void aGuestLooksUpOnlyPeopleItSharesAConversationWith() {
        assertThat(guest.http().get("/v1/users/" + owner.id()).code()).isEqualTo("not_found");
        assertThat(stranger.http()
                        .get("/v1/users/" + owner.id())
                        .ok()
                        .get("handle")
                        .asText())
                .isEqualTo(owner.handle());
    }

    @Test
    void anotherUsersSessionCannotBeEnded() {
        String session = owner.connect().welcome().get("session").asText();
        assertThat(stranger.http().delete("/v1/sessions/" + session).code()).isEqualTo("not_found");
        assertThat(owner.http().get("/v1/users/me").status()).isEqualTo(200);
    }

    private JsonNode call(Person caller, String conversation, Call call) {
        return caller.http()
                .call(call.method(), call.on(conversation), call.body())
                .body();
    }

    private static String message() {
        return "{\"id\":\"" + Person.uuid() + "\",\"text\":\"hi\"}";
    }

    /** A token of the right form that says {@code alg: none}. */
    private String forged() {
        var encoder = java.util.Base64.getUrlEncoder().withoutPadding();
        String header = encoder.encodeToString("{\"alg\":\"none\"}".getBytes(java.nio.charset.StandardCharsets.UTF_8));
        String claims = encoder.encodeToString(("{\"sub\":\"" + owner.id() + "\",\"exp\":99999999999}")
                .getBytes(java.nio.charset.StandardCharsets.UTF_8));
        return header + "." + claims + ".";
    }
}
