package chat.parley.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import chat.parley.sdk.Credentials;
import chat.parley.sdk.ParleyHttp;
import chat.parley.sdk.Refused;
import chat.parley.sdk.UserGroup;
import chat.parley.sdk.UserGroupCalls;
import chat.parley.wire.ErrorCode;
import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpClient;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** User groups: who makes them, and whom a message reaches that mentions one. */
class UserGroupsTest extends BothTransportsTest {
    private static final String GROUPS = "/v1/groups";

    @Test
    void aGroupIsThoseOfItWhoAreThereAndNobodyElseLearnsOfIt() {
        Person ada = person("ada");
        Person bob = person("bob");
        Person cyd = person("cyd");
        JsonNode team = made(ada, bob, cyd);
        String room = ada.group("Room", List.of(bob));
        String handle = team.get("handle").asText();
        RawConnection inside = bob.connect();
        RawConnection outside = cyd.connect();
        send(ada, room, handle, team).ok();
        JsonNode entry =
                inside.await("the message", frame -> frame.path("kind").asText().equals("message"));
        assertThat(entry.get("text").asText()).isEqualTo("@" + handle);
        assertThat(texts(entry.get("mentions"))).containsExactly(bob.id());
        assertThat(entry.at("/groups/0/id")).isEqualTo(team.get("id"));
        assertThat(entry.at("/groups/0/handle")).isEqualTo(team.get("handle"));
        assertThat(unread(bob, room)).isEqualTo(1);
        assertThat(inbox(bob)).isEqualTo(1);
        assertThat(inbox(cyd)).isZero();
        assertThat(outside.received().stream()
                        .filter(frame -> frame.path("conversation").asText().equals(room)))
                .isEmpty();
        assertThat(cyd.http().get("/v1/conversations/" + room).code()).isEqualTo("not_found");
    }

    @Test
    void whoIsRemovedIsNotMentionedAndWhoComesIs() {
        Person ada = person("ada");
        Person bob = person("bob");
        Person cyd = person("cyd");
        JsonNode team = made(bob, cyd);
        String room = ada.group("Room", List.of(bob));
        String members = "/v1/conversations/" + room + "/members";
        ada.http().delete(members + "/" + bob.id()).ok();
        ada.http().post(members, Json.object("users", List.of(cyd.id()))).ok();
        send(ada, room, "team", team).ok();
        assertThat(inbox(bob)).isZero();
        assertThat(inbox(cyd)).isEqualTo(1);
    }

    @Test
    void whatBecomesOfAGroupChangesNoMessage() {
        Person ada = person("ada");
        Person bob = person("bob");
        JsonNode team = made(bob);
        String room = ada.group("Room", List.of(bob));
        send(ada, room, "team", team).ok();
        Http root = server.administrator().http();
        root.put(path(team), wish("renamed-" + ada.handle())).ok();
        send(ada, room, "team", team).ok();
        root.delete(path(team)).ok();
        send(ada, room, "team", team).ok();
        List<JsonNode> log = ada.log(room);
        JsonNode first = log.get(log.size() - 3);
        assertThat(texts(first.get("mentions"))).containsExactly(bob.id());
        assertThat(first.at("/groups/0/handle")).isEqualTo(team.get("handle"));
        assertThat(log.get(log.size() - 2).has("mentions")).isFalse();
        assertThat(log.get(log.size() - 2).at("/groups/0/handle").asText()).isEqualTo("renamed-" + ada.handle());
        assertThat(log.getLast().has("groups")).isFalse();
        assertThat(inbox(bob)).isEqualTo(1);
    }

