package chat.parley.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import chat.parley.adapter.postgres.TestStore;
import chat.parley.adapter.postgres.embedded.TestDatabase;
import chat.parley.core.id.ConversationId;
import chat.parley.gateway.LossyBus.Weather;
import chat.parley.gateway.session.DeliveryConfig;
import chat.parley.gateway.session.GatewayConfig;
import chat.parley.gateway.session.LargeConfig;
import chat.parley.gateway.session.PollConfig;
import chat.parley.gateway.session.SlowConfig;
import chat.parley.wire.ErrorCode;
import com.fasterxml.jackson.databind.JsonNode;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.ByteBufAllocatorMetricProvider;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Readers who do not keep up: what they are spared, rung by rung, and that they lose nothing. They poll, since that is a
 * reader who reads exactly when a test wants it to: what it has not acknowledged waits, and no kernel buffers it.
 */
class LadderTest {
    private static final int OUTBOX_BYTES = 64 * 1024;
    private static final int MANY = 1_000;
    private static final String KILOBYTE = "x".repeat(1_000);

    private static TestDatabase database;
    private static TestPeople people;
    private static EventLoopGroup loops;

    private final TestServer server = new TestServer(database, config(OUTBOX_BYTES, Duration.ofMinutes(1)));
    private final TestPeople.Person ada = people.person();
    private final TestPeople.Person bob = people.person();

    @BeforeAll
    static void start() {
        database = TestStore.fresh();
        people = new TestPeople(database);
        loops = new MultiThreadIoEventLoopGroup(2, NioIoHandler.newFactory());
    }

    @AfterAll
    static void stop() {
        loops.shutdownGracefully(0, 1, TimeUnit.SECONDS);
    }

    @AfterEach
    void stopServer() {
        server.close();
    }

    /** Conversations of more than three are large; heads come in quick succession, and so do cursors and receipts. */
    private static GatewayConfig config(int outboxBytes, Duration patience) {
        GatewayConfig usual = GatewayConfig.defaults();
        DeliveryConfig delivery = DeliveryTest.with(
                DeliveryTest.quick().delivery(), new LargeConfig(3, Duration.ofMillis(50), 1_000_000));
        return new GatewayConfig(
                usual.maxConnections(),
                MANY,
                usual.helloTimeout(),
                usual.heartbeat(),
                outboxBytes,
                new SlowConfig(25, 50, 10, SlowConfig.defaults().unsentBytes(), patience),
                usual.framesPerSecond(),
                usual.sendsInFlight(),
                Duration.ZERO,
                usual.allowedOrigins(),
                new PollConfig(Duration.ofMillis(300), Duration.ofMinutes(2), 20),
                delivery,
                usual.hints(),
                usual.greeting());
    }

    @Test
    void givesHeadsInsteadOfEntriesToWhoDoesNotReadAndEntriesAgainWhenItHas() throws IOException {
        ConversationId group = server.group(ada.user(), bob.user());
        try (TestSocket neighbour = server.welcome(ada)) {
            TestPoll slow = TestPoll.welcome(server, loops.next(), bob);
            long last = postInStep(neighbour, group, 200);
            assertThat(neighbour.seqs(group)).isEqualTo(dense(2, last));
            settle();
            assertThat(step(server, "heads")).isEqualTo(1);

            slow.await(frame -> isHead(frame, group));
            List<JsonNode> first = about(slow, group);
            long given = first.stream().filter(LadderTest::isEntry).count();
            assertThat(bytes(first)).isLessThan(OUTBOX_BYTES);
            assertThat(given).isPositive().isLessThan(200);
            assertThat(first.stream().filter(frame -> isHead(frame, group))).hasSize(1);

            slow.await(frame -> isHead(frame, group) && frame.get("seq").asLong() == last);
            Deadline.until("it has caught up", () -> {
                // What it has had counts once it is acknowledged.
                slow.exchange();
                return step(server, "back") == 1;
            });
            long next = post(group, 1);
            slow.await(frame -> isEntry(frame) && frame.get("seq").asLong() == next);
            assertNothingUnsaid(about(slow, group), 1);
        }
    }

