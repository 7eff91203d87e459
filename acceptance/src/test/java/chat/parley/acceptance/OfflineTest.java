package chat.parley.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;

/** Away and back: the welcome names what moved, the heads say how far to fetch, and everything after arrives live. */
class OfflineTest extends BothTransportsTest {

    @Test
    void whoComesBackWithACursorIsToldWhatMovedAndMissesNothing() {
        Person ada = person("ada");
        Person bob = person("bob");
        String busy = ada.group("Busy", List.of(bob));
        String quiet = ada.group("Quiet", List.of(bob));
        RawConnection before = bob.connect();
        post(ada, busy, 3);
        before.await(
                "the third message",
                frame -> frame.path("seq").asLong() == 4
                        && RawConnection.op(frame).equals("entry"));
        String cursor = before.cursor();
        before.drop();

        post(ada, busy, 20);
        String born = ada.group("Born meanwhile", List.of(bob));
        RawConnection after = bob.connect(cursor);
        post(ada, busy, 5);

        JsonNode welcome = after.welcome();
        assertThat(welcome.path("reset").asBoolean()).isFalse();
        assertThat(ids(welcome)).contains(busy, born).doesNotContain(quiet);
        JsonNode state = state(welcome, busy);
        long head = state.get("head").asLong();
        after.await("the last message", frame -> frame.path("seq").asLong() == 29);
        List<Long> seqs = new ArrayList<>();
        bob.log(busy).stream()
                .map(entry -> entry.get("seq").asLong())
                .filter(seq -> seq <= head)
                .forEach(seqs::add);
        after.entries(busy).forEach(entry -> seqs.add(entry.get("seq").asLong()));
        assertThat(seqs)
                .containsExactlyElementsOf(LongStream.rangeClosed(1, 29).boxed().toList());
    }

    @Test
    void withoutACursorTheWelcomeResets() {
        Person ada = person("ada");
        String direct = ada.directWith(person("bob"));
        JsonNode welcome = ada.connect().welcome();

        assertThat(welcome.get("reset").asBoolean()).isTrue();
        assertThat(ids(welcome)).containsExactly(direct);
        assertThat(welcome.get("user").asText()).isEqualTo(ada.id());
        assertThat(welcome.get("heartbeat").asInt()).isPositive();
        assertThat(welcome.get("session").asText()).isNotBlank();
    }

    @Test
    void aCursorOfAnotherStoreResets() {
        Person ada = person("ada");
        ada.directWith(person("bob"));
        for (String cursor : List.of("elsewhere.1z", "nonsense", "a.b.c", "-", "9".repeat(40))) {
            RawConnection connection = ada.connect(cursor);
            assertThat(connection.welcome().get("reset").asBoolean()).as(cursor).isTrue();
            connection.close();
        }
    }

    @Test
    void whoWasRemovedWhileAwayIsToldToForget() {
        Person ada = person("ada");
        Person bob = person("bob");
        String group = ada.group("Gone", List.of(bob));
        RawConnection before = bob.connect();
        String cursor = before.welcome().get("cursor").asText();
        before.drop();
        ada.http().delete("/v1/conversations/" + group + "/members/" + bob.id()).ok();

        JsonNode welcome = bob.connect(cursor).welcome();

        assertThat(ids(welcome)).doesNotContain(group);
        assertThat(welcome.get("gone")).extracting(JsonNode::asText).contains(group);
    }

    @Test
    void unreadIsASubtractionThatSurvivesReconnectionAndRestart() {
        Person ada = person("ada");
        Person bob = person("bob");
        String direct = ada.directWith(bob);
        post(ada, direct, 7);
        RawConnection connection = bob.connect();
        assertThat(unread(connection.welcome(), direct)).isEqualTo(7);

        connection.write(Json.object("op", "read", "conversation", direct, "seq", 5));
        JsonNode receipt = connection.await(
                "one's own receipt",
                frame -> RawConnection.op(frame).equals("receipt")
                        && frame.get("user").asText().equals(bob.id()));

        assertThat(receipt.get("read").asLong()).isEqualTo(5);
        assertThat(receipt.get("readMessages").asLong()).isEqualTo(4);
        server.stop();
        server.startAgain();
        assertThat(unread(bob.connect().welcome(), direct)).isEqualTo(3);
    }

    @Test
    void aSenderWhoHasReadEverythingStaysAtZero() {
        Person ada = person("ada");
        String direct = ada.directWith(person("bob"));
        post(ada, direct, 4);
        assertThat(unread(ada.connect().welcome(), direct)).isZero();
    }

    private static void post(Person sender, String conversation, int count) {
        for (int i = 0; i < count; i++) {
            sender.http()
                    .post(
                            "/v1/conversations/" + conversation + "/messages",
                            Json.object("id", Person.uuid(), "text", "n" + i))
                    .ok();
        }
    }

    private static List<String> ids(JsonNode welcome) {
        return StreamSupport.stream(welcome.get("conversations").spliterator(), false)
                .map(state -> state.get("id").asText())
                .toList();
    }

    private static JsonNode state(JsonNode welcome, String conversation) {
        return StreamSupport.stream(welcome.get("conversations").spliterator(), false)
                .filter(state -> state.get("id").asText().equals(conversation))
                .findFirst()
                .orElseThrow();
    }

    private static long unread(JsonNode welcome, String conversation) {
        JsonNode state = state(welcome, conversation);
        return state.get("messages").asLong() - state.get("readMessages").asLong();
    }
}
