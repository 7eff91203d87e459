package chat.parley.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** Edits, recalls, reactions and pins: entries that everybody sees, folded into the messages, in one order with all else. */
class RevisionsTest extends BothTransportsTest {
    private static final String THUMB = "/reactions/%F0%9F%91%8D";
    private static final String PARTY = "/reactions/%F0%9F%8E%89";
    private static final int RACES = 8;
    private static final int RACERS = 4;

    @Test
    void whatBecomesOfAMessageReachesEverybodyAsEntriesInOneOrder() {
        Person ada = person("ada");
        Person bob = person("bob");
        String group = ada.group("Living", List.of(bob));
        RawConnection one = ada.connect();
        RawConnection other = bob.connect();
        one.write(Json.object("op", "send", "rid", 1, "conversation", group, "id", Person.uuid(), "text", "A draught"));
        String message = path(group, one.answer(1).get("seq").asLong());
        bob.http().put(message + THUMB, Json.object()).ok();
        edit(ada, message, "A draft").ok();
        bob.http().put(message + "/pin", Json.object()).ok();
        bob.http().delete(message + THUMB).ok();
        bob.http().delete(message + "/pin").ok();
        ada.http().delete(message).ok();

        for (RawConnection connection : List.of(one, other)) {
            connection.await("the recall", frame -> isEntry(frame, "recalled"));
            List<JsonNode> entries = connection.entries(group);
            assertThat(entries)
                    .extracting(entry -> entry.get("kind").asText())
                    .containsExactly("message", "reaction", "edited", "pinned", "reaction", "pinned", "recalled");
            assertThat(entries.subList(1, entries.size()))
                    .allSatisfy(
                            entry -> assertThat(entry.get("target").asLong()).isEqualTo(2));
            assertThat(entries)
                    .extracting(entry -> entry.get("seq").asLong())
                    .containsExactly(2L, 3L, 4L, 5L, 6L, 7L, 8L);
            assertThat(entries)
                    .allSatisfy(
                            entry -> assertThat(entry.get("messages").asLong()).isEqualTo(1));
        }
        JsonNode reaction = other.entries(group).get(1);
        assertThat(reaction.get("emoji").asText()).isEqualTo("\uD83D\uDC4D");
        assertThat(reaction.get("added").asBoolean()).isTrue();
        assertThat(reaction.get("from").asText()).isEqualTo(bob.id());
        assertThat(other.entries(group).get(2).get("text").asText()).isEqualTo("A draft");
        assertThat(other.entries(group).getLast().get("reason").asText()).isEqualTo("sender");
    }

    @Test
    void theMessagesAreTheFoldOfTheEntriesThatEverybodyWasGiven() {
        Person ada = person("ada");
        Person bob = person("bob");
        String group = ada.group("Folded", List.of(bob));
        RawConnection reader = bob.connect();
        String message = post(ada, group, "first words");
        edit(ada, message, "second words").ok();
        edit(ada, message, "last words").ok();
        ada.http().put(message + PARTY, Json.object()).ok();
        bob.http().put(message + PARTY, Json.object()).ok();
        bob.http().put(message + THUMB, Json.object()).ok();
        ada.http().put(message + "/pin", Json.object()).ok();
        reader.await("the pin", frame -> isEntry(frame, "pinned"));

        List<JsonNode> given = reader.entries(group);
        JsonNode page = bob.http().get(messages(group)).ok();
        JsonNode folded = page.at("/messages/0");
        assertThat(page.get("head")).isEqualTo(given.getLast().get("seq"));
        assertThat(folded.get("text").asText()).isEqualTo("last words");
        assertThat(folded.at("/edited/seq")).isEqualTo(given.get(2).get("seq"));
        assertThat(folded.at("/edited/at")).isEqualTo(given.get(2).get("at"));
        assertThat(folded.at("/edited/edits").asInt()).isEqualTo(2);
        assertThat(folded.at("/reactions")).hasSize(2);
        assertThat(folded.at("/reactions/0/count").asInt()).isEqualTo(2);
        assertThat(folded.at("/reactions/0/users")).extracting(JsonNode::asText).containsExactly(ada.id(), bob.id());
        assertThat(folded.at("/reactions/1/mine").asBoolean()).isTrue();
        assertThat(folded.at("/pinned/seq")).isEqualTo(given.getLast().get("seq"));
        assertThat(folded.at("/pinned/by").asText()).isEqualTo(ada.id());
        assertThat(ada.http()
                        .get(messages(group))
                        .ok()
                        .at("/messages/0/reactions/1")
                        .has("mine"))
                .isFalse();
        assertThat(bob.http().get(message + "/versions").ok().get("versions"))
                .extracting(version -> version.get("text").asText())
                .containsExactly("first words", "second words", "last words");
    }

