package chat.parley.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import chat.parley.adapter.postgres.TestStore;
import chat.parley.adapter.postgres.embedded.TestDatabase;
import chat.parley.core.bus.Signal;
import chat.parley.core.id.ConversationId;
import chat.parley.gateway.session.Faults;
import chat.parley.gateway.session.GatewayConfig;
import chat.parley.gateway.session.HintConfig;
import chat.parley.wire.Profile;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
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
        database = TestStore.fresh();
        server = new TestServer(database, hinting(hints(100)));
        people = new TestPeople(database);
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    /** Four make a crowd, whose typing is told thrice a second, and a conversation of four is too large for profiles. */
    static HintConfig hints(int presenceFrames) {
        return new HintConfig(4, 3, presenceFrames, 4, 3, 10, Duration.ofMillis(200), 100, Duration.ofSeconds(1), 500);
    }

    static GatewayConfig hinting(HintConfig hints) {
        GatewayConfig usual = DeliveryTest.quick();
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
            stranger.barrier();
            assertThat(dropped("stranger") - before).isEqualTo(2);
            typeUntilHeard(one, group, other, ada);
            stranger.barrier();
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
            other.barrier();
            typeUntilHeard(one, group, third, ada);
            other.barrier();
            assertThat(typists(third)).containsOnly(ada.user().toString());
            assertThat(typists(other)).isEmpty();
        }
    }

    @Test
    void tellsThoseInFocusOnlyWhereTooManyRead() throws IOException {
        TestPeople.Person dan = people.person();
        TestPeople.Person eve = people.person();
        ConversationId group = server.group(ada.user(), bob.user(), cid.user(), dan.user(), eve.user());
        try (TestSocket one = server.welcome(ada);
                TestSocket two = server.welcome(bob);
                TestSocket three = server.welcome(cid);
                TestSocket looking = server.welcome(dan)) {
            typeUntilHeard(one, group, two, ada);
            typeUntilHeard(one, group, three, ada);
            one.barrier();
            // Behind all that was typed while they were few.
            typeUntilHeard(two, group, one, bob);
            for (TestSocket socket : List.of(two, three, looking)) {
                socket.barrier();
            }
            int heard = typings(two, ada) + typings(three, ada);
            try (TestSocket five = server.welcome(eve)) {
                looking.say("{\"op\":\"focus\",\"conversations\":[\"" + group + "\"]}");
                looking.await("head");
                looking.forget("typing");
                typeUntilHeard(one, group, looking, ada);
                double before = dropped("crowd");
                Deadline.until(
                        "typing of a crowd dropped", () -> type(one, group, 10), () -> dropped("crowd") > before);
                two.barrier();
                three.barrier();
                five.barrier();
                assertThat(typings(two, ada) + typings(three, ada)).isEqualTo(heard);
                assertThat(typings(five, ada)).isZero();
            }
        }
    }

    @Test
    void takesFewPeopleWithManyDevicesForNoCrowd() throws IOException {
        ConversationId group = server.group(ada.user(), bob.user());
        List<TestSocket> devices = new ArrayList<>();
        try (TestSocket one = server.welcome(ada)) {
            for (int i = 0; i < 6; i++) {
                devices.add(server.welcome(bob));
            }
            for (TestSocket device : devices) {
                typeUntilHeard(one, group, device, ada);
            }
        } finally {
            for (TestSocket device : devices) {
                device.close();
            }
        }
    }

    @Test
    void tellsOfAChangedProfileThoseWhoShareAConversationOrWatch() throws IOException {
        TestPeople.Person dan = people.person();
        ConversationId group = server.group(ada.user(), bob.user());
        ConversationId left = server.group(ada.user(), dan.user());
        try (TestSocket own = server.welcome(ada);
                TestSocket other = server.welcome(bob);
                TestSocket watcher = server.welcome(cid);
                TestSocket former = server.welcome(dan)) {
            server.leave(left, dan.user(), dan.user());
            former.await("gone", frame -> frame.path("gone").asBoolean());
            watcher.say("{\"op\":\"watch\",\"users\":[\"" + ada.user() + "\"]}");
            watcher.await("presence");
            server.bus.publish(new Signal.ProfileChanged(ada.user(), profile("Countess")));
            for (TestSocket socket : List.of(own, other, watcher)) {
                assertThat(socket.await("user").path("name").asText()).isEqualTo("Countess");
            }
            for (int i = 1; i <= 50; i++) {
                server.bus.publish(new Signal.ProfileChanged(ada.user(), profile("name " + i)));
            }
            other.await("the last", frame -> "name 50".equals(frame.path("name").asText()));
            assertThat(other.received("user")).hasSizeLessThan(10);
            former.barrier();
            assertThat(former.received("user")).isEmpty();
            assertThat(server.conversations.access(group, bob.user())).isPresent();
        }
    }

    @Test
    void tellsNotTheMembersOfALargeConversationOfAChangedProfile() throws IOException {
        TestPeople.Person dan = people.person();
        TestPeople.Person eve = people.person();
        server.group(ada.user(), bob.user(), cid.user(), dan.user());
        server.group(ada.user(), eve.user());
        try (TestSocket far = server.welcome(bob);
                TestSocket near = server.welcome(eve)) {
            server.bus.publish(new Signal.ProfileChanged(ada.user(), profile("Countess")));
            near.await("user");
            far.barrier();
            assertThat(far.received("user")).isEmpty();
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
            other.barrier();
            assertThat(typists(one)).doesNotContain(bob.user().toString());
            assertThat(typists(other)).doesNotContain(ada.user().toString());
            unblock();
            typeUntilHeard(one, group, other, ada);
            typeUntilHeard(other, group, one, bob);
        }
    }

    @Test
    void aBlockHoldsFromThenOn() throws IOException {
        TestPeople.Person dan = people.person();
        ConversationId group = server.group(ada.user(), bob.user(), cid.user(), dan.user());
        try (TestSocket one = server.welcome(ada);
                TestSocket other = server.welcome(bob);
                TestSocket third = server.welcome(cid);
                TestSocket fourth = server.welcome(dan)) {
            typeUntilHeard(one, group, other, ada);
            one.barrier();
            // Behind all that the one has typed before the block.
            typeUntilHeard(third, group, other, cid);
            int heard = typings(other, ada);
            server.blocks.add(bob.user(), ada.user(), MOST_BLOCKS);
            server.bus.publish(new Signal.BlockChanged(bob.user(), ada.user(), true));
            type(one, group, 10);
            one.barrier();
            typeUntilHeard(fourth, group, other, dan);
            assertThat(typings(other, ada)).isEqualTo(heard);
        }
    }

    @Test
    void aBlockIsNotUndoneByAReadingFromBeforeIt() throws IOException {
        HeldBlocks held = new HeldBlocks();
        try (TestServer slow = new TestServer(database, hinting(hints(100)), Faults.NONE, held::before);
                TestSocket one = slow.welcome(ada);
                TestSocket other = slow.welcome(bob);
                TestSocket third = slow.welcome(cid)) {
            ConversationId group = slow.group(ada.user(), bob.user(), cid.user());
            typeUntilHeard(one, group, other, ada);
            one.barrier();
            typeUntilHeard(third, group, other, cid);
            held.hold(bob.user());
            held.awaitReading();
            slow.blocks.add(bob.user(), ada.user(), MOST_BLOCKS);
            slow.bus.publish(new Signal.BlockChanged(bob.user(), ada.user(), true));
            held.letOneGo();
            held.awaitReading();
            other.barrier();
            other.forget("typing");
            type(one, group, 10);
            one.barrier();
            typeUntilHeard(third, group, other, cid);
            assertThat(typings(other, ada)).isZero();
        } finally {
            held.letAllGo();
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
            boolean[] silence = {false};
            Deadline.until(
                    "silence",
                    () -> {
                        List<String> before = typists(other);
                        type(one, group);
                        // Its typing is on the way to the readers before the other one's.
                        barrier(one);
                        type(third, group);
                        awaitTypings(other, cid, before.size() + 1);
                        silence[0] = typists(other).size() == before.size() + 1;
                    },
                    () -> silence[0]);
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

    @Test
    void tellsNothingToAReaderWhoIsBehind() throws IOException {
        try (TestServer roomy = new TestServer(
                        database, DeliveryTest.with(DeliveryTest.quick().delivery(), 8 << 20));
                Socket slow = new Socket();
                TestSocket one = roomy.welcome(ada)) {
            ConversationId group = roomy.group(ada.user(), bob.user());
            slow.setReceiveBufferSize(8 << 10);
            slow.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), roomy.port()));
            slow.getOutputStream()
                    .write(TestSocket.request("Sec-WebSocket-Protocol: parley.v1\r\n")
                            .getBytes(StandardCharsets.US_ASCII));
            slow.getOutputStream().write(TestSocket.text(TestSocket.helloFrame(bob.token(), Optional.empty())));
            Deadline.until("two welcomed", () -> welcomes(roomy) == 2);
            Deadline.until("an outbox that fills", () -> {
                for (int i = 0; i < 16; i++) {
                    roomy.post(group, ada.user(), "x".repeat(16_000));
                }
                type(one, group);
                return slowDrops(roomy) > 0;
            });
            assertThat(slowDrops(roomy)).isPositive();
            assertThat(roomy.metrics
                            .get("parley.gateway.closes")
                            .tag("code", "4409")
                            .counter()
                            .count())
                    .isZero();
        }
    }

    private static double welcomes(TestServer of) {
        return of.metrics
                .get("parley.gateway.frames")
                .tags("direction", "out", "op", "welcome")
                .counter()
                .count();
    }

    private static double slowDrops(TestServer of) {
        var counter = of.metrics
                .find("parley.gateway.dropped")
                .tags("op", "typing", "why", "slow")
                .counter();
        return counter == null ? 0 : counter.count();
    }

    private Profile profile(String name) {
        return new Profile(ada.user().toString(), "ada", name, "member", false);
    }

    private void unblock() {
        server.blocks.remove(ada.user(), bob.user());
        server.bus.publish(new Signal.BlockChanged(ada.user(), bob.user(), false));
    }

    private static void type(TestSocket socket, ConversationId conversation, int times) {
        for (int i = 0; i < times; i++) {
            type(socket, conversation);
        }
    }

    private static void type(TestSocket socket, ConversationId conversation) {
        try {
            socket.say("{\"op\":\"typing\",\"conversation\":\"" + conversation + "\"}");
        } catch (IOException gone) {
            throw new UncheckedIOException(gone);
        }
    }

    private static void barrier(TestSocket socket) {
        try {
            socket.barrier();
        } catch (IOException gone) {
            throw new UncheckedIOException(gone);
        }
    }

    /** Blocks are read behind the welcome: until then nothing is told. */
    private static void typeUntilHeard(
            TestSocket typist, ConversationId conversation, TestSocket reader, TestPeople.Person who) {
        Deadline.until("typing of " + who, () -> type(typist, conversation), () -> typings(reader, who) > 0);
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

    private static int typings(TestSocket socket, TestPeople.Person by) {
        return Collections.frequency(typists(socket), by.user().toString());
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
