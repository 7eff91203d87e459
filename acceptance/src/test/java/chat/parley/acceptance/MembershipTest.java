package chat.parley.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import chat.parley.acceptance.history.History;
import chat.parley.acceptance.history.HistoryChecker;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Joins, leaves and removals in the middle of traffic: only members, from their join to their leaving, nothing between. */
class MembershipTest extends BothTransportsTest {
    private static final int ROUNDS = 6;

    @Test
    void membershipMovesUnderLoadAndTheLogShowsNoMessageOfANonMember() {
        Person owner = person("owner");
        List<Person> steady = people("steady", 4);
        List<Person> moving = people("moving", 4);
        String group = owner.group("Coming and going", steady);
        History history = new History();
        List<Stubborn> writers = steady.stream()
                .map(person -> Stubborn.start(person, group, history))
                .toList();
        List<Eager> eager =
                moving.stream().map(person -> new Eager(person, group)).toList();

        for (int round = 0; round < ROUNDS; round++) {
            owner.http()
                    .post(
                            members(group),
                            Json.object("users", moving.stream().map(Person::id).toList()))
                    .ok();
            eager.forEach(Eager::awaitAccepted);
            for (Person person : moving) {
                boolean leaves = person == moving.getFirst();
                Http http = leaves ? person.http() : owner.http();
                http.delete(members(group) + "/" + (leaves ? "me" : person.id()))
                        .ok();
            }
        }
        eager.forEach(Eager::finish);
        writers.forEach(Stubborn::finish);

        List<JsonNode> log = owner.log(group);
        assertThat(postsOfNonMembers(log)).isEmpty();
        assertThat(log)
                .filteredOn(entry -> entry.get("kind").asText().equals("left"))
                .hasSize(ROUNDS * moving.size());
        moving.forEach(person -> assertThat(log)
                .as("messages of " + person.handle())
                .anyMatch(entry -> entry.get("from").asText().equals(person.id()) && entry.has("id")));
        assertThat(HistoryChecker.check(history, Scribe.seen(log)))
                .filteredOn(violation -> violation.promise() != HistoryChecker.Promise.NOT_INVENTED)
                .isEmpty();
        eager.forEach(each -> assertThat(givenWhileAway(each, log)).isEmpty());
    }

    @Test
    void aRemovedMemberGetsTheLeavingAndNothingAfterIt() {
        Person owner = person("owner");
        Person bob = person("bob");
        String group = owner.group("Farewell", List.of(bob));
        RawConnection connection = bob.connect();
        post(owner, group);
        owner.http().delete(members(group) + "/" + bob.id()).ok();
        connection.await("gone", frame -> frame.path("gone").asBoolean());
        post(owner, group);
        String marker = bob.directWith(owner);
        post(owner, marker);
        connection.await(
                "a later message elsewhere",
                frame -> frame.path("conversation").asText().equals(marker)
                        && frame.path("kind").asText().equals("message"));

        List<JsonNode> given = connection.entries(group);
        assertThat(given.getLast().get("kind").asText()).isEqualTo("left");
        assertThat(bob.http().get("/v1/conversations/" + group + "/entries").code())
                .isEqualTo("not_found");
    }

    @Test
    void whoIsAddedLiveIsToldTheConversationBeforeItsFirstEntry() {
        Person owner = person("owner");
        Person bob = person("bob");
        RawConnection connection = bob.connect();
        String group = owner.group("Surprise", List.of(bob));
        post(owner, group);
        connection.await(
                "the message",
                frame -> frame.path("kind").asText().equals("message")
                        && frame.path("conversation").asText().equals(group));

        List<String> ops = connection.received().stream()
                .filter(frame -> frame.path("id").asText().equals(group)
                        || frame.path("conversation").asText().equals(group))
                .map(RawConnection::op)
                .toList();
        assertThat(ops.getFirst()).isEqualTo("conversation");
        assertThat(connection.entries(group))
                .extracting(entry -> entry.get("seq").asLong())
                .containsExactly(1L, 2L);
    }

    @Test
    void joinedHistoryBeginsAtTheJoin() {
        Person owner = person("owner");
        Person late = person("late");
        String group = owner.http()
                .post(
                        "/v1/conversations",
                        Json.object(
                                "id",
                                Person.uuid(),
                                "kind",
                                "group",
                                "title",
                                "Discreet",
                                "history",
                                "joined",
                                "members",
                                List.of()))
                .ok()
                .get("id")
                .asText();
        post(owner, group);
        post(owner, group);
        owner.http()
                .post(members(group), Json.object("users", List.of(late.id())))
                .ok();
        post(owner, group);

        JsonNode page = late.http()
                .get("/v1/conversations/" + group + "/entries?after=0")
                .ok();

        assertThat(page.get("first").asLong()).isEqualTo(4);
        assertThat(page.get("entries"))
                .extracting(entry -> entry.get("seq").asLong())
                .containsExactly(4L, 5L);
        assertThat(late.http()
                        .get("/v1/conversations/" + group + "/messages")
                        .ok()
                        .get("messages"))
                .hasSize(1);
    }