    @Test
    void aRecallTakesTheTextOutOfEveryCallAndEveryWelcome() {
        Person ada = person("ada");
        Person bob = person("bob");
        String group = ada.group("Discreet", List.of(bob));
        RawConnection before = bob.connect();
        String id = Person.uuid();
        JsonNode ack = ada.http()
                .post(messages(group), Json.object("id", id, "text", "a secret"))
                .ok();
        String message = path(group, ack.get("seq").asLong());
        edit(ada, message, "another secret").ok();
        bob.http().put(message + THUMB, Json.object()).ok();
        before.await("the reaction", frame -> isEntry(frame, "reaction"));
        String cursor = before.welcome().get("cursor").asText();
        before.drop();
        ada.http().delete(message).ok();

        String conversation = "/v1/conversations/" + group;
        for (Person member : List.of(ada, bob)) {
            for (String call : List.of(
                    conversation,
                    "/v1/conversations",
                    conversation + "/entries",
                    messages(group),
                    messages(group) + "?around=2",
                    message + "/versions")) {
                assertThat(member.http().get(call).ok().toString()).as(call).doesNotContain("secret");
            }
            assertThat(member.connect().welcome().toString()).doesNotContain("secret");
        }
        JsonNode welcome = bob.connect(cursor).welcome();
        assertThat(welcome.at("/conversations/0/head").asLong()).isEqualTo(5);
        assertThat(welcome.toString()).doesNotContain("secret");
        JsonNode tombstone = bob.http().get(messages(group)).ok().at("/messages/0");
        assertThat(tombstone.get("recalled").asBoolean()).isTrue();
        assertThat(tombstone.has("text") || tombstone.has("edited") || tombstone.has("reactions"))
                .isFalse();
        assertThat(ada.http()
                        .post(messages(group), Json.object("id", id, "text", "a secret"))
                        .ok())
                .as("the answer to the send, for ever")
                .isEqualTo(ack);
    }

    /** Whichever is first under the lock: an edit before the recall is blanked with it, one after it is refused. */
    @Test
    void noEditThatRacesWithARecallLeavesItsText() {
        Person ada = person("ada");
        Person mod = person("mod");
        String group = ada.group("Racing", List.of(mod));
        ada.http()
                .patch("/v1/conversations/" + group + "/members/" + mod.id(), Json.object("role", "moderator"))
                .ok();
        RawConnection reader = mod.connect();
        for (int race = 0; race < RACES; race++) {
            String message = post(ada, group, "a secret");
            List<Http.Answer> edits = race(ada, mod, message);
            assertThat(edits).extracting(Http.Answer::status).allMatch(status -> status == 200 || status == 409);
        }
        List<JsonNode> log = mod.log(group);
        reader.await(
                "the last entry",
                frame -> frame.path("seq").equals(log.getLast().get("seq")));
        assertThat(log.toString()).doesNotContain("secret");
        assertThat(log)
                .filteredOn(entry -> entry.get("kind").asText().equals("recalled"))
                .hasSize(RACES)
                .allSatisfy(
                        recalled -> assertThat(log.subList(recalled.get("seq").asInt(), log.size()))
                                .noneMatch(later -> later.path("target").equals(recalled.get("target"))));
        assertThat(reader.entries(group))
                .extracting(entry -> entry.get("seq").asLong())
                .containsExactlyElementsOf(log.stream()
                        .map(entry -> entry.get("seq").asLong())
                        .filter(seq -> seq
                                > reader.welcome().at("/conversations/0/head").asLong())
                        .toList());
    }

