package chat.parley.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import chat.parley.adapter.postgres.TestStore;
import chat.parley.adapter.postgres.embedded.TestDatabase;
import chat.parley.core.id.ConversationId;
import chat.parley.gateway.session.DeliveryConfig;
import chat.parley.gateway.session.GatewayConfig;
import chat.parley.gateway.session.SlowConfig;
import com.fasterxml.jackson.databind.JsonNode;
import com.linecorp.armeria.common.Flags;
import io.netty.channel.epoll.Epoll;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Readers by socket who stop reading, many at once, where kernels stand between. {@code -Dparley.slowReaders=1000} for more
 * of them than a test of every day has.
 */
class SlowSocketsTest {
    private static final int OUTBOX_BYTES = 128 * 1024;
    private static final int MANY = Integer.getInteger("parley.slowReaders", 200);
    private static final String LONG = "x".repeat(15_000);
    /** More than a kernel takes that is left to itself. */
    private static final int MOST_POSTS = 1_000;

    private static TestDatabase database;
    private static TestPeople people;

    private final TestServer server = new TestServer(database, config());
    private final TestPeople.Person ada = people.person();
    private final TestPeople.Person bob = people.person();
    private final List<TestSocket> neighbours = new ArrayList<>();

    @BeforeAll
    static void start() {
        database = TestStore.fresh();
        people = new TestPeople(database);
    }

    @AfterEach
    void stopServer() throws IOException {
        for (TestSocket neighbour : neighbours) {
            neighbour.close();
        }
        server.close();
    }

    /** Everybody is one user, which is cheaper to make. */
    private static GatewayConfig config() {
        GatewayConfig usual = GatewayConfig.defaults();
        DeliveryConfig delivery = DeliveryTest.quick().delivery();
        SlowConfig slow = new SlowConfig(25, 50, 10, SlowConfig.defaults().unsentBytes(), Duration.ofSeconds(3));
        return new GatewayConfig(
                usual.maxConnections(),
                2 * MANY,
                usual.helloTimeout(),
                usual.heartbeat(),
                OUTBOX_BYTES,
                slow,
                usual.framesPerSecond(),
                usual.sendsInFlight(),
                Duration.ZERO,
                usual.allowedOrigins(),
                usual.poll(),
                delivery,
                usual.hints(),
                usual.greeting());
    }

    @Test
    void costNoMoreThanTheirBoundsTogetherAreToldHeadsThenCutAndResumeWithoutLoss() throws IOException {
        ConversationId group = server.group(ada.user(), bob.user());
        neighboursOnEveryLoop();
        List<TestSocket> readers = new ArrayList<>();
        for (int i = 0; i < MANY; i++) {
            readers.add(reader(Optional.empty()));
        }
        readers.forEach(TestSocket::stopReading);
        long heap = heap();
        double most = 0;
        long last = 1;
        while (step("heads") < MANY && last < MOST_POSTS) {
            last = post(group, LONG);
            most = Math.max(most, outboxBytes());
        }
        assertThat(step("heads")).isEqualTo(MANY);
        assertThat(heap() - heap).isLessThan((long) MANY * OUTBOX_BYTES);
        while (step("bye") < MANY) {
            last = post(group, "and on");
            most = Math.max(most, outboxBytes());
        }
        readers.forEach(TestSocket::readOn);

        assertThat(most).isBetween(MANY * (OUTBOX_BYTES * 0.4), (double) MANY * OUTBOX_BYTES);
        readers.forEach(TestSocket::awaitEnd);
        readers.forEach(reader -> assertThat(reader.seqs(group)).isEqualTo(dense(2, given(reader, group))));
        List<TestSocket> inTime =
                readers.stream().filter(reader -> reader.closed().isPresent()).toList();
        assertThat(inTime).isNotEmpty();
        inTime.forEach(reader -> assertWasToldHeadsAndThenBye(reader, group));
        List<Long> everything = dense(2, last);
        assertThat(neighbours).allSatisfy(each -> assertThat(each.seqs(group)).isEqualTo(everything));
        List<TestSocket> again = new ArrayList<>();
        for (TestSocket reader : readers) {
            again.add(resume(reader, group, last));
        }
        long next = server.post(group, ada.user(), "welcome back");
        for (TestSocket reader : again) {
            reader.awaitEntry(group, next);
            assertThat(reader.seqs(group)).containsExactly(next);
            reader.close();
        }
    }

    @Test
    void areTakenLittleForByTheKernelBeforeTheirOutboxesFill() throws IOException {
        assumeTrue(Epoll.isAvailable(), "only there can a kernel be told");
        ConversationId group = server.group(ada.user(), bob.user());
        neighboursOnEveryLoop();
        try (TestSocket slow = reader(Optional.empty())) {
            slow.stopReading();
            long unread = 0;
            while (step("heads") == 0) {
                post(group, LONG);
                unread += LONG.length();
                assertThat(unread).isLessThan(1024 * 1024);
            }
        }
    }

    /** Event loops are given connections in turn. */
    private void neighboursOnEveryLoop() throws IOException {
        for (int loop = 0; loop < Flags.numCommonWorkers(); loop++) {
            neighbours.add(server.welcome(ada));
        }
    }

    /** Waits until every loop has put it on its sessions: one that is late would have its readers slow later. */
    private long post(ConversationId group, String text) {
        long seq = server.post(group, ada.user(), text);
        neighbours.forEach(neighbour -> neighbour.awaitEntry(group, seq));
        return seq;
    }

    private TestSocket reader(Optional<String> cursor) throws IOException {
        TestSocket socket = TestSocket.narrow(server.port());
        socket.hello(bob.token(), cursor);
        socket.await("welcome");
        return socket;
    }

    /** The last entry that it was given. */
    private static long given(TestSocket reader, ConversationId group) {
        return reader.seqs(group).getLast();
    }

    /** Whoever read on before the server's patience with its close was over: the first ones cut among very many may not have. */
    private static void assertWasToldHeadsAndThenBye(TestSocket reader, ConversationId group) {
        assertThat(reader.closed()).hasValue(4409);
        List<JsonNode> heads = reader.received("head");
        assertThat(heads).isNotEmpty();
        assertThat(heads.getFirst().get("seq").asLong()).isGreaterThan(given(reader, group));
        JsonNode bye = reader.received().getLast();
        assertThat(TestSocket.op(bye)).isEqualTo("bye");
        assertThat(bye.get("reason").asText()).isEqualTo("slow");
    }

    /** Comes back with its cursor and is told that there is something which it has not, up to the last. */
    private TestSocket resume(TestSocket before, ConversationId group, long last) throws IOException {
        String cursor = before.cursor();
        before.close();
        TestSocket socket = reader(Optional.of(cursor));
        JsonNode told = socket.await("welcome").get("conversations");
        assertThat(told).anySatisfy(state -> {
            assertThat(state.get("id").asText()).isEqualTo(group.toString());
            assertThat(state.get("head").asLong()).isEqualTo(last);
        });
        return socket;
    }

    private static long heap() {
        System.gc();
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }

    private static List<Long> dense(long from, long to) {
        return LongStream.rangeClosed(from, to).boxed().toList();
    }

    private double step(String step) {
        return server.metrics
                .get("parley.gateway.ladder")
                .tag("step", step)
                .counter()
                .count();
    }

    private double outboxBytes() {
        return server.metrics.get("parley.gateway.outbox.bytes").gauge().value();
    }
}
