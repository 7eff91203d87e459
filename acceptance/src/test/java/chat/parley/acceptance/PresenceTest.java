package chat.parley.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Who is there, for those who may know and ask. */
class PresenceTest extends OneServerTest {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    @Override
    String[] arguments() {
        return new String[] {
            "--set", "presence.grace=2s",
            "--set", "presence.settle=200ms",
            "--set", "gateway.hints.recheckEvery=2s",
            // The administrator's link, which one sentence uses, would close it.
            "--set", "accounts.registration=open"
        };
    }

    @Test
    void showsComingStatusAndGoing() {
        Person ada = person("ada");
        Person bob = person("bob");
        RawSocket watcher = ada.connect();
        watch(watcher, bob.id());
        awaitStatuses(watcher, bob, "offline");
        RawSocket other = bob.connect();
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
        RawSocket other = bob.connect();
        RawSocket watcher = ada.connect();
        watchUntil(watcher, bob, "online");
        int told = presences(watcher, bob).size();
        other.drop();
        RawSocket again = bob.connect();
        again.write(Json.object("op", "status", "status", "away"));
        Deadline.within(PATIENCE)
                .awaitTrue("bob away", () -> presences(watcher, bob).size() > told);
        assertThat(status(presences(watcher, bob).get(told))).isEqualTo("away");
    }

    @Test
    void refusesAWatchOfMoreThan500() {
        Person ada = person("ada");
        RawSocket watcher = ada.connect();
        watcher.write(Json.object("op", "watch", "users", Collections.nCopies(501, ada.id())));
        assertThat(watcher.await("the refusal", frame -> RawSocket.op(frame).equals("error"))
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
        RawSocket watcher = ada.connect();
        var users = new ArrayList<>(many);
        users.add(ada.id());
        watcher.write(Json.object("op", "watch", "users", users));
        awaitStatus(watcher, ada, "online");
        Deadline.within(PATIENCE)
                .awaitTrue(
                        "an answer for each",
                        () -> watcher.received().stream()
                                        .filter(frame -> RawSocket.op(frame).equals("presence"))
                                        .map(frame -> frame.get("user").asText())
                                        .distinct()
                                        .count()
                                == 500);
    }

    @Test
    void blockedPeopleAreOfflineToEachOtherAndWereNeverSeen() {
        Person ada = person("ada");
        Person bob = person("bob");
        RawSocket one = ada.connect();
        RawSocket other = bob.connect();
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
        Person admin = Person.register(server, "admin", Optional.of(server.setupToken()));
        String invite = admin.http()
                .post("/v1/invites", Json.object("role", "guest"))
                .ok()
                .get("invite")
                .asText();
        Person guest = Person.register(server, "guest", Optional.of(invite));
        Person stranger = person("stranger");
        admin.group("Shared", List.of(guest));
        RawSocket watcher = guest.connect();
        RawSocket one = admin.connect();
        RawSocket two = stranger.connect();
        watchUntil(one, stranger, "online");
        watchUntil(watcher, admin, "online");
        watch(watcher, stranger.id(), admin.id());
        awaitStatus(watcher, stranger, "offline");
        two.write(Json.object("op", "status", "status", "away"));
        awaitStatus(one, stranger, "away");
        admin.group("Wider", List.of(guest, stranger));
        awaitStatuses(watcher, stranger, "offline", "away");
    }

    @Test
    void whenSomebodyWasLastSeenOutlivesTheServerHoweverItEnds() {
        try (ServerProcess own = ServerProcess.start(freshData(), arguments())) {
            Person ada = Person.register(own, "ada");
            Person bob = Person.register(own, "bob");
            RawSocket watcher = ada.connect();
            RawSocket other = bob.connect();
            watchUntil(watcher, bob, "online");
            other.drop();
            String seen = awaitStatus(watcher, bob, "offline").get("lastSeen").asText();
            RawSocket staying = bob.connect();
            watchUntil(watcher, bob, "online");
            own.kill();
            own.startAgain();
            assertThat(lastSeen(ada, bob)).as("as last known").isEqualTo(seen);
            staying.close();
            RawSocket back = bob.connect();
            watchUntil(ada.connect(), bob, "online");
            Instant before = Instant.now().minusMillis(1);
            own.stop();
            own.startAgain();
            assertThat(Instant.parse(lastSeen(ada, bob))).isBetween(before, Instant.now());
            back.close();
        }
    }

    private static String lastSeen(Person viewer, Person person) {
        RawSocket socket = viewer.connect();
        watch(socket, person.id());
        return awaitStatus(socket, person, "offline").path("lastSeen").asText();
    }

    private static void watch(RawSocket socket, String... users) {
        socket.write(Json.object("op", "watch", "users", List.of(users)));
    }

    private static void watchUntil(RawSocket socket, Person person, String status) {
        watch(socket, person.id());
        awaitStatus(socket, person, status);
    }

    /** Waits until this is the last that was told of the person. */
    private static JsonNode awaitStatus(RawSocket socket, Person person, String status) {
        return Deadline.within(PATIENCE)
                .await(
                        person.handle() + " " + status,
                        () -> presences(socket, person).reversed().stream()
                                .findFirst()
                                .filter(last -> status(last).equals(status)));
    }

    private static void awaitStatuses(RawSocket socket, Person person, String... statuses) {
        Deadline.within(PATIENCE)
                .awaitTrue(
                        person.handle() + " " + List.of(statuses),
                        () -> presences(socket, person).stream()
                                .map(PresenceTest::status)
                                .toList()
                                .equals(List.of(statuses)));
    }

    private static String status(JsonNode presence) {
        return presence.get("status").asText();
    }

    private static List<JsonNode> presences(RawSocket socket, Person person) {
        return socket.received().stream()
                .filter(frame -> RawSocket.op(frame).equals("presence"))
                .filter(frame -> frame.get("user").asText().equals(person.id()))
                .toList();
    }
}