    @Test
    void theLastOwnerHandsOverFirst() {
        Person owner = person("owner");
        Person heir = person("heir");
        String group = owner.group("Throne", List.of(heir));
        assertThat(owner.http().delete(members(group) + "/me").code()).isEqualTo("conflict");
        owner.http()
                .patch(members(group) + "/" + heir.id(), Json.object("role", "owner"))
                .ok();
        owner.http().delete(members(group) + "/me").ok();
        assertThat(heir.http()
                        .get("/v1/conversations/" + group)
                        .ok()
                        .get("role")
                        .asText())
                .isEqualTo("owner");
    }

    @Test
    void whoIsAloneLeavesAGroupButNotAChannel() {
        Person owner = person("owner");
        Person bob = person("bob");
        String group = owner.group("Deserted", List.of(bob));
        bob.http().delete(members(group) + "/me").ok();
        RawConnection connection = owner.connect();
        owner.http().delete(members(group) + "/me").ok();
        connection.await(
                "that it is gone",
                frame -> frame.path("gone").asBoolean()
                        && frame.path("id").asText().equals(group));
        for (Person former : List.of(owner, bob)) {
            assertThat(former.http().get("/v1/conversations/" + group).code()).isEqualTo("not_found");
            assertThat(former.http()
                            .delete(members(group) + "/me")
                            .ok()
                            .get("seq")
                            .isNull())
                    .isTrue();
        }
        String channel = owner.channel("Quiet");
        assertThat(owner.http().delete(members(channel) + "/me").code()).isEqualTo("conflict");
    }

    @Test
    void whoGetsANewRoleIsToldTheirState() {
        Person owner = person("owner");
        Person bob = person("bob");
        String group = owner.group("Promotion", List.of(bob));
        RawConnection connection = bob.connect();
        owner.http()
                .patch(members(group) + "/" + bob.id(), Json.object("role", "moderator"))
                .ok();
        JsonNode state = connection.await("bob's state", frame -> tellsRole(frame, group, "moderator"));
        assertThat(state.get("head").asLong()).isEqualTo(2);
        assertThat(connection.entries(group))
                .extracting(entry -> entry.get("kind").asText())
                .containsExactly("changed");
    }

    static boolean tellsRole(JsonNode frame, String conversation, String role) {
        return RawConnection.op(frame).equals("conversation")
                && frame.path("id").asText().equals(conversation)
                && frame.path("role").asText().equals(role);
    }

    @Test
    void changesAlreadyInTheWantedStateAppendNothing() {
        Person owner = person("owner");
        Person bob = person("bob");
        String channel = owner.channel("Idempotent");
        bob.http().post("/v1/channels/" + channel + "/join", Json.object()).ok();
        bob.http().post("/v1/channels/" + channel + "/join", Json.object()).ok();
        owner.http()
                .post(members(channel), Json.object("users", List.of(bob.id())))
                .ok();
        bob.http().delete(members(channel) + "/me").ok();
        Http.Answer again = bob.http().delete(members(channel) + "/me");

        assertThat(owner.log(channel))
                .extracting(entry -> entry.get("kind").asText())
                .containsExactly("joined", "joined", "left");
        assertThat(again.status()).isIn(200, 204, 403);
    }

    @Test
    void creatingTwiceGivesOneConversation() {
        Person ada = person("ada");
        Person bob = person("bob");
        var group = Json.object("id", Person.uuid(), "kind", "group", "title", "Once", "members", List.of(bob.id()));
        Http.Answer made = ada.http().post("/v1/conversations", group);
        Http.Answer found = ada.http().post("/v1/conversations", group);
        assertThat(made.status()).isEqualTo(201);
        assertThat(found.status()).isEqualTo(200);
        assertThat(found.body().get("id")).isEqualTo(made.body().get("id"));
        assertThat(ada.directWith(bob)).isEqualTo(bob.directWith(ada));
    }

    /** Posts whose sender was not a member at that place of the log. */
    static List<JsonNode> postsOfNonMembers(List<JsonNode> log) {
        Set<String> members = new HashSet<>();
        List<JsonNode> wrong = new ArrayList<>();
        for (JsonNode entry : log) {
            switch (entry.get("kind").asText()) {
                case "joined" -> entry.get("users").forEach(user -> members.add(user.asText()));
                case "left" -> entry.get("users").forEach(user -> members.remove(user.asText()));
                default -> {
                    if (!members.contains(entry.get("from").asText())) {
                        wrong.add(entry);
                    }
                }
            }
        }
        return wrong;
    }

    /** Entries that were put on the person's connection though they were no member at that place of the log. */
    private static List<JsonNode> givenWhileAway(Eager eager, List<JsonNode> log) {
        Set<Long> away = new HashSet<>();
        boolean member = false;
        for (JsonNode entry : log) {
            boolean concerned = entry.has("users")
                    && entry.get("users")
                            .toString()
                            .contains("\"" + eager.person().id() + "\"");
            boolean leaving = concerned && entry.get("kind").asText().equals("left");
            member = concerned ? !leaving : member;
            if (!member && !leaving) {
                away.add(entry.get("seq").asLong());
            }
        }
        return eager.connection().entries(eager.conversation()).stream()
                .filter(entry -> away.contains(entry.get("seq").asLong()))
                .toList();
    }

    private static void post(Person sender, String conversation) {
        sender.http()
                .post(
                        "/v1/conversations/" + conversation + "/messages",
                        Json.object("id", Person.uuid(), "text", "hello"))
                .ok();
    }

    private static String members(String conversation) {
        return "/v1/conversations/" + conversation + "/members";
    }
}