    @Test
    void tellsANewHeadOnlyToWhoHasReadSomethingSinceTheLastOne() {
        ConversationId group = server.group(ada.user(), bob.user());
        TestPoll slow = TestPoll.welcome(server, loops.next(), bob);
        post(group, 100);
        Deadline.until("a head", () -> heads(server) == 1);
        for (int burst = 0; burst < 20; burst++) {
            long last = post(group, 10);
            // Whoever reads was put these by then, so that a sweep has passed over the one who does not.
            TestPoll prompt = TestPoll.welcome(server, loops.next(), ada);
            prompt.await(
                    frame -> frame.path("conversations").path(0).path("head").asLong() == last);
            prompt.end(TestPoll.caller(ada));
        }
        assertThat(heads(server)).isEqualTo(1);
        slow.await(frame -> isHead(frame, group) && frame.get("seq").asLong() == 301);
        assertNothingUnsaid(about(slow, group), 1);
    }

    @Test
    void cutsWhoReadsNothingForTooLong() {
        try (TestServer impatient = new TestServer(database, config(OUTBOX_BYTES, Duration.ofSeconds(1)))) {
            ConversationId group = impatient.group(ada.user(), bob.user());
            TestPoll slow = TestPoll.welcome(impatient, loops.next(), bob);
            for (int i = 0; i < 100; i++) {
                impatient.post(group, ada.user(), KILOBYTE);
            }
            Deadline.until("the reader cut", () -> step(impatient, "bye") == 1);
            assertThat(slow.await(frame -> TestSocket.op(frame).equals("bye"))
                            .get("reason")
                            .asText())
                    .isEqualTo("slow");
            assertThat(about(slow, group))
                    .anySatisfy(frame -> assertThat(isHead(frame, group)).isTrue());
            assertThat(bytes(slow.received)).isLessThan(OUTBOX_BYTES);
        }
    }

    @Test
    void keepsTheByeOfAReaderThatWasCutUntilItComes() throws IOException {
        try (TestServer impatient = new TestServer(database, config(OUTBOX_BYTES, Duration.ofSeconds(1)))) {
            ConversationId group = impatient.group(ada.user(), bob.user());
            TestPoll slow = TestPoll.welcome(impatient, loops.next(), bob);
            for (int i = 0; i < 100; i++) {
                impatient.post(group, ada.user(), KILOBYTE);
            }
            Deadline.until("the reader cut", () -> step(impatient, "bye") == 1);
            // Whoever says no hello is given longer than whoever does not agree to be closed.
            try (TestSocket silent = impatient.connect()) {
                silent.awaitEnd();
            }
            JsonNode last = slow.exchange();
            while (!last.has("closed")) {
                last = slow.exchange();
            }
            assertThat(last.get("closed").asInt()).isEqualTo(4409);
            assertThat(slow.received.getLast().path("reason").asText()).isEqualTo("slow");
            assertThat(TestPoll.refused(slow.post(slow.next(), 0).join()).code())
                    .isEqualTo(ErrorCode.EXPIRED);
        }
    }

    @Test
    void cutsWhomNothingMoreCanBeKeptFor() {
        TestPoll slow = TestPoll.welcome(server, loops.next(), bob);
        List<ConversationId> groups = Stream.generate(() -> server.group(ada.user(), bob.user()))
                .limit(300)
                .toList();
        // Each has its state and its first head before the reader: that is more than there is room for.
        Deadline.until("the reader cut", () -> {
            groups.forEach(group -> server.post(group, ada.user(), KILOBYTE));
            return step(server, "bye") == 1;
        });
        slow.await(frame -> TestSocket.op(frame).equals("bye"));
        // Each frame may cost as much again in what keeps it.
        assertThat(bytes(slow.received)).isLessThan(OUTBOX_BYTES);
    }

    @Test
    void tellsNothingThatMayBeLostToWhoIsBehind() throws IOException {
        ConversationId group = server.group(ada.user(), bob.user());
        try (TestSocket typist = server.welcome(ada)) {
            TestPoll slow = TestPoll.welcome(server, loops.next(), bob);
            post(group, 20);
            Deadline.until("the first rung", () -> step(server, "quiet") == 1);
            Deadline.until("typing dropped", () -> type(typist, group), () -> dropped("typing") > 0);
            assertThat(step(server, "heads")).isZero();
            slow.await(frame -> isEntry(frame) && frame.get("seq").asLong() == 21);
            Deadline.until("typing heard again", () -> type(typist, group), () -> {
                slow.exchange();
                return slow.received.stream()
                        .anyMatch(frame -> TestSocket.op(frame).equals("typing"));
            });
            assertThat(about(slow, group).stream().filter(frame -> isHead(frame, group)))
                    .isEmpty();
        }
    }

