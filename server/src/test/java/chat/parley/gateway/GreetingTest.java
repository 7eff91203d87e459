package chat.parley.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import chat.parley.adapter.postgres.TestStore;
import chat.parley.adapter.postgres.embedded.TestDatabase;
import chat.parley.core.id.ConversationId;
import chat.parley.core.id.UserId;
import chat.parley.gateway.session.DeliveryConfig;
import chat.parley.gateway.session.Faults;
import chat.parley.gateway.session.GatewayConfig;
import chat.parley.gateway.session.GreetingConfig;
import chat.parley.wire.WireLimits;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Many who come at once: greeted together, turned away aloud where they are too many, and never for good. */
class GreetingTest {
    private static final Duration LONG = Duration.ofMinutes(1);
    private static final Duration AWAY = Duration.ofMillis(200);

    private static TestDatabase database;
    private static TestPeople people;
    private static HeldSync sync;
    private static TestServer server;

    private final List<TestSocket> sockets = new ArrayList<>();

    @BeforeAll
    static void start() {
        database = TestStore.fresh();
        people = new TestPeople(database);
        sync = new HeldSync();
        server = start(new GreetingConfig(1_000, LONG, AWAY, 10, 1, 50));
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private static TestServer start(GreetingConfig greeting) {
        return new TestServer(database, with(greeting), Faults.NONE, sync::before);
    }

    private static GatewayConfig with(GreetingConfig greeting) {
        GatewayConfig usual = GatewayConfig.defaults();
        return new GatewayConfig(
                usual.maxConnections(),
                usual.connectionsPerUser(),
                usual.helloTimeout(),
                usual.heartbeat(),
                usual.outboxBytes(),
                usual.slow(),
                usual.framesPerSecond(),
                usual.sendsInFlight(),
                usual.drain(),
                usual.allowedOrigins(),
                usual.poll(),
                usual.delivery(),
                usual.hints(),
                greeting);
    }

    @AfterEach
    void clearUp() throws IOException {
        sync.letGo();
        sync.broken = new UserId(0);
        for (TestSocket socket : sockets) {
            socket.close();
        }
    }

    private TestSocket hello(TestServer server, String token) throws IOException {
        TestSocket socket = server.connect();
        sockets.add(socket);
        socket.hello(token, Optional.empty());
        return socket;
    }

    private static void awaitWaiting(TestServer server, int hellos) {
        Deadline.until(
                hellos + " hellos that wait",
                () -> server.metrics
                                .get("parley.gateway.hellos.waiting")
                                .gauge()
                                .value()
                        == hellos);
    }

    private static double counted(TestServer server, String outcome) {
        return server.metrics
                .get("parley.gateway.hellos")
                .tag("outcome", outcome)
                .counter()
                .count();
    }

    /** One whose reading is held, so that all others wait. */
    private TestSocket first(TestServer server) throws IOException {
        sync.hold();
        int before = sync.asked.size();
        TestSocket first = hello(server, people.person().token());
        Deadline.until("the first reading", () -> sync.asked.size() > before);
        return first;
    }

    @Test
    void greetsTogetherWhoeverWaitsAndTellsEachTheirOwn() throws IOException {
        TestSocket first = first(server);
        int readings = sync.asked.size();
        List<TestPeople.Person> comers = new ArrayList<>();
        List<ConversationId> groups = new ArrayList<>();
        List<TestSocket> waiting = new ArrayList<>();
        for (int i = 0; i < 25; i++) {
            TestPeople.Person comer = people.person();
            comers.add(comer);
            groups.add(server.group(comer.user(), people.person().user()));
            waiting.add(hello(server, comer.token()));
        }
        awaitWaiting(server, 25);
        sync.letGo();

        first.await("welcome");
        for (int i = 0; i < 25; i++) {
            JsonNode welcome = waiting.get(i).await("welcome");
            assertThat(welcome.path("user").asText())
                    .isEqualTo(comers.get(i).user().toString());
            assertThat(welcome.path("session").asText())
                    .isEqualTo(comers.get(i).session().toString());
            assertThat(welcome.path("conversations").findValuesAsText("id"))
                    .contains(groups.get(i).toString());
            assertThat(welcome.path("conversations")).hasSize(1);
        }
        assertThat(sync.asked.subList(readings, sync.asked.size()))
                .extracting(users -> users.size())
                .containsExactly(10, 10, 5);
        // What came with the greeting is live.
        long seq = server.post(groups.get(24), comers.get(24).user(), "after");
        waiting.get(24).awaitEntry(groups.get(24), seq);
    }

    @Test
    void greetsTwoDevicesOfOneUserEachFromItsOwnCursor() throws IOException {
        TestPeople.Person ada = people.person();
        ConversationId group = server.group(ada.user(), people.person().user());
        String cursor =
                hello(server, ada.token()).await("welcome").path("cursor").asText();
        first(server);
        TestSocket fresh = hello(server, ada.token());
        TestSocket returning = server.connect();
        sockets.add(returning);
        returning.hello(ada.token(), Optional.of(cursor));
        awaitWaiting(server, 2);
        sync.letGo();

        assertThat(fresh.await("welcome").path("reset").asBoolean()).isTrue();
        JsonNode resumed = returning.await("welcome");
        assertThat(resumed.path("reset").asBoolean()).isFalse();
        assertThat(resumed.path("conversations")).isEmpty();
        long seq = server.post(group, ada.user(), "to both");
        fresh.awaitEntry(group, seq);
        returning.awaitEntry(group, seq);
    }

    @Test
    void asksToComeBackWhereTooManyWaitAndWelcomesWhoDoes() throws IOException {
        try (TestServer small = start(new GreetingConfig(2, LONG, AWAY, 10, 1, 50))) {
            TestSocket first = first(small);
            TestSocket second = hello(small, people.person().token());
            TestSocket third = hello(small, people.person().token());
            awaitWaiting(small, 2);

            TestPeople.Person late = people.person();
            TestSocket deferred = hello(small, late.token());
            JsonNode error = deferred.await("error");
            assertThat(error.path("code").asText()).isEqualTo("unavailable");
            assertThat(error.path("retryAfterMs").asLong()).isBetween(AWAY.toMillis() / 2, AWAY.toMillis() * 3 / 2);
            assertThat(deferred.awaitClose()).isEqualTo(4429);
            assertThat(counted(small, "deferred")).isEqualTo(1);

            sync.letGo();
            for (TestSocket socket : List.of(first, second, third)) {
                socket.await("welcome");
            }
            hello(small, late.token()).await("welcome");
            assertThat(counted(small, "admitted")).isEqualTo(4);
        }
    }

    @Test
    void asksManyToComeBackAtManyTimes() throws IOException {
        try (TestServer small = start(new GreetingConfig(1, LONG, AWAY, 10, 1, 50))) {
            first(small);
            hello(small, people.person().token());
            awaitWaiting(small, 1);
            Set<Long> times = new HashSet<>();
            for (int i = 0; i < 8; i++) {
                JsonNode error = hello(small, people.person().token()).await("error");
                times.add(error.path("retryAfterMs").asLong());
            }
            assertThat(times).hasSizeGreaterThan(1);
            sync.letGo();
        }
    }

    @Test
    void asksToComeBackWhoeverHasWaitedLongerThanAClientDoes() throws IOException {
        Duration patience = Duration.ofSeconds(2);
        try (TestServer hasty = start(new GreetingConfig(1_000, patience, AWAY, 10, 1, 50))) {
            TestSocket first = first(hasty);
            TestSocket late = hello(hasty, people.person().token());
            awaitWaiting(hasty, 1);
            long since = System.nanoTime();
            Deadline.until("longer than patience", () -> System.nanoTime() - since > patience.toNanos());
            sync.letGo();

            assertThat(late.await("error").path("code").asText()).isEqualTo("unavailable");
            assertThat(late.awaitClose()).isEqualTo(4429);
            first.await("welcome");
            assertThat(counted(hasty, "deferred")).isEqualTo(1);
        }
    }

    @Test
    void welcomesTheNeighboursOfOneWhoseStateCannotBeRead() throws IOException {
        first(server);
        List<TestSocket> waiting = new ArrayList<>();
        for (int i = 0; i < 9; i++) {
            TestPeople.Person comer = people.person();
            if (i == 4) {
                sync.broken = comer.user();
            }
            waiting.add(hello(server, comer.token()));
        }
        awaitWaiting(server, 9);
        sync.letGo();

        for (int i = 0; i < 9; i++) {
            if (i == 4) {
                JsonNode error = waiting.get(i).await("error");
                assertThat(error.path("code").asText()).isEqualTo("internal");
                assertThat(error.path("retryAfterMs").asLong()).isPositive();
                assertThat(waiting.get(i).awaitClose()).isEqualTo(1012);
            } else {
                waiting.get(i).await("welcome");
            }
        }
    }

    @Test
    void refusesTheBadTokensOfABatchAndThoseRevokedMeanwhile() throws IOException {
        first(server);
        TestPeople.Person ended = people.person();
        TestSocket bad = hello(server, "no token");
        TestSocket revoked = hello(server, ended.token());
        TestSocket good = hello(server, people.person().token());
        awaitWaiting(server, 3);
        server.tokens.revoke(List.of(ended.session()));
        sync.letGo();

        assertThat(bad.awaitClose()).isEqualTo(4401);
        assertThat(revoked.awaitClose()).isEqualTo(4401);
        good.await("welcome");
    }

    @Test
    void keepsAWelcomeWithinAFrameHoweverLargeTheStates() throws IOException {
        TestPeople.Person ada = people.person();
        people.largeGroups(ada, 0, 1);
        String cursor =
                hello(server, ada.token()).await("welcome").path("cursor").asText();
        people.largeGroups(ada, 1, 300);

        JsonNode fresh = hello(server, ada.token()).await("welcome");
        assertThat(size(fresh)).isLessThanOrEqualTo(WireLimits.SERVER_FRAME_BYTES);
        assertThat(fresh.path("conversations").size()).isBetween(50, 199);
        // The most recent ones are kept, and only those whom they name.
        assertThat(fresh.path("conversations").get(0).path("title").asText()).startsWith("300 ");
        assertThat(fresh.path("users").size())
                .isLessThan(fresh.path("conversations").size() * 20);

        TestSocket returning = server.connect();
        sockets.add(returning);
        returning.hello(ada.token(), Optional.of(cursor));
        JsonNode resumed = returning.await("welcome");
        assertThat(size(resumed)).isLessThanOrEqualTo(WireLimits.SERVER_FRAME_BYTES);
        assertThat(resumed.path("reset").asBoolean()).isTrue();
        assertThat(resumed.path("conversations").size()).isBetween(50, 199);
        assertThat(DeliveryConfig.defaults().resumeConversations()).isGreaterThan(300);
    }

    private static int size(JsonNode frame) throws IOException {
        return new ObjectMapper().writeValueAsBytes(frame).length;
    }
}