    @Test
    void aHandleIsAUsersOrAGroups() {
        Person ada = person("ada");
        Http root = server.administrator().http();
        assertThat(root.post(GROUPS, wish(ada.handle())).code()).isEqualTo("conflict");
        JsonNode team = made();
        String handle = team.get("handle").asText();
        assertThat(root.put(path(team), wish(ada.handle())).code()).isEqualTo("conflict");
        assertThat(root.post(GROUPS, wish(handle)).code()).isEqualTo("conflict");
        assertThat(Http.anonymous(server)
                        .post("/v1/accounts", Json.object("handle", handle, "name", "x", "password", "long enough"))
                        .code())
                .isEqualTo("conflict");
        for (String bad : List.of("here", "all", "No handle", "")) {
            assertThat(root.post(GROUPS, wish(bad)).code()).as(bad).isEqualTo("bad_request");
        }
    }

    @Test
    void onlyAdministratorsChangeThemAndGuestsSeeOnlyWhomTheyMeet() {
        Person ada = person("ada");
        Person guest = guest();
        JsonNode team = made(ada);
        for (Person each : List.of(ada, guest)) {
            assertThat(each.http().post(GROUPS, wish("mine")).code()).isEqualTo("forbidden");
            assertThat(each.http().put(path(team), wish("mine")).code()).isEqualTo("forbidden");
            assertThat(each.http().delete(path(team)).code()).isEqualTo("forbidden");
            assertThat(each.http().get(GROUPS).ok().get("groups").findValuesAsText("id"))
                    .contains(team.get("id").asText());
        }
        assertThat(Http.anonymous(server).get(GROUPS).code()).isEqualTo("unauthenticated");
        assertThat(guest.http().get(path(team)).ok().get("members")).isEmpty();
        ada.group("Meeting", List.of(guest));
        assertThat(guest.http().get(path(team)).ok().get("members")).hasSize(1);
    }

    @Test
    void theSdkMakesListsChangesAndRemovesOne() throws Exception {
        Person ada = person("ada");
        UserGroupCalls root = calls(server.administrator());
        UserGroup made = root.make("sdk-" + ada.handle(), "By the SDK", List.of(ada.id()));
        assertThat(calls(ada).get(made.id())).isEqualTo(made);
        assertThat(calls(ada).list()).contains(new UserGroup.Summary(made.id(), made.handle(), "By the SDK", 1));
        assertThat(root.change(made.id(), made.handle(), "Empty", List.of()).members())
                .isEmpty();
        Refused refused = catchThrowableOfType(Refused.class, () -> calls(ada).remove(made.id()));
        assertThat(refused.code()).isEqualTo(ErrorCode.FORBIDDEN);
        root.remove(made.id());
        assertThat(calls(ada).list()).extracting(UserGroup.Summary::id).doesNotContain(made.id());
    }

    private UserGroupCalls calls(Person person) {
        Credentials credentials = Credentials.fixed(person.accessToken());
        return ParleyHttp.as(HttpClient.newHttpClient(), server.address(), credentials)
                .groups();
    }

    private JsonNode made(Person... members) {
        return server.administrator()
                .http()
                .post(GROUPS, wish("team-" + Person.uuid().substring(0, 8), members))
                .ok();
    }

    private static JsonNode wish(String handle, Person... members) {
        List<String> ids = Stream.of(members).map(Person::id).toList();
        return Json.object("handle", handle, "name", "A team", "members", ids);
    }

    private static String path(JsonNode group) {
        return GROUPS + "/" + group.get("id").asText();
    }

    private static Http.Answer send(Person by, String room, String handle, JsonNode group) {
        return by.http()
                .post(
                        "/v1/conversations/" + room + "/messages",
                        Json.object(
                                "id",
                                Person.uuid(),
                                "text",
                                "@" + handle,
                                "mentions",
                                List.of(group.get("id").asText())));
    }

    private static List<String> texts(JsonNode array) {
        return array.valueStream().map(JsonNode::asText).toList();
    }

    private static int inbox(Person of) {
        return of.http().get("/v1/users/me/mentions").ok().get("mentions").size();
    }

    private static long unread(Person of, String room) {
        return of.http().get("/v1/conversations/" + room).ok().get("mentions").asLong();
    }
}
