package chat.parley.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Who is not a member learns nothing and changes nothing, by any call; and a missing conversation looks the same. */
class StrangersTest extends BothTransportsTest {
    private static final String NOWHERE = "c0000000000001";

    private Person owner;
    private Person stranger;
    private Person guest;
    private String group;
    private String direct;
    private String channel;

    /** A call on a conversation's path. */
    record Call(String method, String path, String body) {
        @Override
        public String toString() {
            return method + " …" + path;
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

    static Stream<Call> everyCallOnAConversation() {
        String message = "{\"id\":\"" + Person.uuid() + "\",\"text\":\"hi\"}";
        return Stream.of(
                new Call("GET", "", ""),
                new Call("PATCH", "", "{\"title\":\"mine\"}"),
                new Call("GET", "/members", ""),
                new Call("POST", "/members", "{\"users\":[\"u0000000000001\"]}"),
                new Call("DELETE", "/members/me", ""),
                new Call("GET", "/entries", ""),
                new Call("GET", "/messages", ""),
                new Call("POST", "/messages", message),
                new Call("PATCH", "/messages/2", message),
                new Call("DELETE", "/messages/2", ""),
                new Call("PUT", "/messages/2/reactions/%F0%9F%91%8D", ""),
                new Call("DELETE", "/messages/2/reactions/%F0%9F%91%8D", ""),
                new Call("PUT", "/messages/2/pin", ""),
                new Call("DELETE", "/messages/2/pin", ""),
                new Call("GET", "/messages/2/versions", ""),
                new Call("GET", "/receipts/2", ""),
                new Call("PUT", "/read", "{\"seq\":1}"));
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

    @ParameterizedTest
    @MethodSource("everyCallOnAConversation")
    void nobodyGetsAnywhereWithoutAToken(Call call) {
        for (Http http : List.of(
                Http.anonymous(server),
                Http.anonymous(server).as("nonsense"),
                Http.anonymous(server).as(forged()))) {
            Http.Answer answer = http.call(call.method(), "/v1/conversations/" + group + call.path(), call.body());
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
        for (Call call : List.of(
                new Call("GET", "/entries", ""),
                new Call("GET", "/messages", ""),
                new Call("POST", "/messages", "{\"id\":\"" + Person.uuid() + "\",\"text\":\"hi\"}"),
                new Call("PATCH", "", "{\"title\":\"mine\"}"))) {
            assertThat(call(stranger, channel, call).get("code").asText())
                    .as(call.toString())
                    .isEqualTo("forbidden");
        }
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
                .call(call.method(), "/v1/conversations/" + conversation + call.path(), call.body())
                .body();
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
