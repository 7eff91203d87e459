package chat.parley.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import chat.parley.acceptance.history.History;
import chat.parley.acceptance.history.HistoryChecker;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** A send is answered with its first number for ever: on any connection, after any restart, whoever lost which right. */
class RetryTest extends BothTransportsTest {

    @Test
    void retriesOnOtherConnectionsAndAfterRestartsGetTheFirstAnswer() {
        Person ada = person("ada");
        Person bob = person("bob");
        String direct = ada.directWith(bob);
        History history = new History();
        List<String> ids = Stream.generate(Person::uuid).limit(40).toList();

        Scribe first = Scribe.connect(ada, direct, history);
        ids.forEach(id -> first.send(id, "once"));
        first.awaitAnswers();
        Scribe second = Scribe.connect(ada, direct, history);
        ids.forEach(id -> second.send(id, "the text of a retry does not matter"));
        second.awaitAnswers();
        server.kill();
        server.startAgain();
        Scribe third = Scribe.connect(ada, direct, history);
        ids.forEach(id -> third.send(id, "once"));
        third.awaitAnswers();
        server.stop();
        server.startAgain();
        Scribe fourth = Scribe.connect(ada, direct, history);
        ids.forEach(id -> fourth.send(id, "once"));
        fourth.awaitAnswers();

        List<JsonNode> log = bob.log(direct);
        assertThat(log)
                .filteredOn(entry -> entry.has("id"))
                .hasSize(ids.size())
                .allSatisfy(entry -> assertThat(entry.get("text").asText()).isEqualTo("once"));
        assertThat(HistoryChecker.check(history, Scribe.seen(log))).isEmpty();
        assertThat(fourth.connection().received())
                .filteredOn(frame -> RawConnection.op(frame).equals("ack"))
                .allSatisfy(ack -> assertThat(ack.get("duplicate").asBoolean()).isTrue());
    }

    @Test
    void aRemovedMembersRetryIsAckedAndItsNewSendIsNot() {
        Person owner = person("owner");
        Person member = person("member");
        String group = owner.group("Leaving", List.of(member));
        String known = Person.uuid();
        RawConnection connection = member.connect();
        connection.write(send(1, group, known, "while a member"));
        JsonNode first = connection.answer(1);
        assertThat(RawConnection.op(first)).isEqualTo("ack");

        owner.http()
                .delete("/v1/conversations/" + group + "/members/" + member.id())
                .ok();
        connection.await("gone", frame -> frame.path("gone").asBoolean());
        connection.write(send(2, group, known, "again"));
        connection.write(send(3, group, Person.uuid(), "as a stranger"));

        JsonNode again = connection.answer(2);
        assertThat(RawConnection.op(again)).isEqualTo("ack");
        assertThat(again.get("seq")).isEqualTo(first.get("seq"));
        assertThat(again.get("at")).isEqualTo(first.get("at"));
        assertThat(again.get("duplicate").asBoolean()).isTrue();
        assertThat(connection.answer(3).get("code").asText()).isEqualTo("not_found");
        assertThat(owner.log(group)).filteredOn(entry -> entry.has("id")).hasSize(1);
    }

    @Test
    void httpAndFramesShareTheirIds() {
        Person ada = person("ada");
        String direct = ada.directWith(person("bob"));
        String id = Person.uuid();
        Http.Answer created = ada.http().post(messages(direct), Json.object("id", id, "text", "over HTTP"));
        Http.Answer repeated = ada.http().post(messages(direct), Json.object("id", id, "text", "over HTTP"));
        RawConnection connection = ada.connect();
        connection.write(send(1, direct, id, "as a frame"));

        assertThat(created.status()).isEqualTo(201);
        assertThat(repeated.status()).isEqualTo(200);
        assertThat(repeated.body().get("seq")).isEqualTo(created.body().get("seq"));
        assertThat(connection.answer(1).get("seq")).isEqualTo(created.body().get("seq"));
    }

    @Test
    void aQueueNeverOvertakesItself() {
        Person ada = person("ada");
        String direct = ada.directWith(person("bob"));
        RawConnection connection = ada.connect();
        String first = Person.uuid();
        String second = Person.uuid();
        connection.write(send(1, direct, second, "second").put("prev", first));
        connection.write(send(2, direct, first, "first"));
        connection.write(send(3, direct, second, "second").put("prev", first));

        assertThat(connection.answer(1).get("code").asText()).isEqualTo("conflict");
        assertThat(connection.answer(3).get("seq").asLong())
                .isEqualTo(connection.answer(2).get("seq").asLong() + 1);
    }

    private static com.fasterxml.jackson.databind.node.ObjectNode send(
            long rid, String conversation, String id, String text) {
        return Json.object("op", "send", "rid", rid, "conversation", conversation, "id", id, "text", text);
    }

    private static String messages(String conversation) {
        return "/v1/conversations/" + conversation + "/messages";
    }
}
