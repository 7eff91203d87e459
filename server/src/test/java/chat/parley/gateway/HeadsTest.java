package chat.parley.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import chat.parley.adapter.postgres.TestStore;
import chat.parley.adapter.postgres.embedded.TestDatabase;
import chat.parley.core.id.ConversationId;
import chat.parley.core.id.UserId;
import chat.parley.gateway.LossyBus.Weather;
import chat.parley.gateway.session.DeliveryConfig;
import chat.parley.gateway.session.Faults;
import chat.parley.gateway.session.GatewayConfig;
import chat.parley.gateway.session.LargeConfig;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Conversations that are too large for everybody to get everything; here those of more than three members. */
class HeadsTest {
    private static final int MEMBERS = 3;

    private static TestDatabase database;
    private static TestPeople people;
    private static Interposed interposed;
    private static TestServer server;

    private final TestPeople.Person ada = people.person();
    private final TestPeople.Person bob = people.person();
    private final TestPeople.Person cyd = people.person();
    private final TestPeople.Person dan = people.person();

    @BeforeAll
    static void start() {
        database = TestStore.fresh();
        interposed = new Interposed();
        server = new TestServer(database, large(), Faults.NONE, interposed::before);
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

    static GatewayConfig large() {
        DeliveryConfig quick = DeliveryTest.quick().delivery();
        LargeConfig few = new LargeConfig(MEMBERS, Duration.ofMillis(100), 20_000);
        return DeliveryTest.with(DeliveryTest.with(quick, few), 1024 * 1024);
    }

    private ConversationId four() {
        return server.group(ada.user(), bob.user(), cyd.user(), dan.user());
    }

    private static String focusFrame(Object... conversations) {
        List<String> quoted = new ArrayList<>();
        for (Object conversation : conversations) {
            quoted.add('"' + conversation.toString() + '"');
        }
        return "{\"op\":\"focus\",\"conversations\":[" + String.join(",", quoted) + "]}";
    }

    private static double count(String metric) {
        return server.metrics.get("parley.gateway." + metric).counter().count();
    }

    private static JsonNode awaitHead(TestSocket socket, ConversationId conversation, long seq) {
        return socket.await("head " + seq, frame -> isHead(frame, conversation, seq));
    }

    private static boolean isHead(JsonNode frame, ConversationId conversation, long seq) {
        return "head".equals(TestSocket.op(frame))
                && frame.path("conversation").asText().equals(conversation.toString())
                && frame.path("seq").asLong() == seq;
    }

    private static List<Long> dense(long from, long to) {
        return LongStream.rangeClosed(from, to).boxed().toList();
    }

    @Test
    void tellsHeadsWithoutFocusAndTheLatestAlways() throws IOException {
        ConversationId group = four();
        double covered = count("entries.covered");
        double coalesced = count("heads.coalesced");
        try (TestSocket far = server.welcome(bob);
                TestSocket sender = server.welcome(ada)) {
            sender.say(TestSocket.sendFrame(1, group, "first"));
            JsonNode first = awaitHead(far, group, 2);
            assertThat(first.path("messages").asLong()).isEqualTo(1);
            assertThat(first.path("mention").asBoolean()).isFalse();
            // Also the sender's own.
            awaitHead(sender, group, 2);
            server.postAll(group, ada.user(), 200);
            assertThat(awaitHead(far, group, 202).path("messages").asLong()).isEqualTo(201);
            awaitHead(sender, group, 202);
            assertThat(far.seqs(group)).isEmpty();
            assertThat(far.received("head").size()).isLessThan(100);
            double heads = far.received("head").size() + sender.received("head").size();
            assertThat(count("entries.covered") - covered).isEqualTo(2 * 201);
            assertThat(count("heads.coalesced") - coalesced).isEqualTo(2 * 201 - heads);
        }
    }

    @Test
    void putsEverythingFromTheBaselineOnInFocusAndHeadsAgainAfterwards() throws IOException {
        ConversationId group = four();
        server.post(group, ada.user(), "before");
        try (TestSocket socket = server.welcome(bob)) {
            socket.say(focusFrame(group));
            JsonNode baseline = awaitHead(socket, group, 2);
            assertThat(baseline.path("messages").asLong()).isEqualTo(1);
            for (int i = 0; i < 20; i++) {
                server.post(group, ada.user(), "m" + i);
            }
            socket.awaitEntry(group, 22);
            assertThat(socket.seqs(group)).isEqualTo(dense(3, 22));
            assertThat(socket.received("head")).hasSize(1);
            socket.say(focusFrame());
            socket.barrier();
            server.post(group, ada.user(), "not on screen");
            awaitHead(socket, group, 23);
            socket.say(focusFrame(group));
            socket.barrier();
            server.post(group, ada.user(), "on screen again");
            socket.awaitEntry(group, 24);
            assertThat(socket.seqs(group)).hasSize(21).endsWith(22L, 24L);
        }
    }

    @Test
    void givesABaselineInASmallConversationToo() throws IOException {
        ConversationId group = server.group(ada.user(), bob.user());
        server.post(group, ada.user(), "before");
        try (TestSocket socket = server.welcome(bob)) {
            socket.say(focusFrame(group));
            awaitHead(socket, group, 2);
            server.post(group, ada.user(), "after");
            socket.awaitEntry(group, 3);
            assertThat(socket.story(group)).containsExactly("head", "3 message");
            // It was on the screen already.
            socket.say(focusFrame(group, group));
            socket.barrier();
            assertThat(socket.story(group)).containsExactly("head", "3 message");
        }
    }

    @Test
    void refusesToFocusOnWhatIsNotOnesOwnWithoutSayingWhetherItExists() throws IOException {
        ConversationId own = four();
        ConversationId foreign = server.group(ada.user());
        try (TestSocket socket = server.welcome(bob)) {
            socket.say(focusFrame(foreign));
            socket.say(focusFrame("cdoesnotexist", own));
            awaitHead(socket, own, 1);
            socket.barrier();
            List<JsonNode> errors = socket.received("error");
            assertThat(errors)
                    .extracting(error -> error.path("code").asText())
                    .containsExactly("not_found", "not_found");
            assertThat(errors)
                    .extracting(error -> error.path("detail").asText())
                    .containsExactly("no such conversation: " + foreign, "no such conversation: cdoesnotexist");
            server.post(foreign, ada.user(), "not for bob");
            socket.barrier();
            assertThat(socket.story(foreign)).isEmpty();
        }
    }

    @Test
    void focusesFromTheStartOnWhatIsJoinedLater() throws IOException {
        ConversationId group = server.group(ada.user(), cyd.user(), dan.user());
        try (TestSocket socket = server.welcome(bob)) {
            socket.say(focusFrame(group));
            socket.await("error");
            server.join(group, ada.user(), bob.user());
            awaitHead(socket, group, 2);
            server.post(group, ada.user(), "in full");
            socket.awaitEntry(group, 3);
            assertThat(socket.story(group)).containsExactly("conversation", "head", "3 message");
        }
    }

    @Test
    void takesAtMostTwentyConversations() throws IOException {
        Object[] many = new Object[21];
        for (int i = 0; i < many.length; i++) {
            many[i] = "c" + i;
        }
        try (TestSocket socket = server.welcome(bob)) {
            socket.say(focusFrame(many));
            assertThat(socket.await("error").path("code").asText()).isEqualTo("bad_request");
        }
    }

    @Test
    void crossesTheBoundaryBothWaysWithoutLosingAnything() throws IOException {
        ConversationId group = server.group(ada.user(), bob.user(), cyd.user());
        try (TestSocket socket = server.welcome(bob)) {
            server.post(group, ada.user(), "small");
            socket.awaitEntry(group, 2);
            server.join(group, ada.user(), dan.user());
            long seq = server.post(group, ada.user(), "large");
            awaitHead(socket, group, seq);
            assertThat(socket.seqs(group)).containsExactly(2L);
            server.leave(group, ada.user(), dan.user());
            // Told by a head, since they were on the far side when it came; full from there on.
            awaitHead(socket, group, 5);
            server.post(group, ada.user(), "small again");
            socket.awaitEntry(group, 6);
            assertThat(socket.seqs(group)).containsExactly(2L, 6L);
        }
    }

    @Test
    void countsFiveHundredMembersAsFewAndOneMoreAsMany() throws IOException {
        people.execute("insert into account (id, handle, name, role)"
                + " select n, 'crowd' || n, 'Crowd', 'member' from generate_series(900001, 900498) n");
        UserId[] crowd =
                LongStream.rangeClosed(900_001, 900_498).mapToObj(UserId::new).toArray(UserId[]::new);
        try (TestServer usual = new TestServer(database, DeliveryTest.quick());
                TestSocket socket = usual.welcome(bob)) {
            ConversationId group = usual.group(ada.user(), crowd);
            usual.join(group, ada.user(), bob.user());
            usual.post(group, ada.user(), "to five hundred");
            socket.awaitEntry(group, 3);
            usual.join(group, ada.user(), cyd.user());
            usual.post(group, ada.user(), "to one more");
            awaitHead(socket, group, 5);
            assertThat(socket.seqs(group)).containsExactly(2L, 3L);
        }
    }

    @Test
    void losesNothingAtTheBoundaryWhateverTheBusDoes() throws IOException {
        ConversationId group = server.group(ada.user(), bob.user(), cyd.user());
        try (TestSocket one = server.welcome(bob);
                TestSocket two = server.welcome(cyd)) {
            server.bus.weather(Weather.STORM);
            Random random = new Random(5);
            boolean onScreen = false;
            for (int i = 0; i < 60; i++) {
                server.join(group, ada.user(), dan.user());
                posts(group, random.nextInt(4));
                if (random.nextInt(3) == 0) {
                    onScreen = !onScreen;
                    two.say(onScreen ? focusFrame(group) : focusFrame());
                }
                server.leave(group, ada.user(), dan.user());
                posts(group, random.nextInt(4));
            }
            long last = server.post(group, ada.user(), "the end");
            for (TestSocket socket : List.of(one, two)) {
                Deadline.until("the end is known", () -> socket.knownHead(group) == last);
                assertNothingUnsaid(socket, group, 1);
            }
        }
    }

    private void posts(ConversationId group, int number) {
        for (int i = 0; i < number; i++) {
            server.post(group, ada.user(), "m" + i);
        }
    }

    /** No entry came after one that the client was not told of, none twice, and heads only grew. */
    private static void assertNothingUnsaid(TestSocket socket, ConversationId group, long known) {
        long told = known;
        long head = 0;
        for (JsonNode frame : socket.received()) {
            if (!frame.path("conversation").asText().equals(group.toString())) {
                continue;
            }
            long seq = frame.path("seq").asLong();
            if ("entry".equals(TestSocket.op(frame))) {
                assertThat(seq).isEqualTo(told + 1);
                told = seq;
            } else if ("head".equals(TestSocket.op(frame))) {
                assertThat(seq).isGreaterThanOrEqualTo(Math.max(told, head));
                head = seq;
                told = seq;
            }
        }
    }

    @Test
    void removesWhoIsOnTheFarSideWhenTheLeftIsReached() throws IOException {
        ConversationId group = four();
        server.join(group, ada.user(), people.person().user());
        try (TestSocket removed = server.welcome(bob);
                TestSocket other = server.welcome(cyd)) {
            server.bus.weather(Weather.SILENCE);
            interposed.cutTail();
            server.post(group, ada.user(), "one");
            server.leave(group, ada.user(), bob.user());
            server.post(group, ada.user(), "not for bob");
            server.bus.weather(Weather.FAIR);
            // The first that is heard of any of them is what came after.
            server.post(group, ada.user(), "not for bob either");
            awaitHead(other, group, 6);
            removed.await("gone", frame -> frame.path("gone").asBoolean());
            removed.barrier();
            assertThat(removed.story(group)).containsExactly("head", "4 left", "gone");
            assertThat(removed.received("head").getFirst().path("seq").asLong()).isEqualTo(3);
            assertThat(removed.received("head").getFirst().path("messages").asLong())
                    .isEqualTo(1);
            server.join(group, ada.user(), bob.user());
            server.post(group, ada.user(), "welcome back");
            Deadline.until("all that followed is known", () -> removed.knownHead(group) == 8);
        } finally {
            interposed.tailCut = false;
        }
    }

    @Test
    void healsALostHintByAHead() throws IOException {
        ConversationId group = four();
        try (TestSocket far = server.welcome(bob)) {
            server.bus.weather(Weather.SILENCE);
            server.post(group, ada.user(), "lost");
            awaitHead(far, group, 2);
            assertThat(far.seqs(group)).isEmpty();
        }
    }

    @Test
    void givesCursorsInALivelyLargeConversationToo() throws IOException {
        ConversationId group = four();
        try (TestSocket far = server.welcome(bob)) {
            String first = far.cursor();
            Deadline.until("a newer cursor", () -> {
                server.post(group, ada.user(), "on and on");
                return !far.cursor().equals(first);
            });
            assertThat(far.received("head")).isNotEmpty();
        }
    }

    /** One member with 120 devices: where devices counted, the second head would come after two minutes. */
    @Test
    void tellsHeadsTheMoreSeldomTheMoreMembersAreConnectedAndNotTheMoreDevices() throws IOException {
        GatewayConfig usual = large();
        LargeConfig onePerSecond = new LargeConfig(MEMBERS, Duration.ofMillis(100), 1);
        GatewayConfig config =
                manyDevices(DeliveryTest.with(DeliveryTest.with(usual.delivery(), onePerSecond), usual.outboxBytes()));
        List<TestSocket> devices = new ArrayList<>();
        try (TestServer many = new TestServer(database, config)) {
            ConversationId group = many.group(ada.user(), bob.user(), cyd.user(), dan.user());
            for (int device = 0; device < 120; device++) {
                devices.add(many.welcome(bob));
            }
            many.post(group, ada.user(), "at once");
            for (TestSocket device : devices) {
                awaitHead(device, group, 2);
            }
            many.post(group, ada.user(), "a second later");
            for (TestSocket device : devices) {
                awaitHead(device, group, 3);
            }
        } finally {
            for (TestSocket device : devices) {
                device.close();
            }
        }
    }

    private static GatewayConfig manyDevices(GatewayConfig usual) {
        return new GatewayConfig(
                usual.maxConnections(),
                120,
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
                usual.greeting());
    }

    @Test
    void coversByACursorOnlyWhatAHeadTold() throws IOException {
        GatewayConfig usual = large();
        LargeConfig seldom = new LargeConfig(MEMBERS, Duration.ofHours(1), 20_000);
        GatewayConfig patient = DeliveryTest.with(DeliveryTest.with(usual.delivery(), seldom), usual.outboxBytes());
        Interposed counted = new Interposed();
        try (TestServer slow = new TestServer(database, patient, Faults.NONE, counted::before)) {
            ConversationId group = slow.group(ada.user(), bob.user(), cyd.user(), dan.user());
            String cursor;
            try (TestSocket far = slow.welcome(bob)) {
                slow.post(group, ada.user(), "told");
                awaitHead(far, group, 2);
                slow.post(group, ada.user(), "to be told in an hour");
                int passes = counted.tailReads.get() + 6;
                Deadline.until("some passes", () -> counted.tailReads.get() > passes);
                far.barrier();
                assertThat(far.knownHead(group)).isEqualTo(2);
                cursor = far.cursor();
            }
            try (TestSocket back = slow.welcome(bob, Optional.of(cursor))) {
                assertThat(back.await("welcome").path("conversations").toString())
                        .contains(group.toString());
            }
        }
    }

    @Test
    void welcomesIntoALargeConversationWhateverArrivesMeanwhile() throws IOException, InterruptedException {
        ConversationId group = four();
        Thread writer = Thread.ofVirtual().start(() -> {
            for (int i = 0; i < 400; i++) {
                server.post(group, ada.user(), "m" + i);
            }
        });
        server.bus.weather(new Weather(5, 5, 20, 20));
        List<TestSocket> sockets = new ArrayList<>();
        for (int connection = 0; connection < 15; connection++) {
            sockets.add(server.welcome(bob));
        }
        writer.join();
        for (TestSocket socket : sockets) {
            Deadline.until("the end is known", () -> socket.knownHead(group) == 401);
            long head = socket.await("welcome")
                    .path("conversations")
                    .path(0)
                    .path("head")
                    .asLong();
            assertNothingUnsaid(socket, group, head);
            assertThat(socket.seqs(group)).isEmpty();
            socket.close();
        }
    }
}