    @Test
    void tellsTheWholeStateToWhoWasSparedAReceiptAndNobodyWaitsForIt() throws IOException {
        ConversationId group = server.group(ada.user(), bob.user());
        try (TestSocket reader = server.welcome(ada)) {
            TestPoll slow = TestPoll.welcome(server, loops.next(), bob);
            long last = postInStep(reader, group, 200);
            String before = reader.cursor();
            reader.say("{\"op\":\"read\",\"conversation\":\"" + group + "\",\"seq\":" + last + "}");
            reader.await("the receipt", frame -> TestSocket.op(frame).equals("receipt"));
            Deadline.until("a cursor", () -> !reader.cursor().equals(before));
            reader.forget("receipt");
            // That may be ahead of the loop of the slow one, who would be told a plain receipt if it read before.
            Deadline.until("the slow one spared", () -> dropped("receipt") == 1);

            JsonNode state = slow.await(frame -> TestSocket.op(frame).equals("conversation")
                    && isReadBy(frame, ada.user().toString(), last));
            assertThat(state.get("head").asLong()).isEqualTo(last);
            reader.barrier();
            assertThat(reader.received("receipt")).as("nothing is told twice").isEmpty();
            assertThat(positionOfLast(slow, "cursor")).isLessThan(slow.received.indexOf(state));
            slow.await(frame -> TestSocket.op(frame).equals("cursor"));
        }
    }

    @Test
    void removesASlowReaderWhenTheLeftIsReached() {
        ConversationId group = server.group(ada.user(), bob.user());
        TestPoll slow = TestPoll.welcome(server, loops.next(), bob);
        long last = post(group, 200);
        server.leave(group, ada.user(), bob.user());
        post(group, 5);
        slow.await(frame -> frame.path("gone").asBoolean());
        slow.exchange();
        List<JsonNode> told = about(slow, group);
        assertThat(told.getLast().get("seq").asLong()).isEqualTo(last + 1);
        assertThat(told.getLast().get("kind").asText()).isEqualTo("left");
        assertNothingUnsaid(told, 1);
    }

    @Test
    void losesNothingWhateverTheBusDoesAndHoweverTheReaderPauses() {
        Random random = new Random(11);
        ConversationId small = server.group(ada.user(), bob.user());
        ConversationId large = server.group(
                ada.user(), bob.user(), people.person().user(), people.person().user());
        TestPoll slow = TestPoll.welcome(server, loops.next(), bob);
        slow.exchange("{\"op\":\"focus\",\"conversations\":[\"" + large + "\"]}");
        server.bus.weather(Weather.STORM);
        for (int round = 0; round < 20; round++) {
            post(small, random.nextInt(40));
            post(large, random.nextInt(40));
            for (int reads = random.nextInt(4); reads > 0; reads--) {
                slow.exchange();
            }
        }
        server.bus.weather(Weather.FAIR);
        long lastSmall = post(small, 1);
        long lastLarge = post(large, 1);
        slow.await(frame -> told(frame, small) == lastSmall);
        slow.await(frame -> told(frame, large) == lastLarge);
        Deadline.until("it has caught up", () -> {
            slow.exchange();
            return step(server, "back") > 0;
        });
        assertNothingUnsaid(about(slow, small), 1);
        assertNothingUnsaid(about(slow, large), 1);
    }

    @Test
    void keepsForAThousandSlowReadersNoMoreThanTheirBoundsAndEachFrameOnce() {
        int outbox = 128 * 1024;
        try (TestServer crowded = new TestServer(database, config(outbox, Duration.ofMinutes(1)))) {
            ConversationId group = crowded.group(ada.user(), bob.user());
            List<TestPoll> readers = new ArrayList<>();
            for (int i = 0; i < MANY; i++) {
                readers.add(TestPoll.welcome(crowded, loops.next(), bob));
            }
            long direct = directMemory();
            long heap = heap();
            for (int i = 0; i < 200; i++) {
                crowded.post(group, ada.user(), KILOBYTE);
            }
            Deadline.until("all of them slow", () -> step(crowded, "heads") == MANY);
            Deadline.until("what waits counted", () -> outboxBytes(crowded) > MANY * (outbox / 2.0));

            assertThat(outboxBytes(crowded)).isLessThan((double) MANY * outbox * 6 / 10);
            // Each entry has its bytes once, whoever waits for it: a hundredth of what a copy for each would be.
            assertThat(directMemory() - direct).isLessThan(MANY * (outbox / 2) / 8);
            assertThat(heap() - heap).isLessThan((long) MANY * outbox);
            assertThat(step(crowded, "bye")).isZero();
            readers.forEach(reader -> reader.end(TestPoll.caller(bob)));
        }
    }

