package chat.parley.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Messages that are sent later, by the raw protocol. */
class ScheduledTest extends OneServerTest {
    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final String MINE = "/v1/users/me/scheduled";
    private static final int MESSAGES = 40;

    /** A few at a time, so that a kill falls between them. */
    @Override
    String[] arguments() {
        return and("--set", "scheduled.batch=3", "--set", "scheduled.every=100ms", "--set", "scheduled.leastAhead=0ms");
    }

    @Test
    void aMessageIsSentAtItsTimeAndItsSendersDevicesLearnOfIt() {
        Person ada = person("early");
        Person bob = person("reader");
        String group = ada.group("Later", List.of(bob));
        RawConnection device = ada.connect();
        RawConnection reader = bob.connect();
        String id = schedule(ada, group, "good morning", in(2_000));
        device.await("that it waits", ScheduledTest::tells);
        assertThat(ada.http().get(MINE).ok().at("/scheduled/0/id").asText()).isEqualTo(id);
        assertThat(bob.http().get(MINE).ok().get("scheduled")).isEmpty();
        JsonNode entry =
                reader.await("the message", frame -> frame.path("id").asText().equals(id));
        assertThat(entry.get("from").asText()).isEqualTo(ada.id());
        assertThat(entry.get("text").asText()).isEqualTo("good morning");
        Deadline.within(PATIENCE)
                .awaitTrue(
                        "the word that it waits no more",
                        () -> device.received().stream()
                                        .filter(ScheduledTest::tells)
                                        .count()
                                > 1);
        assertThat(ada.http().get(MINE).ok().get("scheduled")).isEmpty();
        Http.Answer again = ada.http().post(path(group), message(id, "good evening", in(60_000)));
        assertThat(again.status()).isEqualTo(200);
        assertThat(again.ok().get("seq")).isEqualTo(entry.get("seq"));
        assertThat(Metrics.of(server, "parley_scheduled_lateness_seconds_count"))
                .isPositive();
    }

    @Test
    void whoIsRemovedBeforeItsTimeSaysNothingAndKeepsWhatTheyWrote() {
        Person ada = person("owner");
        Person bob = person("removed");
        String group = ada.group("Without bob", List.of(bob));
        String id = schedule(bob, group, "am I still here?", in(5_000));
        ada.http().delete("/v1/conversations/" + group + "/members/" + bob.id()).ok();
        JsonNode failed = Deadline.within(PATIENCE)
                .await(
                        "it to be refused",
                        () -> bob.http()
                                .get(MINE)
                                .ok()
                                .get("scheduled")
                                .valueStream()
                                .filter(message -> message.get("failure").isObject())
                                .findFirst());
        assertThat(failed.get("id").asText()).isEqualTo(id);
        assertThat(failed.at("/failure/code").asText()).isEqualTo("not_found");
        assertThat(failed.get("text").asText()).isEqualTo("am I still here?");
        assertThat(texts(ada, group)).isEmpty();
        assertThat(bob.http().post(MINE + "/" + id + "/send", Json.object()).code())
                .isEqualTo("not_found");
        ada.http()
                .post("/v1/conversations/" + group + "/members", Json.object("users", List.of(bob.id())))
                .ok();
        bob.http()
                .patch(MINE + "/" + id, Json.object("sendAt", in(1_500).toString()))
                .ok();
        Deadline.within(PATIENCE)
                .awaitTrue("it to be sent", () -> texts(ada, group).equals(List.of("am I still here?")));
    }

    @Test
    void aServerThatIsKilledWhileItSendsLosesAndDoublesNothing() {
        List<Person> people = people("kept", 4);
        String group = people.getFirst().group("At nine", people.subList(1, people.size()));
        Instant nine = in(8_000);
        List<String> expected = new ArrayList<>();
        for (int i = 0; i < MESSAGES; i++) {
            schedule(people.get(i % people.size()), group, "number " + i, nine.plusMillis(i * 20L));
            expected.add("number " + i);
        }
        Deadline.within(PATIENCE)
                .awaitTrue(
                        "some of them", () -> !texts(people.getFirst(), group).isEmpty());
        server.kill();
        server.startAgain();
        Deadline.within(PATIENCE)
                .awaitTrue(
                        "all of them",
                        () -> people.stream()
                                .allMatch(person -> person.http()
                                        .get(MINE)
                                        .ok()
                                        .get("scheduled")
                                        .isEmpty()));
        assertThat(texts(people.getFirst(), group)).containsExactlyElementsOf(expected);
    }

    private static String schedule(Person person, String conversation, String text, Instant at) {
        String id = Person.uuid();
        Http.Answer made = person.http().post(path(conversation), message(id, text, at));
        assertThat(made.status()).isEqualTo(201);
        return id;
    }

    private static String path(String conversation) {
        return "/v1/conversations/" + conversation + "/scheduled";
    }

    private static ObjectNode message(String id, String text, Instant at) {
        return Json.object("id", id, "text", text, "sendAt", at.toString());
    }

    private static Instant in(long millis) {
        return Instant.now().plusMillis(millis).truncatedTo(ChronoUnit.MILLIS);
    }

    private static boolean tells(JsonNode frame) {
        return RawConnection.op(frame).equals("own")
                && frame.at("/moved/0").asText().equals("scheduled");
    }

    private static List<String> texts(Person reader, String conversation) {
        return reader.log(conversation).stream()
                .filter(entry -> entry.path("kind").asText().equals("message"))
                .map(entry -> entry.get("text").asText())
                .toList();
    }
}
