package chat.parley.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import chat.parley.adapter.postgres.embedded.TestDatabase;
import chat.parley.adapter.postgres.embedded.TestPostgres;
import chat.parley.core.bus.Signal;
import chat.parley.core.id.ConversationId;
import chat.parley.gateway.session.GatewayConfig;
import chat.parley.gateway.session.HintConfig;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What is told while it holds: to whom it may be told, and never across a block. */
class WhispersTest {
    private static final int MOST_BLOCKS = 10;

    private static TestDatabase database;
    private static TestPeople people;
    private static TestServer server;

    private final TestPeople.Person ada = people.person();
    private final TestPeople.Person bob = people.person();
    private final TestPeople.Person cid = people.person();

    @BeforeAll
    static void start() {
        database = TestPostgres.fresh();
        server = new TestServer(database, hinting(new HintConfig(4, 100, 4, Duration.ofSeconds(1), 500)));
        people = new TestPeople(database);
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    static GatewayConfig hinting(HintConfig hints) {
        GatewayConfig usual = DeliveryTest.quick();
        return new GatewayConfig(
                usual.maxConnections(),
                usual.connectionsPerUser(),
                usual.helloTimeout(),
                usual.heartbeat(),
                usual.outboxBytes(),
                usual.framesPerSecond(),
                usual.sendsInFlight(),
                usual.drain(),
                usual.allowedOrigins(),
                usual.poll(),
                usual.delivery(),
                hints,
                usual.greeting());
    }

    @Test
    void tellsEverybodyElseWhoTypes() throws IOException {
        ConversationId group = server.group(ada.user(), bob.user(), cid.user());
        try (TestSocket one = server.welcome(ada);
                TestSocket own = server.welcome(ada);
                TestSocket other = server.welcome(bob);
                TestSocket third = server.welcome(cid)) {
            typeUntilHeard(one, group, other, ada);
            typeUntilHeard(one, group, third, ada);
            JsonNode frame = third.await("typing");
            assertThat(frame.path("conversation").asText()).isEqualTo(group.toString());
            assertThat(frame.path("user").asText()).isEqualTo(ada.user().toString());
            typeUntilHeard(other, group, one, bob);
            typeUntilHeard(other, group, own, bob);
            assertThat(typists(one)).containsOnly(bob.user().toString());
            assertThat(typists(own)).containsOnly(bob.user().toString());
        }
    }

    @Test
    void tellsNobodyThatAStrangerTypesNorAStrangerThatAMemberDoes() throws IOException {
        ConversationId group = server.group(ada.user(), bob.user());
        try (TestSocket one = server.welcome(ada);
                TestSocket other = server.welcome(bob);
                TestSocket stranger = server.welcome(cid)) {
            double before = dropped("stranger");
            type(stranger, group);
            stranger.say("{\"op\":\"typing\",\"conversation\":\"nowhere\"}");
            stranger.barrier(1);
            assertThat(dropped("stranger") - before).isEqualTo(2);
            typeUntilHeard(one, group, other, ada);
            stranger.barrier(2);
            assertThat(typists(other)).containsOnly(ada.user().toString());
            assertThat(typists(stranger)).isEmpty();
            assertThat(stranger.received("error")).isEmpty();
        }
    }

    @Test
    void tellsNobodyOnceTheyLeft() throws IOException {
        ConversationId group = server.group(ada.user(), bob.user(), cid.user());
        try (TestSocket one = server.welcome(ada);
                TestSocket other = server.welcome(bob);
                TestSocket third = server.welcome(cid)) {
            server.leave(group, bob.user(), bob.user());
            other.await("gone", frame -> frame.path("gone").asBoolean());
            type(other, group);
            other.barrier(1);
            typeUntilHeard(one, group, third, ada);
            other.barrier(2);
            assertThat(typists(third)).containsOnly(ada.user().toString());
            assertThat(typists(other)).isEmpty();
        }
    }

    @Test
    void tellsNobodyWhereTooManyRead() throws IOException {
        ConversationId group = server.group(ada.user(), bob.user());
        try (TestSocket one = server.welcome(ada);
                TestSocket two = server.welcome(ada);
                TestSocket three = server.welcome(ada);
                TestSocket four = server.welcome(bob)) {
            try (TestSocket five = server.welcome(bob)) {
                double before = dropped("crowd");
                type(one, group);
                Deadline.until("a crowd", () -> dropped("crowd") > before);
                assertThat(typists(five)).isEmpty();
            }
            typeUntilHeard(two, group, four, ada);
            three.barrier(1);
            assertThat(typists(three)).isEmpty();
        }
    }

    @Test
    void tellsNothingEitherWayAcrossABlock() throws IOException {
        ConversationId group = server.group(ada.user(), bob.user(), cid.user());
        server.blocks.add(ada.user(), bob.user(), MOST_BLOCKS);
        try (TestSocket one = server.welcome(ada);
                TestSocket other = server.welcome(bob);
                TestSocket third = server.welcome(cid)) {
            typeUntilHeard(third, group, one, cid);
            typeUntilHeard(third, group, other, cid);
            typeUntilHeard(one, group, third, ada);
            typeUntilHeard(other, group, third, bob);
            int heard = typists(one).size();
            type(third, group);
            awaitTypings(one, cid, heard + 1);
            other.barrier(1);
            assertThat(typists(one)).doesNotContain(bob.user().toString());
            assertThat(typists(other)).doesNotContain(ada.user().toString());
            unblock();
            typeUntilHeard(one, group, other, ada);
            typeUntilHeard(other, group, one, bob);
        }
    }

    @Test
    void aBlockHoldsFromThenOn() throws IOException {
        ConversationId group = server.group(ada.user(), bob.user(), cid.user());
        try (TestSocket one = server.welcome(ada);
                TestSocket other = server.welcome(bob);
                TestSocket third = server.welcome(cid)) {
            typeUntilHeard(one, group, other, ada);
            typeUntilHeard(third, group, other, cid);
            int heard = typists(other).size();
            server.blocks.add(bob.user(), ada.user(), MOST_BLOCKS);
            server.bus.publish(new Signal.BlockChanged(bob.user(), ada.user(), true));
            type(one, group);
            type(third, group);
            awaitTypings(other, cid, heard + 1);
        }
    }

    @Test
    void findsABlockThatNoHintToldOf() throws IOException {
        ConversationId group = server.group(ada.user(), bob.user(), cid.user());
        try (TestSocket one = server.welcome(ada);
                TestSocket other = server.welcome(bob);
                TestSocket third = server.welcome(cid)) {
            typeUntilHeard(one, group, other, ada);
            typeUntilHeard(third, group, other, cid);
            server.blocks.add(bob.user(), ada.user(), MOST_BLOCKS);
            Deadline.until("silence", () -> {
                List<String> before = typists(other);
                type(one, group);
                type(third, group);
                awaitTypings(other, cid, before.size() + 1);
                return typists(other).size() == before.size() + 1;
            });
        }
    }

    @Test
    void tellsNoReceiptEitherWayAcrossABlock() throws IOException {
        ConversationId group = server.group(ada.user(), bob.user(), cid.user());
        server.blocks.add(ada.user(), bob.user(), MOST_BLOCKS);
        try (TestSocket one = server.welcome(ada);
                TestSocket other = server.welcome(bob);
                TestSocket third = server.welcome(cid)) {
            long seq = server.post(group, cid.user(), "read me");
            for (TestSocket socket : List.of(one, other, third)) {
                socket.awaitEntry(group, seq);
            }
            read(one, group, seq);
            read(other, group, seq);
            awaitReceipt(third, ada, seq);
            awaitReceipt(third, bob, seq);
            awaitReceipt(one, ada, seq);
            awaitReceipt(other, bob, seq);
            // What waited for the sweep has been told by the time the next receipt is.
            long next = server.post(group, cid.user(), "and this");
            read(third, group, next);
            awaitReceipt(one, cid, next);
            awaitReceipt(other, cid, next);
            assertThat(readers(one)).doesNotContain(bob.user().toString());
            assertThat(readers(other)).doesNotContain(ada.user().toString());
        }
    }

    private void unblock() {
        server.blocks.remove(ada.user(), bob.user());
        server.bus.publish(new Signal.BlockChanged(ada.user(), bob.user(), false));
    }

    private static void type(TestSocket socket, ConversationId conversation) {
        try {
            socket.say("{\"op\":\"typing\",\"conversation\":\"" + conversation + "\"}");
        } catch (IOException gone) {
            throw new UncheckedIOException(gone);
        }
    }

    /** Blocks are read behind the welcome: until then nothing is told. */
    private static void typeUntilHeard(
            TestSocket typist, ConversationId conversation, TestSocket reader, TestPeople.Person who) {
        Deadline.until("typing of " + who, () -> {
            type(typist, conversation);
            return typists(reader).contains(who.user().toString());
        });
    }

    private static void read(TestSocket socket, ConversationId conversation, long seq) throws IOException {
        socket.say("{\"op\":\"read\",\"conversation\":\"" + conversation + "\",\"seq\":" + seq + "}");
    }

    private static void awaitTypings(TestSocket socket, TestPeople.Person last, int count) {
        Deadline.until(
                "typing number " + count + " by " + last,
                () -> typists(socket).size() >= count
                        && typists(socket).getLast().equals(last.user().toString()));
    }

    private static void awaitReceipt(TestSocket socket, TestPeople.Person who, long seq) {
        socket.await(
                "receipt of " + who,
                frame -> "receipt".equals(TestSocket.op(frame))
                        && who.user().toString().equals(frame.path("user").asText())
                        && frame.path("read").asLong() == seq);
    }

    private static List<String> typists(TestSocket socket) {
        return socket.received("typing").stream()
                .map(frame -> frame.path("user").asText())
                .toList();
    }

    private static List<String> readers(TestSocket socket) {
        return socket.received("receipt").stream()
                .map(frame -> frame.path("user").asText())
                .toList();
    }

    private static double dropped(String why) {
        var counter = server.metrics
                .find("parley.gateway.dropped")
                .tags("op", "typing", "why", why)
                .counter();
        return counter == null ? 0 : counter.count();
    }
}