    /** So many edits and one recall at once; the answers of the edits. */
    private static List<Http.Answer> race(Person author, Person moderator, String message) {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Http.Answer>> edits = new ArrayList<>();
            for (int i = 0; i < RACERS; i++) {
                edits.add(threads.submit(() -> edit(author, message, "another secret")));
            }
            Future<Http.Answer> recall = threads.submit(() -> moderator.http().delete(message));
            assertThat(recall.get().status()).isEqualTo(200);
            List<Http.Answer> answers = new ArrayList<>();
            for (Future<Http.Answer> edit : edits) {
                answers.add(edit.get());
            }
            return answers;
        } catch (InterruptedException | java.util.concurrent.ExecutionException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void whatIsSoAlreadyAppendsNothingAndIsToldToNobody() {
        Person ada = person("ada");
        Person bob = person("bob");
        String group = ada.group("Calm", List.of(bob));
        String message = post(ada, group, "once");
        RawConnection reader = bob.connect();
        for (int i = 0; i < 3; i++) {
            ada.http().put(message + THUMB, Json.object()).ok();
            ada.http().put(message + "/pin", Json.object()).ok();
        }
        String name = Person.uuid();
        JsonNode first = ada.http()
                .patch(message, Json.object("id", name, "text", "edited"))
                .ok();
        assertThat(ada.http()
                        .patch(message, Json.object("id", name, "text", "something else"))
                        .ok())
                .isEqualTo(first);
        for (int i = 0; i < 3; i++) {
            ada.http().delete(message).ok();
            ada.http().delete(message + THUMB).ok();
            ada.http().delete(message + "/pin").ok();
        }
        String last = post(ada, group, "and on");
        reader.await("the last message", frame -> last.endsWith("/" + frame.path("seq")));
        assertThat(reader.entries(group))
                .extracting(entry -> entry.get("kind").asText())
                .containsExactly("reaction", "pinned", "edited", "recalled", "message");
    }

    @Test
    void whoComesBackFindsWhatBecameOfOldMessagesBehindTheHead() {
        Person ada = person("ada");
        Person bob = person("bob");
        String group = ada.group("Meanwhile", List.of(bob));
        String message = post(ada, group, "old");
        RawConnection before = bob.connect();
        String cursor = before.welcome().get("cursor").asText();
        before.drop();
        edit(ada, message, "new").ok();
        ada.http().put(message + THUMB, Json.object()).ok();

        JsonNode state = bob.connect(cursor).welcome().at("/conversations/0");
        assertThat(state.get("head").asLong()).isEqualTo(4);
        assertThat(state.get("messages").asLong()).as("nothing more to read").isEqualTo(1);
        assertThat(state.at("/last/text").asText()).isEqualTo("new");
        assertThat(bob.http()
                        .get("/v1/conversations/" + group + "/entries?after=2")
                        .ok()
                        .get("entries"))
                .extracting(entry -> entry.get("kind").asText())
                .containsExactly("edited", "reaction");
    }

    @Test
    void whoWasRemovedChangesNothingMoreAndHearsNothingMore() {
        Person ada = person("ada");
        Person bob = person("bob");
        String group = ada.group("Farewell", List.of(bob));
        String own = post(bob, group, "mine");
        String name = Person.uuid();
        JsonNode edited =
                bob.http().patch(own, Json.object("id", name, "text", "my own")).ok();
        RawConnection leaving = bob.connect();
        ada.http().delete("/v1/conversations/" + group + "/members/" + bob.id()).ok();
        leaving.await("gone", frame -> frame.path("gone").asBoolean());
        ada.http().put(own + THUMB, Json.object()).ok();

        for (Http.Answer refused : List.of(
                edit(bob, own, "still here"),
                bob.http().delete(own),
                bob.http().put(own + THUMB, Json.object()),
                bob.http().put(own + "/pin", Json.object()),
                bob.http().get(own + "/versions"))) {
            assertThat(refused.code()).isEqualTo("not_found");
        }
        assertThat(bob.http()
                        .patch(own, Json.object("id", name, "text", "again"))
                        .ok())
                .as("the answer to a known edit, for ever")
                .isEqualTo(edited);
        leaving.write(Json.object("op", "ping", "rid", 9));
        leaving.answer(9);
        assertThat(leaving.entries(group))
                .extracting(entry -> entry.get("kind").asText())
                .containsExactly("left");
    }

    @Test
    void acrossABlockNothingIsSaidOfAMessageAndOnesOwnIsRecalled() {
        Person ada = person("ada");
        Person bob = person("bob");
        String direct = ada.directWith(bob);
        String message = post(ada, direct, "sorry");
        RawConnection reader = bob.connect();
        bob.http().put("/v1/users/me/blocks/" + ada.id(), Json.object()).ok();
        assertThat(edit(ada, message, "very sorry").code()).isEqualTo("forbidden");
        assertThat(ada.http().put(message + THUMB, Json.object()).code()).isEqualTo("forbidden");
        assertThat(bob.http().put(message + "/pin", Json.object()).code()).isEqualTo("forbidden");
        ada.http().delete(message).ok();
        reader.await("the recall", frame -> isEntry(frame, "recalled"));
        assertThat(reader.entries(direct)).hasSize(1);
    }

    @Test
    void whatIsNoMessageIsNotFoundByAnyCall() {
        Person ada = person("ada");
        String group = ada.group("Nothing", List.of());
        post(ada, group, "something");
        for (String target : List.of("0", "1", "-1", "99", "x", "99999999999999999999")) {
            String message = messages(group) + "/" + target;
            for (Http.Answer answer : List.of(
                    edit(ada, message, "else"),
                    ada.http().delete(message),
                    ada.http().put(message + THUMB, Json.object()),
                    ada.http().delete(message + THUMB),
                    ada.http().put(message + "/pin", Json.object()),
                    ada.http().delete(message + "/pin"),
                    ada.http().get(message + "/versions"))) {
                assertThat(answer.code())
                        .as(answer.response().request().toString())
                        .isEqualTo("not_found");
            }
        }
        assertThat(ada.log(group)).hasSize(2);
    }

    @Test
    void whatIsNoEditOrNotOneEmojiIsRefusedAndToldToNobody() {
        Person ada = person("ada");
        String group = ada.group("Strict", List.of());
        String message = post(ada, group, "as it was");
        RawConnection reader = ada.connect();
        for (String body : List.of(
                "not json",
                "[]",
                "{}",
                "{\"id\":\"$u\"}",
                "{\"id\":\"x\",\"text\":\"a\"}",
                "{\"id\":\"$u\",\"text\":\"\"}",
                "{\"id\":\"$u\",\"text\":7}",
                "{\"id\":\"$u\",\"text\":\"a\\u0000b\"}",
                "{\"id\":\"$u\",\"text\":\"\\ud800\"}")) {
            Http.Answer answer = ada.http().call("PATCH", message, body.replace("$u", Person.uuid()));
            assertThat(answer.code()).as(body).isEqualTo("bad_request");
        }
        for (String emoji : List.of("x", "%3A%2B1%3A", "%F0%9F%91%8D%F0%9F%91%8D", "%00", "%ED%A0%80", "1", "%2F")) {
            Http.Answer answer = ada.http().put(message + "/reactions/" + emoji, Json.object());
            assertThat(answer.code()).as(emoji).isEqualTo("bad_request");
        }
        String last = post(ada, group, "and on");
        reader.await("the last message", frame -> last.endsWith("/" + frame.path("seq")));
        assertThat(reader.entries(group)).hasSize(1);
        assertThat(ada.log(group).get(1).get("text").asText()).isEqualTo("as it was");
    }

    private static boolean isEntry(JsonNode frame, String kind) {
        return RawConnection.op(frame).equals("entry")
                && frame.get("kind").asText().equals(kind);
    }

    /** Posts, and returns the path of the message. */
    private static String post(Person sender, String conversation, String text) {
        JsonNode ack = sender.http()
                .post(messages(conversation), Json.object("id", Person.uuid(), "text", text))
                .ok();
        return path(conversation, ack.get("seq").asLong());
    }

    private static Http.Answer edit(Person author, String message, String text) {
        return author.http().patch(message, Json.object("id", Person.uuid(), "text", text));
    }

    private static String messages(String conversation) {
        return "/v1/conversations/" + conversation + "/messages";
    }

    private static String path(String conversation, long seq) {
        return messages(conversation) + "/" + seq;
    }
}
