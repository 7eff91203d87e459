package chat.parley.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Who is there, for those who may know and ask. */
class PresenceTest extends BothTransportsTest {
    private static final Duration PATIENCE = Duration.ofSeconds(90);

    @Override
    String[] arguments() {
        return and(
                "--set", "presence.grace=2s",
                "--set", "presence.settle=200ms",
                "--set", "gateway.hints.recheckEvery=2s",
                // Whoever stops polling is missed sooner than a test loses patience.
                "--set", "gateway.poll.hold=1s",
                "--set", "gateway.poll.lapse=4s");
    }

    @Test
    void showsComingStatusAndGoing() {
        Person ada = person("ada");
        Person bob = person("bob");
        RawConnection watcher = ada.connect();
        watch(watcher, bob.id());
        awaitStatuses(watcher, bob, "offline");
        RawConnection other = bob.connect();
        awaitStatuses(watcher, bob, "offline", "online");
        other.write(Json.object("op", "status", "status", "dnd"));
        awaitStatuses(watcher, bob, "offline", "online", "dnd");
        Instant before = Instant.now().minusMillis(1);
        other.drop();
        awaitStatuses(watcher, bob, "offline", "online", "dnd", "offline");
        JsonNode offline = presences(watcher, bob).getLast();
        assertThat(Instant.parse(offline.get("lastSeen").asText())).isBetween(before, Instant.now());
    }

    @Test
    void aReconnectionShowsNothing() {
        Person ada = person("ada");
        Person bob = person("bob");
        RawConnection other = bob.connect();
        RawConnection watcher = ada.connect();
        watchUntil(watcher, bob, "online");
        int told = presences(watcher, bob).size();
        other.drop();
        RawConnection again = bob.connect();
        again.write(Json.object("op", "status", "status", "away"));
        Deadline.within(PATIENCE)
                .awaitTrue("bob away", () -> presences(watcher, bob).size() > told);
        assertThat(status(presences(watcher, bob).get(told))).isEqualTo("away");
    }

    @Test
    void refusesAWatchOfMoreThan500() {
        Person ada = person("ada");
        RawConnection watcher = ada.connect();
        watcher.write(Json.object("op", "watch", "users", Collections.nCopies(501, ada.id())));
        assertThat(watcher.await("the refusal", frame -> RawConnection.op(frame).equals("error"))
                        .get("code")
                        .asText())
                .isEqualTo("bad_request");
        watch(watcher, ada.id());
        awaitStatus(watcher, ada, "online");
    }

    @Test
    void answersA500StrongWatchAtOnceAndWhole() {
        Person ada = person("ada");
        List<String> many =
                IntStream.range(0, 499).mapToObj("u%013d"::formatted).toList();
        RawConnection watcher = ada.connect();
        var users = new ArrayList<>(many);
        users.add(ada.id());
        watcher.write(Json.object("op", "watch", "users", users));
        awaitStatus(watcher, ada, "online");
        Deadline.within(PATIENCE)
                .awaitTrue(
                        "an answer for each",
                        () -> watcher.received().stream()
                                        .filter(frame -> RawConnection.op(frame).equals("presence"))
                                        .map(frame -> frame.get("user").asText())
                                        .distinct()
                                        .count()
                                == 500);
    }

    @Test
    void blockedPeopleAreOfflineToEachOtherAndWereNeverSeen() {
        Person ada = person("ada");
        Person bob = person("bob");
        RawConnection one = ada.connect();
        RawConnection other = bob.connect();
        watchUntil(one, bob, "online");
        watchUntil(other, ada, "online");
        ada.http().put("/v1/users/me/blocks/" + bob.id(), Json.object()).ok();
        for (JsonNode last : List.of(awaitStatus(one, bob, "offline"), awaitStatus(other, ada, "offline"))) {
            assertThat(last.has("lastSeen")).isFalse();
        }
        ada.http().delete("/v1/users/me/blocks/" + bob.id()).ok();
        awaitStatus(one, bob, "online");
        awaitStatus(other, ada, "online");
    }

    @Test
    void aGuestSeesOnlyPeopleItSharesAConversationWith() {
        Person owner = person("owner");
        Person guest = guest().over(transport);
        Person stranger = person("stranger");
        owner.group("Shared", List.of(guest));
        RawConnection watcher = guest.connect();
        RawConnection one = owner.connect();
        RawConnection two = stranger.connect();
        watchUntil(one, stranger, "online");
        watchUntil(watcher, owner, "online");
        watch(watcher, stranger.id(), owner.id());
        awaitStatus(watcher, stranger, "offline");
        two.write(Json.object("op", "status", "status", "away"));
        awaitStatus(one, stranger, "away");
        owner.group("Wider", List.of(guest, stranger));
        awaitStatuses(watcher, stranger, "offline", "away");
    }

    @Test
    void whenSomebodyWasLastSeenOutlivesTheServerHoweverItEnds() {
        Person ada = person("ada");
        Person bob = person("bob");
        RawConnection watcher = ada.connect();
        RawConnection other = bob.connect();
        watchUntil(watcher, bob, "online");
        other.drop();
        String seen = awaitStatus(watcher, bob, "offline").get("lastSeen").asText();
        RawConnection staying = bob.connect();
        watchUntil(watcher, bob, "online");
        server.kill();
        server.startAgain();
        assertThat(lastSeen(ada, bob)).as("as last known").isEqualTo(seen);
        staying.close();
        RawConnection back = bob.connect();
        watchUntil(ada.connect(), bob, "online");
        Instant before = Instant.now().minusMillis(1);
        server.stop();
        server.startAgain();
        assertThat(Instant.parse(lastSeen(ada, bob))).isBetween(before, Instant.now());
        back.close();
    }

    private static String lastSeen(Person viewer, Person person) {
        RawConnection connection = viewer.connect();
        watch(connection, person.id());
        return awaitStatus(connection, person, "offline").path("lastSeen").asText();
    }

    private static void watch(RawConnection connection, String... users) {
        connection.write(Json.object("op", "watch", "users", List.of(users)));
    }

    private static void watchUntil(RawConnection connection, Person person, String status) {
        watch(connection, person.id());
        awaitStatus(connection, person, status);
    }

    /** Waits until this is the last that was told of the person. */
    private static JsonNode awaitStatus(RawConnection connection, Person person, String status) {
        return Deadline.within(PATIENCE)
                .await(
                        person.handle() + " " + status,
                        () -> presences(connection, person).reversed().stream()
                                .findFirst()
                                .filter(last -> status(last).equals(status)));
    }

    private static void awaitStatuses(RawConnection connection, Person person, String... statuses) {
        Deadline.within(PATIENCE)
                .awaitTrue(
                        person.handle() + " " + List.of(statuses),
                        () -> presences(connection, person).stream()
                                .map(PresenceTest::status)
                                .toList()
                                .equals(List.of(statuses)));
    }

    private static String status(JsonNode presence) {
        return presence.get("status").asText();
    }

    private static List<JsonNode> presences(RawConnection connection, Person person) {
        return connection.received().stream()
                .filter(frame -> RawConnection.op(frame).equals("presence"))
                .filter(frame -> frame.get("user").asText().equals(person.id()))
                .toList();
    }
}
