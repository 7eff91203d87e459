package chat.parley.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import chat.parley.adapter.postgres.TestStore;
import chat.parley.adapter.postgres.embedded.TestDatabase;
import chat.parley.core.bus.Signal;
import chat.parley.core.id.ConversationId;
import chat.parley.gateway.LossyBus.Weather;
import chat.parley.gateway.session.DeliveryConfig;
import chat.parley.gateway.session.Faults;
import chat.parley.gateway.session.GatewayConfig;
import chat.parley.gateway.session.LargeConfig;
import chat.parley.gateway.session.SlowConfig;
import chat.parley.wire.Entry;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What connected members are owed: everything, dense, in order, once, and nothing that is not theirs. */
class DeliveryTest {
    private static TestDatabase database;
    private static TestPeople people;
    private static Interposed interposed;
    private static TestServer server;

    private final TestPeople.Person ada = people.person();
    private final TestPeople.Person bob = people.person();

    @BeforeAll
    static void start() {
        database = TestStore.fresh();
        interposed = new Interposed();
        server = new TestServer(database, quick(), Faults.NONE, interposed::before);
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

    /** Cursors without waiting, and a tail that is read often. */
    static GatewayConfig quick() {
        DeliveryConfig usual = DeliveryConfig.defaults();
        DeliveryConfig delivery = new DeliveryConfig(
                usual.gapWait(),
                usual.gapEntries(),
                usual.gapBytes(),
                usual.parkedEntries(),
                Duration.ofMillis(200),
                usual.healEntries(),
                Duration.ZERO,
                usual.receiptEvery(),
                usual.concurrentReads(),
                usual.resumeConversations(),
                usual.recentConversations(),
                usual.large());
        return with(delivery, 1024 * 1024);
    }

    static DeliveryConfig with(DeliveryConfig usual, LargeConfig large) {
        return new DeliveryConfig(
                usual.gapWait(),
                usual.gapEntries(),
                usual.gapBytes(),
                usual.parkedEntries(),
                usual.healEvery(),
                usual.healEntries(),
                usual.cursorEvery(),
                usual.receiptEvery(),
                usual.concurrentReads(),
                usual.resumeConversations(),
                usual.recentConversations(),
                large);
    }

    static GatewayConfig with(DeliveryConfig delivery, long outboxBytes) {
        return with(delivery, outboxBytes, SlowConfig.defaults());
    }

    static GatewayConfig with(DeliveryConfig delivery, long outboxBytes, SlowConfig slow) {
        GatewayConfig usual = GatewayConfig.defaults();
        return new GatewayConfig(
                usual.maxConnections(),
                usual.connectionsPerUser(),
                usual.helloTimeout(),
                usual.heartbeat(),
                outboxBytes,
                slow,
                usual.framesPerSecond(),
                usual.sendsInFlight(),
                usual.drain(),
                usual.allowedOrigins(),
                usual.poll(),
                delivery,
                usual.hints(),
                usual.greeting());
    }

    private static List<Long> dense(long from, long to) {
        return LongStream.rangeClosed(from, to).boxed().toList();
    }

    @Test
    void deliversToEveryConnectionOfEveryMemberTheSendersToo() throws IOException {
        ConversationId group = server.group(ada.user(), bob.user());
        try (TestSocket one = server.welcome(ada);
                TestSocket two = server.welcome(ada);
                TestSocket other = server.welcome(bob);
                TestSocket stranger = server.welcome(people.person())) {
            one.say(TestSocket.sendFrame(1, group, "hello"));
            long seq = one.answer(1).path("seq").asLong();
            for (TestSocket socket : List.of(one, two, other)) {
                assertThat(socket.awaitEntry(group, seq).path("text").asText()).isEqualTo("hello");
            }
            stranger.barrier();
            assertThat(stranger.story(group)).isEmpty();
        }
    }

    @Test
    void deliversDenseAndInOrderWhateverTheBusDoes() throws IOException {
        ConversationId group = server.group(ada.user(), bob.user());
        try (TestSocket one = server.welcome(ada);
                TestSocket other = server.welcome(bob)) {
            server.bus.weather(Weather.STORM);
            for (int i = 0; i < 300; i++) {
                server.post(group, ada.user(), "m" + i);
            }
            one.awaitEntry(group, 301);
            other.awaitEntry(group, 301);
            assertThat(one.seqs(group)).isEqualTo(dense(2, 301));
            assertThat(other.seqs(group)).isEqualTo(dense(2, 301));
        }
    }

    @Test
    void fillsOneGapByOneRead() throws IOException {
        ConversationId group = server.group(ada.user(), bob.user());
        try (TestSocket other = server.welcome(bob)) {
            interposed.cutTail();
            int before = interposed.gapReads.get();
            server.bus.weather(Weather.SILENCE);
            for (int i = 0; i < 20; i++) {
                server.post(group, ada.user(), "lost " + i);
            }
            server.bus.weather(Weather.FAIR);
            server.post(group, ada.user(), "early");
            other.awaitEntry(group, 22);
            assertThat(other.seqs(group)).isEqualTo(dense(2, 22));
            assertThat(interposed.gapReads.get() - before).isEqualTo(1);
        } finally {
            interposed.tailCut = false;
        }
    }

    @Test
    void triesAgainWhereTheLogCannotBeRead() throws IOException {
        ConversationId group = server.group(ada.user(), bob.user());
        try (TestSocket other = server.welcome(bob)) {
            int before = interposed.gapReads.get();
            interposed.logCut = true;
            server.bus.weather(Weather.SILENCE);
            server.post(group, ada.user(), "lost");
            Deadline.until("a read that fails", () -> interposed.gapReads.get() > before);
            interposed.logCut = false;
            other.awaitEntry(group, 2);
        } finally {
            interposed.logCut = false;
        }
    }

    @Test
    void healsByTheTailWhatTheBusLost() throws IOException {
        ConversationId group = server.group(ada.user(), bob.user());
        try (TestSocket other = server.welcome(bob)) {
            server.bus.weather(Weather.SILENCE);
            server.post(group, ada.user(), "lost");
            ConversationId second = server.group(ada.user(), bob.user());
            other.awaitEntry(group, 2);
            other.awaitEntry(second, 1);
            assertThat(other.story(second)).containsExactly("conversation", "1 joined");
            assertThat(server.leave(second, bob.user(), bob.user())).isEqualTo(2);
            other.await("gone", frame -> frame.path("gone").asBoolean());
            assertThat(other.story(second)).containsExactly("conversation", "1 joined", "2 left", "gone");
        }
    }

    @Test
    void healsWhatAnotherServerAppended() throws IOException {
        ConversationId group = server.group(ada.user());
        try (TestServer elsewhere = new TestServer(database, quick());
                TestSocket here = server.welcome(bob);
                TestSocket writer = elsewhere.welcome(ada)) {
            elsewhere.join(group, ada.user(), bob.user());
            here.awaitEntry(group, 2);
            for (int i = 1; i <= 50; i++) {
                writer.say(TestSocket.sendFrame(i, group, "m" + i));
            }
            here.awaitEntry(group, 52);
            here.say(TestSocket.sendFrame(60, group, "and back"));
            writer.awaitEntry(group, 53);
            assertThat(here.seqs(group)).isEqualTo(dense(2, 53));
            assertThat(writer.seqs(group)).isEqualTo(dense(2, 53));
            elsewhere.leave(group, ada.user(), bob.user());
            here.await("gone", frame -> frame.path("gone").asBoolean());
            elsewhere.join(group, ada.user(), bob.user());
            here.awaitEntry(group, 55);
        }
    }

    @Test
    void givesTheNewcomerTheStateAndThenItsEntriesFromJoinedOn() throws IOException {
        ConversationId group = server.create(ada.user(), false);
        server.post(group, ada.user(), "before");
        try (TestSocket socket = server.welcome(bob)) {
            server.join(group, ada.user(), bob.user());
            server.post(group, ada.user(), "after");
            socket.awaitEntry(group, 4);
            assertThat(socket.story(group)).containsExactly("conversation", "3 joined", "4 message");
            JsonNode state = socket.await("conversation");
            assertThat(state.path("first").asLong()).isEqualTo(3);
        }
    }

    @Test
    void givesTheRemovedNothingAfterTheLeftThatRemovedThem() throws IOException {
        ConversationId group = server.group(ada.user(), bob.user());
        try (TestSocket removed = server.welcome(bob);
                TestSocket other = server.welcome(ada)) {
            server.leave(group, ada.user(), bob.user());
            server.post(group, ada.user(), "one");
            server.post(group, ada.user(), "two");
            other.awaitEntry(group, 4);
            removed.await("gone", frame -> frame.path("gone").asBoolean());
            removed.barrier();
            assertThat(removed.storyWithReceipts(group)).containsExactly("2 left", "gone");
            other.say("{\"op\":\"read\",\"conversation\":\"" + group + "\",\"seq\":4}");
            other.barrier();
            removed.barrier();
            assertThat(removed.storyWithReceipts(group)).containsExactly("2 left", "gone");
        }
    }

    @Test
    void followsWhoIsRemovedAndComesBackWhileHintsAreLate() throws IOException {
        ConversationId group = server.group(ada.user(), bob.user());
        try (TestSocket socket = server.welcome(bob);
                TestSocket other = server.welcome(ada)) {
            server.bus.weather(new Weather(10, 10, 80, 200));
            long seq = 1;
            for (int i = 0; i < 5; i++) {
                server.leave(group, ada.user(), bob.user());
                server.post(group, ada.user(), "not for bob");
                server.join(group, ada.user(), bob.user());
                seq = server.post(group, ada.user(), "for bob");
            }
            long last = seq;
            other.awaitEntry(group, last);
            Deadline.until("all that bob is owed", () -> socket.knownHead(group) == last);
            socket.barrier();
            assertThat(other.seqs(group)).isEqualTo(dense(2, last));
            List<Long> seen = socket.seqs(group);
            assertThat(seen).isSorted().doesNotHaveDuplicates();
            assertSeenFromStateToState(socket.story(group));
        }
    }

    @Test
    void opensNothingBeforeTheLatestJoinedForAHintOfAnOldOne() throws IOException {
        ConversationId group = server.group(ada.user(), bob.user());
        try (TestSocket socket = server.welcome(bob)) {
            interposed.cutTail();
            server.leave(group, ada.user(), bob.user());
            long old = server.join(group, ada.user(), bob.user());
            // Who has left again before his place is read is told nothing of that stay.
            socket.awaitEntry(group, server.post(group, ada.user(), "once"));
            socket.awaitEntry(group, server.leave(group, ada.user(), bob.user()));
            server.bus.weather(Weather.SILENCE);
            server.join(group, ada.user(), bob.user());
            long last = server.post(group, ada.user(), "and on");
            server.bus.weather(Weather.FAIR);
            Entry late = server.log.entries(group, old - 1, 1, 1).entries().getFirst();
            server.bus.publish(new Signal.Appended(List.of(new Signal.Committed(group, late))));
            socket.awaitEntry(group, last);
            List<String> before = List.of("2 left", "gone", "conversation", "3 joined", "4 message", "5 left", "gone");
            List<String> after = List.of("conversation", "6 joined", "7 message");
            assertThat(socket.story(group))
                    .isEqualTo(Stream.concat(before.stream(), after.stream()).toList());
        } finally {
            interposed.tailCut = false;
        }
    }

    /** Between two states, numbers are dense. */
    private static void assertSeenFromStateToState(List<String> story) {
        long last = -1;
        for (String step : story) {
            if (Character.isDigit(step.charAt(0))) {
                long seq = Long.parseLong(step.split(" ", 2)[0]);
                assertThat(last < 0 || seq == last + 1)
                        .as("%s in %s", step, story)
                        .isTrue();
                last = seq;
            } else {
                last = -1;
            }
        }
    }

    @Test
    void joinsHistoryAndLiveWithoutAGapHoweverOftenItReconnects() throws IOException, InterruptedException {
        ConversationId group = server.group(ada.user(), bob.user());
        AtomicBoolean stop = new AtomicBoolean();
        Thread writer = Thread.ofVirtual().start(() -> {
            for (int i = 0; i < 20_000 && !stop.get(); i++) {
                server.post(group, ada.user(), "m" + i);
            }
        });
        server.bus.weather(new Weather(5, 5, 20, 20));
        Optional<String> cursor = Optional.empty();
        long known = 0;
        for (int connection = 0; connection < 15; connection++) {
            try (TestSocket socket = server.welcome(bob, cursor)) {
                JsonNode welcome = socket.await("welcome");
                for (JsonNode state : welcome.path("conversations")) {
                    known = Math.max(known, state.path("head").asLong());
                }
                long first = known + 1;
                socket.awaitEntry(group, first + 20);
                List<Long> seqs = socket.seqs(group);
                assertThat(seqs).isEqualTo(dense(first, first + seqs.size() - 1));
                known = seqs.getLast();
                cursor = Optional.of(socket.cursor());
                // Entries that arrived after the cursor was read are named by the next welcome, or are known.
            }
        }
        stop.set(true);
        writer.join();
    }

    @Test
    void givesCursorsThatCoverWhatWasPut() throws IOException {
        ConversationId group = server.group(ada.user(), bob.user());
        String last;
        try (TestSocket socket = server.welcome(bob)) {
            String first = socket.cursor();
            server.post(group, ada.user(), "covered");
            socket.awaitEntry(group, 2);
            last = Deadline.await(() -> "a cursor that names nothing any more", () -> {
                String newer = socket.cursor();
                return newer.equals(first) || names(newer, group) ? Optional.empty() : Optional.of(newer);
            });
        }
        server.post(group, ada.user(), "not covered");
        assertThat(names(last, group)).isTrue();
    }

    private boolean names(String cursor, ConversationId group) {
        try (TestSocket socket = server.welcome(bob, Optional.of(cursor))) {
            JsonNode welcome = socket.await("welcome");
            assertThat(welcome.path("reset").asBoolean()).isFalse();
            return welcome.path("conversations").toString().contains(group.toString());
        } catch (IOException failed) {
            throw new AssertionError(failed);
        }
    }

    @Test
    void tellsOwnMarkersToOneselfAndSharedOnesToTheOthers() throws IOException {
        ConversationId group = server.group(ada.user(), bob.user());
        server.post(group, ada.user(), "one");
        try (TestSocket reader = server.welcome(bob);
                TestSocket other = server.welcome(ada)) {
            reader.say("{\"op\":\"read\",\"conversation\":\"" + group + "\",\"seq\":2}");
            JsonNode own = reader.await("receipt");
            assertThat(own.path("readMessages").asLong()).isEqualTo(1);
            JsonNode told = other.await("receipt");
            assertThat(told.path("user").asText()).isEqualTo(bob.user().toString());
            assertThat(told.path("read").asLong()).isEqualTo(2);
            assertThat(told.has("readMessages")).isFalse();
        }
    }

    @Test
    void tellsReceiptsSeldomButTheLatestAlways() throws IOException {
        ConversationId group = server.group(ada.user(), bob.user());
        try (TestSocket other = server.welcome(ada)) {
            for (int i = 1; i <= 40; i++) {
                server.post(group, ada.user(), "m" + i);
            }
            other.awaitEntry(group, 41);
            int before = other.received("receipt").size();
            server.bus.publish(new Signal.MarksMoved(LongStream.rangeClosed(2, 41)
                    .mapToObj(read -> new Signal.Marks(group, bob.user(), read, read, read - 1, 0, true))
                    .toList()));
            other.await(
                    "the latest receipt",
                    frame -> TestSocket.op(frame).equals("receipt")
                            && frame.path("user").asText().equals(bob.user().toString())
                            && frame.path("read").asLong() == 41);
            long told = other.received("receipt").stream()
                    .skip(before)
                    .filter(frame ->
                            frame.path("user").asText().equals(bob.user().toString()))
                    .count();
            assertThat(told).isLessThanOrEqualTo(3);
        }
    }

    @Test
    void keepsAReceiptUntilItsMessageIsThere() throws IOException {
        ConversationId group = server.group(ada.user(), bob.user());
        try (TestSocket other = server.welcome(ada)) {
            server.bus.weather(Weather.SILENCE);
            interposed.logCut = true;
            server.post(group, ada.user(), "lost for now");
            server.bus.weather(Weather.FAIR);
            server.bus.publish(new Signal.MarksMoved(List.of(new Signal.Marks(group, bob.user(), 2, 2, 1, 0, true))));
            other.barrier();
            assertThat(other.received("receipt")).isEmpty();
            interposed.logCut = false;
            other.await("receipt");
            assertThat(other.storyWithReceipts(group)).containsSubsequence("2 message", "receipt");
        } finally {
            interposed.logCut = false;
        }
    }

    @Test
    void tellsStateThatChangedByOtherMeans() throws IOException {
        ConversationId group = server.group(ada.user(), bob.user());
        try (TestSocket socket = server.welcome(bob);
                TestSocket other = server.welcome(ada)) {
            server.bus.publish(new Signal.OwnStateChanged(group, bob.user(), null, Long.MAX_VALUE));
            assertThat(socket.await("conversation").path("id").asText()).isEqualTo(group.toString());
            other.barrier();
            assertThat(other.story(group)).isEmpty();
        }
    }

    @Test
    void endsConnectionsOfARevokedSessionByTheBus() throws IOException {
        try (TestSocket socket = server.welcome(bob);
                TestSocket other = server.welcome(ada)) {
            server.bus.publish(new Signal.SessionsEnded(List.of(bob.session())));
            assertThat(socket.awaitClose()).isEqualTo(4401);
            assertThat(socket.await("bye").path("reason").asText()).isEqualTo("revoked");
            other.barrier();
        }
    }

    @Test
    void endsConnectionsOfARevokedSessionByTheTail() throws IOException {
        try (TestSocket socket = server.welcome(bob)) {
            people.end(bob);
            assertThat(socket.awaitClose()).isEqualTo(4401);
        }
        try (TestSocket again = server.connect()) {
            again.hello(bob.token(), Optional.empty());
            assertThat(again.awaitClose()).isEqualTo(4401);
        }
    }

    @Test
    void sendsAwayForNowWhereTheStoreCannotBeReached() throws IOException {
        interposed.syncCut = true;
        try (TestSocket socket = server.connect()) {
            socket.hello(bob.token(), Optional.empty());
            JsonNode error = socket.await("error");
            assertThat(error.path("code").asText()).isEqualTo("unavailable");
            assertThat(error.path("retryAfterMs").asLong()).isPositive();
            assertThat(socket.awaitClose()).isEqualTo(1012);
        } finally {
            interposed.syncCut = false;
        }
    }

    @Test
    void goesOnWhereTheTailCouldNotBeReadForAWhile() throws IOException {
        ConversationId group = server.group(ada.user(), bob.user());
        try (TestSocket socket = server.welcome(bob)) {
            server.bus.weather(Weather.SILENCE);
            interposed.tailCut = true;
            server.post(group, ada.user(), "lost");
            int before = interposed.tailReads.get();
            Deadline.until("some failed passes", () -> interposed.tailReads.get() > before + 2);
            interposed.tailCut = false;
            socket.awaitEntry(group, 2);
        } finally {
            interposed.tailCut = false;
        }
    }

    @Test
    void cutsASlowReaderAndNobodyElse() throws IOException {
        SlowConfig impatient = new SlowConfig(25, 50, 10, 64 * 1024, Duration.ofSeconds(1));
        try (TestServer narrow = new TestServer(database, with(DeliveryConfig.defaults(), 64 * 1024, impatient));
                TestSocket other = narrow.welcome(ada);
                Socket slow = new Socket()) {
            ConversationId group = narrow.group(ada.user(), bob.user());
            // What the system keeps for a reader would be megabytes.
            slow.setReceiveBufferSize(8 << 10);
            slow.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), narrow.port()));
            slow.getOutputStream()
                    .write(TestSocket.request("Sec-WebSocket-Protocol: parley.v1\r\n")
                            .getBytes(StandardCharsets.US_ASCII));
            slow.getOutputStream().write(TestSocket.text(TestSocket.helloFrame(bob.token(), Optional.empty())));
            Deadline.until(
                    "two connections",
                    () -> narrow.metrics
                                    .get("parley.gateway.frames")
                                    .tags("direction", "out", "op", "welcome")
                                    .counter()
                                    .count()
                            >= 2);
            String text = "x".repeat(15_000);
            Deadline.until("the slow reader cut", () -> {
                // At the pace of the one who reads.
                other.awaitEntry(group, narrow.post(group, ada.user(), text));
                return slowCuts(narrow) > 0;
            });
            long last = narrow.post(group, ada.user(), text);
            other.awaitEntry(group, last);
            assertThat(slowCuts(narrow)).isEqualTo(1);
            assertThat(other.seqs(group)).isEqualTo(dense(1, last));
        }
    }

    private static double slowCuts(TestServer narrow) {
        return narrow.metrics
                .get("parley.gateway.closes")
                .tag("code", "4409")
                .counter()
                .count();
    }

    @Test
    void sendsEverybodyAwayWhenItStops() throws IOException {
        TestServer stopping = new TestServer(database, GatewayConfig.defaults());
        List<TestSocket> sockets = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            sockets.add(stopping.welcome(people.person()));
        }
        stopping.close();
        for (TestSocket socket : sockets) {
            JsonNode bye = socket.await("bye");
            assertThat(bye.path("reason").asText()).isEqualTo("draining");
            assertThat(bye.has("retryAfterMs")).isTrue();
            assertThat(socket.awaitClose()).isEqualTo(1012);
            socket.close();
        }
    }
}