    /** Whatever the bus has passed on by now, the loops of those who poll have taken: another one may be far ahead of them. */
    private static void settle() {
        loops.forEach(loop -> loop.submit(() -> {}).syncUninterruptibly());
    }

    private static long directMemory() {
        return ((ByteBufAllocatorMetricProvider) ByteBufAllocator.DEFAULT)
                .metric()
                .usedDirectMemory();
    }

    private static long heap() {
        System.gc();
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }

    private long post(ConversationId conversation, int number) {
        long last = 0;
        for (int i = 0; i < number; i++) {
            last = server.post(conversation, ada.user(), KILOBYTE);
        }
        return last;
    }

    /** The same, as fast as this reader reads: its outbox is small, too. */
    private long postInStep(TestSocket reader, ConversationId conversation, int number) {
        long last = 0;
        for (int posted = 0; posted < number; posted += 10) {
            last = post(conversation, 10);
            reader.awaitEntry(conversation, last);
        }
        return last;
    }

    private static void type(TestSocket socket, ConversationId conversation) {
        try {
            socket.say("{\"op\":\"typing\",\"conversation\":\"" + conversation + "\"}");
        } catch (IOException gone) {
            throw new java.io.UncheckedIOException(gone);
        }
    }

    private static boolean isReadBy(JsonNode state, String user, long seq) {
        return state.path("marks").path(user).path("read").asLong() == seq;
    }

    private static int positionOfLast(TestPoll poll, String op) {
        int position = -1;
        for (int i = 0; i < poll.received.size(); i++) {
            position = TestSocket.op(poll.received.get(i)).equals(op) ? i : position;
        }
        return position;
    }

    private static boolean isEntry(JsonNode frame) {
        return TestSocket.op(frame).equals("entry");
    }

    private static boolean isHead(JsonNode frame, ConversationId conversation) {
        return TestSocket.op(frame).equals("head")
                && frame.get("conversation").asText().equals(conversation.toString());
    }

    /** The entry that the frame gives or tells of, in this conversation; else 0. */
    private static long told(JsonNode frame, ConversationId conversation) {
        boolean about = frame.path("conversation").asText().equals(conversation.toString());
        return about && (isEntry(frame) || isHead(frame, conversation))
                ? frame.get("seq").asLong()
                : 0;
    }

    private static List<JsonNode> about(TestPoll poll, ConversationId conversation) {
        return poll.received.stream()
                .filter(frame -> told(frame, conversation) > 0)
                .toList();
    }

    /** No entry came after one that the client was not told of, none twice, and heads only grew. */
    private static void assertNothingUnsaid(List<JsonNode> frames, long known) {
        long told = known;
        for (JsonNode frame : frames) {
            long seq = frame.get("seq").asLong();
            if (isEntry(frame)) {
                assertThat(seq).isEqualTo(told + 1);
            } else {
                assertThat(seq).isGreaterThanOrEqualTo(told);
            }
            told = seq;
        }
    }

    private static long bytes(List<JsonNode> frames) {
        return frames.stream().mapToLong(frame -> frame.toString().length()).sum();
    }

    private static List<Long> dense(long from, long to) {
        return LongStream.rangeClosed(from, to).boxed().toList();
    }

    private static double step(TestServer of, String step) {
        return of.metrics
                .get("parley.gateway.ladder")
                .tag("step", step)
                .counter()
                .count();
    }

    private static double heads(TestServer of) {
        var counter = of.metrics
                .find("parley.gateway.frames")
                .tags("direction", "out", "op", "head")
                .counter();
        return counter == null ? 0 : counter.count();
    }

    private double dropped(String op) {
        var counter = server.metrics
                .find("parley.gateway.dropped")
                .tags("op", op, "why", "slow")
                .counter();
        return counter == null ? 0 : counter.count();
    }

    private static double outboxBytes(TestServer of) {
        return of.metrics.get("parley.gateway.outbox.bytes").gauge().value();
    }
}
