package chat.parley.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import chat.parley.adapter.postgres.TestStore;
import chat.parley.adapter.postgres.embedded.TestDatabase;
import chat.parley.core.bus.Availability;
import chat.parley.core.bus.Signal;
import chat.parley.core.id.UserId;
import chat.parley.gateway.LossyBus.Weather;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Who is there, as those who watch are told. */
class PresenceTest {
    private static final int MOST_BLOCKS = 10;
    private static final int FRAMES_A_SECOND = 5;

    private static TestDatabase database;
    private static TestPeople people;
    private static TestServer server;

    private final TestPeople.Person ada = people.person();
    private final TestPeople.Person bob = people.person();

    @BeforeAll
    static void start() {
        database = TestStore.fresh();
        server = new TestServer(database, WhispersTest.hinting(WhispersTest.hints(FRAMES_A_SECOND)));
        people = new TestPeople(database);
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @BeforeEach
    void clearUp() {
        server.bus.weather(Weather.FAIR);
    }

    @Test
    void answersForEachWhoIsWatchedKnownOrNot() throws IOException {
        try (TestSocket watcher = server.welcome(ada);
                TestSocket other = server.welcome(bob)) {
            awaitOnline(watcher, bob);
            UserId nobody = new UserId(7);
            watch(watcher, bob.user(), ada.user(), nobody, "no-such-name");
            awaitStatuses(watcher, nobody, "offline");
            awaitStatuses(watcher, "no-such-name", "offline");
            awaitStatuses(watcher, ada.user(), "online");
            awaitStatuses(watcher, bob.user(), "online", "online");
            other.barrier();
            assertThat(other.received("presence")).isEmpty();
        }
    }

    @Test
    void tellsThoseWhoWatchAndNobodyElse() throws IOException {
        TestPeople.Person cid = people.person();
        try (TestSocket watcher = server.welcome(ada);
                TestSocket bystander = server.welcome(cid)) {
            watch(watcher, bob.user());
            awaitStatuses(watcher, bob.user(), "offline");
            TestSocket other = server.welcome(bob);
            awaitStatuses(watcher, bob.user(), "offline", "online");
            status(other, "away");
            awaitStatuses(watcher, bob.user(), "offline", "online", "away");
            status(other, "dnd");
            awaitStatuses(watcher, bob.user(), "offline", "online", "away", "dnd");
            other.close();
            awaitStatuses(watcher, bob.user(), "offline", "online", "away", "dnd", "offline");
            bystander.barrier();
            assertThat(bystander.received("presence")).isEmpty();
        }
    }

    @Test
    void saysWhenSomebodyWasLastSeen() throws IOException {
        Instant before = Instant.now().minusMillis(1);
        try (TestSocket watcher = server.welcome(ada)) {
            watch(watcher, bob.user());
            awaitStatuses(watcher, bob.user(), "offline");
            assertThat(watcher.received("presence").getFirst().has("lastSeen")).isFalse();
            TestSocket other = server.welcome(bob);
            awaitStatuses(watcher, bob.user(), "offline", "online");
            other.close();
            JsonNode offline = awaitLastSeen(watcher, bob);
            assertThat(offline.path("status").asText()).isEqualTo("offline");
            Instant seen = Instant.parse(offline.path("lastSeen").asText());
            assertThat(seen).isBetween(before, Instant.now());
            assertThat(watcher.received("presence").get(1).has("lastSeen")).isFalse();
            Deadline.until(
                    "the time in the store",
                    () -> server.lastSeen.of(List.of(bob.user())).containsKey(bob.user()));
            try (TestSocket second = server.welcome(people.person())) {
                watch(second, bob.user());
                awaitStatuses(second, bob.user(), "offline");
                assertThat(second.received("presence")
                                .getFirst()
                                .path("lastSeen")
                                .asText())
                        .isEqualTo(offline.path("lastSeen").asText());
            }
        }
    }

    @Test
    void aReconnectionWithinTheGracePeriodShowsNothing() throws IOException {
        TestPeople.Person cid = people.person();
        try (TestServer patient = TestServer.withLongGrace(database, DeliveryTest.quick());
                TestSocket watcher = patient.welcome(ada)) {
            TestSocket other = patient.welcome(bob);
            awaitOnline(watcher, bob);
            watcher.forget("presence");
            watch(watcher, bob.user(), cid.user());
            awaitStatuses(watcher, bob.user(), "online");
            awaitStatuses(watcher, cid.user(), "offline");
            other.close();
            Deadline.until("the connection to be forgotten", () -> sockets(patient) == 1);
            try (TestSocket again = patient.welcome(bob);
                    TestSocket later = patient.welcome(cid)) {
                again.barrier();
                later.barrier();
                awaitStatuses(watcher, cid.user(), "offline", "online");
                assertThat(statuses(watcher, bob.user())).containsExactly("online");
            }
        }
    }

    @Test
    void severalDevicesAreOnePerson() throws IOException {
        try (TestSocket watcher = server.welcome(ada);
                TestSocket laptop = server.welcome(bob)) {
            TestSocket phone = server.welcome(bob);
            awaitOnline(watcher, bob);
            status(phone, "away");
            status(laptop, "away");
            awaitStatuses(watcher, bob.user(), "online", "away");
            status(laptop, "dnd");
            awaitStatuses(watcher, bob.user(), "online", "away", "dnd");
            status(phone, "online");
            phone.close();
            status(laptop, "online");
            awaitStatuses(watcher, bob.user(), "online", "away", "dnd", "online");
        }
    }

    @Test
    void aWatchReplacesTheLast() throws IOException {
        TestPeople.Person cid = people.person();
        try (TestSocket watcher = server.welcome(ada)) {
            watch(watcher, bob.user());
            awaitStatuses(watcher, bob.user(), "offline");
            watch(watcher, cid.user());
            awaitStatuses(watcher, cid.user(), "offline");
            try (TestSocket one = server.welcome(bob);
                    TestSocket two = server.welcome(cid)) {
                one.barrier();
                two.barrier();
                awaitStatuses(watcher, cid.user(), "offline", "online");
                assertThat(statuses(watcher, bob.user())).containsExactly("offline");
                watch(watcher);
                watch(watcher, ada.user());
                awaitStatuses(watcher, ada.user(), "online");
            }
        }
    }

    @Test
    void ofManyWatchesInASecondTheLastOneCounts() throws IOException {
        try (TestSocket watcher = server.welcome(ada)) {
            List<TestPeople.Person> many =
                    Stream.generate(people::person).limit(20).toList();
            for (TestPeople.Person each : many) {
                watch(watcher, each.user());
            }
            watch(watcher, bob.user());
            awaitStatuses(watcher, bob.user(), "offline");
            assertThat(watcher.received("presence")).hasSizeLessThan(10);
        }
    }

    @Test
    void tellsAGuestOnlyOfPeopleItSharesAConversationWith() throws IOException {
        TestPeople.Person guest = people.person();
        TestPeople.Person cid = people.person();
        server.tokens.guest(guest.user());
        var group = server.group(ada.user(), guest.user());
        try (TestSocket watcher = server.welcome(guest);
                TestSocket one = server.welcome(ada);
                TestSocket two = server.welcome(bob);
                TestSocket member = server.welcome(cid)) {
            one.barrier();
            awaitOnline(member, ada);
            awaitOnline(member, bob);
            watch(watcher, ada.user(), bob.user());
            awaitStatuses(watcher, ada.user(), "online");
            awaitStatuses(watcher, bob.user(), "offline");
            status(two, "away");
            awaitStatuses(member, bob.user(), "online", "away");
            server.join(group, ada.user(), bob.user());
            awaitStatuses(watcher, bob.user(), "offline", "away");
            server.leave(group, bob.user(), bob.user());
            awaitStatuses(watcher, bob.user(), "offline", "away", "offline");
            assertThat(watcher.received("presence").getLast().has("lastSeen")).isFalse();
        }
    }

    @Test
    void thoseWhoAreBlockedAreOfflineAndWereNeverSeen() throws IOException {
        TestPeople.Person cid = people.person();
        server.lastSeen.store(Map.of(bob.user(), Instant.now()));
        server.blocks.add(ada.user(), bob.user(), MOST_BLOCKS);
        try (TestSocket watcher = server.welcome(ada);
                TestSocket third = server.welcome(cid)) {
            watch(watcher, bob.user());
            watch(third, bob.user());
            awaitStatuses(watcher, bob.user(), "offline");
            awaitStatuses(third, bob.user(), "offline");
            assertThat(third.received("presence").getFirst().has("lastSeen")).isTrue();
            try (TestSocket other = server.welcome(bob)) {
                watch(other, ada.user());
                awaitStatuses(third, bob.user(), "offline", "online");
                awaitStatuses(other, ada.user(), "offline");
                watcher.barrier();
                assertThat(statuses(watcher, bob.user())).containsExactly("offline");
                assertThat(watcher.received("presence").getFirst().has("lastSeen"))
                        .isFalse();
                server.blocks.remove(ada.user(), bob.user());
                server.bus.publish(new Signal.BlockChanged(ada.user(), bob.user(), false));
                awaitStatuses(watcher, bob.user(), "offline", "online");
                awaitStatuses(other, ada.user(), "offline", "online");
                server.blocks.add(bob.user(), ada.user(), MOST_BLOCKS);
                server.bus.publish(new Signal.BlockChanged(bob.user(), ada.user(), true));
                awaitStatuses(watcher, bob.user(), "offline", "online", "offline");
                awaitStatuses(other, ada.user(), "offline", "online", "offline");
                assertThat(watcher.received("presence").getLast().has("lastSeen"))
                        .isFalse();
            }
        }
    }

    @Test
    void catchesUpWithChangesThatNobodyToldOf() throws IOException {
        try (TestSocket watcher = server.welcome(ada)) {
            watch(watcher, bob.user());
            awaitStatuses(watcher, bob.user(), "offline");
            server.bus.weather(Weather.SILENCE);
            TestSocket other = server.welcome(bob);
            awaitStatuses(watcher, bob.user(), "offline", "online");
            // It is told that they went, and then when that was, which is stored a moment later.
            server.lastSeen.lateFor(bob.user());
            other.close();
            assertThat(awaitLastSeen(watcher, bob).path("status").asText()).isEqualTo("offline");
            assertThat(statuses(watcher, bob.user())).containsExactly("offline", "online", "offline", "offline");
        }
    }

    @Test
    void tellsOnceWhatBothTheStoreAndTheBusSay() throws IOException {
        try (TestSocket watcher = server.welcome(ada);
                TestSocket other = server.welcome(bob)) {
            awaitOnline(watcher, bob);
            server.bus.publish(
                    new Signal.PresenceChanged(List.of(new Signal.Presence(bob.user(), Availability.ONLINE, null))));
            status(other, "away");
            awaitStatuses(watcher, bob.user(), "online", "away");
        }
    }

    @Test
    void tellsOneSessionOnlySoManyChangesASecondAndLosesNone() throws IOException {
        List<TestPeople.Person> crowd =
                Stream.generate(people::person).limit(3 * FRAMES_A_SECOND).toList();
        try (TestSocket watcher = server.welcome(ada)) {
            watch(watcher, crowd.stream().map(TestPeople.Person::user).toArray());
            for (TestPeople.Person each : crowd) {
                awaitStatuses(watcher, each.user(), "offline");
            }
            List<TestSocket> sockets = new ArrayList<>();
            for (TestPeople.Person each : crowd) {
                sockets.add(server.welcome(each));
            }
            for (TestPeople.Person each : crowd) {
                awaitStatuses(watcher, each.user(), "offline", "online");
            }
            for (TestSocket socket : sockets) {
                socket.close();
            }
        }
    }

    private static double sockets(TestServer of) {
        return of.metrics
                .get("parley.gateway.connections")
                .tag("transport", "socket")
                .gauge()
                .value();
    }

    /** Watches again and again, as one who was not shown yet, until the person is. */
    private static void awaitOnline(TestSocket watcher, TestPeople.Person person) throws IOException {
        watch(watcher, person.user());
        watcher.await(
                "online",
                frame -> "online".equals(frame.path("status").asText())
                        && person.user().toString().equals(frame.path("user").asText()));
        watcher.forget("presence");
        watch(watcher, person.user());
        awaitStatuses(watcher, person.user(), "online");
    }

    private static void watch(TestSocket socket, Object... users) throws IOException {
        List<String> quoted = Stream.of(users).map(user -> "\"" + user + "\"").toList();
        socket.say("{\"op\":\"watch\",\"users\":[" + String.join(",", quoted) + "]}");
    }

    private static void status(TestSocket socket, String status) throws IOException {
        socket.say("{\"op\":\"status\",\"status\":\"" + status + "\"}");
    }

    private static JsonNode awaitLastSeen(TestSocket socket, TestPeople.Person of) {
        return socket.await(
                "when " + of + " was seen",
                frame -> frame.has("lastSeen")
                        && of.user().toString().equals(frame.path("user").asText()));
    }

    private static void awaitStatuses(TestSocket socket, Object user, String... statuses) {
        Deadline.await(
                () -> List.of(statuses) + " of " + user + " after " + socket.received("presence"),
                () -> Optional.of(true).filter(yes -> statuses(socket, user).equals(List.of(statuses))));
    }

    private static List<String> statuses(TestSocket socket, Object user) {
        return presences(socket, user).stream()
                .map(frame -> frame.path("status").asText())
                .toList();
    }

    private static List<JsonNode> presences(TestSocket socket, Object user) {
        return socket.received("presence").stream()
                .filter(frame -> user.toString().equals(frame.path("user").asText()))
                .toList();
    }
}
