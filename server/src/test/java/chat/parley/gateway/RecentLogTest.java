package chat.parley.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import chat.parley.adapter.caffeine.CaffeineRecentLog;
import chat.parley.adapter.caffeine.RecentConfig;
import chat.parley.adapter.postgres.TestStore;
import chat.parley.adapter.postgres.embedded.TestDatabase;
import chat.parley.core.bus.Signal;
import chat.parley.core.id.ConversationId;
import chat.parley.core.id.UserId;
import chat.parley.core.message.MessageLog.Around;
import chat.parley.core.message.MessageLog.Current;
import chat.parley.core.message.MessageLog.Place;
import chat.parley.core.message.MessageLog.Slice;
import chat.parley.core.message.MessageLog.Viewer;
import chat.parley.gateway.LossyBus.Weather;
import chat.parley.gateway.session.GatewayConfig;
import chat.parley.wire.Entry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The end of logs in memory, between the real log and a bus that may fail: never older than the head a reader knows. */
class RecentLogTest {
    private static final int BYTES = 1 << 20;
    private static final Place NEWEST = new Place(null, new Around.Latest());

    private static TestServer server;
    private static TestServer elsewhere;
    private static TestPeople people;

    private final CaffeineRecentLog recent =
            new CaffeineRecentLog(server.log, server.bus, RecentConfig.defaults(), server.metrics);
    private final UserId ada = people.person().user();
    private final ConversationId group = server.group(ada, people.person().user());

    @BeforeAll
    static void start() {
        TestDatabase database = TestStore.fresh();
        server = new TestServer(database, GatewayConfig.defaults());
        elsewhere = new TestServer(database, GatewayConfig.defaults());
        people = new TestPeople(database);
    }

    @AfterAll
    static void stop() {
        elsewhere.close();
        server.close();
    }

    @BeforeEach
    void clearUp() {
        server.bus.weather(Weather.FAIR);
    }

    private static double counted(String result) {
        return counted("entries", result);
    }

    private static double counted(String what, String result) {
        return server.metrics
                .get("parley.recent.reads")
                .tag("what", what)
                .tag("result", result)
                .counter()
                .count();
    }

    private long head() {
        return server.conversations.access(group, ada).orElseThrow().head();
    }

    /** As a member reads: the head with the rights, then the entries. */
    private Slice read(long after, int limit) {
        return recent.entries(group, after, limit, BYTES, head());
    }

    private void assertRead(long after, int limit, String result) {
        double before = counted(result);
        assertThat(read(after, limit)).isEqualTo(server.log.entries(group, after, limit, BYTES));
        assertThat(counted(result)).as(result).isEqualTo(before + 1);
    }

    @Test
    void servesFromMemoryWhatWasReadAndWhatFollowsIt() {
        for (int i = 0; i < 20; i++) {
            server.post(group, ada, "m" + i);
        }
        assertRead(10, 50, "miss");
        assertRead(10, 50, "hit");
        assertRead(15, 3, "hit");
        assertRead(21, 50, "hit");
        assertRead(5, 50, "miss");
        server.post(group, ada, "one more");
        assertRead(5, 50, "hit");
        server.join(group, ada, people.person().user());
        assertRead(20, 50, "hit");
        assertRead(0, 3, "miss");
        assertThat(server.metrics.get("parley.recent.bytes").gauge().value()).isPositive();
    }

    @Test
    void readsAnewWhatAnotherServerAppended() {
        server.post(group, ada, "here");
        assertRead(0, 50, "miss");
        elsewhere.post(group, ada, "there");
        assertRead(0, 50, "miss");
        assertRead(0, 50, "hit");
        elsewhere.post(group, ada, "there again");
        server.post(group, ada, "and here");
        assertRead(0, 50, "miss");
        assertRead(0, 50, "hit");
    }

    @Test
    void readsAnewWhereHintsWereLost() {
        server.post(group, ada, "one");
        assertRead(0, 50, "miss");
        server.bus.weather(Weather.SILENCE);
        server.post(group, ada, "two");
        server.bus.weather(Weather.FAIR);
        server.post(group, ada, "three");
        assertRead(0, 50, "miss");
        assertRead(0, 50, "hit");
    }

    @Test
    void forgetsAtARecallAndWhenItIsTold() {
        long seq = server.post(group, ada, "secret");
        assertRead(0, 50, "miss");
        people.execute("update entry set text = 'blank' where conversation = " + group.value() + " and seq = " + seq);
        publish(seq + 1, new Entry.Recalled(seq, "sender"));
        assertRead(0, 50, "miss");

        people.execute("update entry set text = 'other' where conversation = " + group.value() + " and seq = " + seq);
        recent.forget(group);
        assertRead(0, 50, "miss");
    }

    /** As a member reads: the head and the first with the rights, then the messages. */
    private void assertLatest(long first, int limit, String result) {
        Viewer viewer = new Viewer(ada, 2);
        double before = counted("messages", result);
        assertThat(recent.latest(group, viewer, first, limit, BYTES, head()))
                .isEqualTo(server.log.messages(group, viewer, NEWEST, first, limit, BYTES));
        assertThat(counted("messages", result)).as(result).isEqualTo(before + 1);
    }

    @Test
    void remembersTheNewestMessagesWhoeverLooksAndHowFarTheyMay() {
        for (int i = 0; i < 20; i++) {
            server.post(group, ada, "m" + i);
        }
        assertLatest(1, 10, "miss");
        assertLatest(1, 10, "hit");
        assertLatest(1, 3, "hit");
        assertLatest(15, 10, "hit");
        assertLatest(1, 50, "miss");
        assertLatest(1, 50, "hit");
        assertLatest(1, 200, "hit");
        server.post(group, ada, "one more");
        server.join(group, ada, people.person().user());
        assertLatest(1, 50, "hit");
        elsewhere.post(group, ada, "there");
        assertLatest(1, 50, "miss");
        assertLatest(1, 50, "hit");
        server.bus.weather(Weather.SILENCE);
        server.post(group, ada, "unheard");
        server.bus.weather(Weather.FAIR);
        server.post(group, ada, "heard");
        assertLatest(1, 50, "miss");
    }

    @Test
    void remembersNoPageThatIsSpokenOf() {
        long seq = server.post(group, ada, "first");
        server.post(group, ada, "second");
        assertLatest(seq + 1, 1, "miss");
        publish(seq + 2, new Entry.Reaction(seq, "👍", true));
        assertThat(recent.latest(group, new Viewer(ada, 2), seq + 1, 1, BYTES, seq + 2)
                        .head())
                .isEqualTo(seq + 2);
        for (Entry.Body spoken : List.of(
                new Entry.Reaction(seq, "👍", true),
                new Entry.Pinned(seq, true),
                new Entry.Edited(seq, "id", "other"),
                new Entry.Recalled(seq, "sender"))) {
            recent.forget(group);
            assertLatest(1, 50, "miss");
            assertLatest(1, 50, "hit");
            publish(head() + 1, spoken);
            assertLatest(1, 50, "miss");
        }
    }

    @Test
    void namesOnlyAsManyOfThoseWhoReactAsAreAskedForAndKnowsWhetherOneIsAmongThem() {
        long seq = server.post(group, ada, "popular");
        List<UserId> crowd =
                IntStream.range(0, 3).mapToObj(i -> people.person().user()).toList();
        for (UserId user : crowd) {
            people.execute(
                    "insert into reaction (conversation, seq, emoji, account, entry) values (%d, %d, '👍', %d, %d)"
                            .formatted(group.value(), seq, user.value(), user.value() % 1_000_000));
        }
        people.execute(
                "insert into fold (conversation, seq, reactions) values (" + group.value() + ", " + seq + ", 3)");
        assertLatest(1, 50, "miss");
        for (UserId user : crowd) {
            Viewer viewer = new Viewer(user, 1);
            Current page = recent.latest(group, viewer, 1, 50, BYTES, head());
            assertThat(page).isEqualTo(server.log.messages(group, viewer, NEWEST, 1, 50, BYTES));
            assertThat(page.messages().getFirst().reactions().getFirst().mine()).isTrue();
        }
    }

    private void publish(long seq, Entry.Body body) {
        Entry entry = new Entry(group.toString(), seq, 1, Instant.EPOCH, "u", body);
        server.bus.publish(new Signal.Appended(List.of(new Signal.Committed(group, entry))));
    }

    @Test
    void keepsToItsBytes() {
        CaffeineRecentLog tiny = new CaffeineRecentLog(
                server.log, server.bus, new RecentConfig(2_000, 200, 1 << 20, 0, Duration.ZERO), server.metrics);
        for (int i = 0; i < 20; i++) {
            server.post(group, ada, "m" + i);
        }
        double misses = counted("miss");
        for (int i = 0; i < 3; i++) {
            assertThat(tiny.entries(group, 0, 50, BYTES, head()).entries()).hasSize(21);
        }
        assertThat(counted("miss")).isEqualTo(misses + 3);
    }

    @Test
    void keepsToItsBytesOverAllConversations() {
        SimpleMeterRegistry counts = new SimpleMeterRegistry();
        CaffeineRecentLog small = new CaffeineRecentLog(
                server.log, server.bus, new RecentConfig(20_000, 200, 1 << 20, 0, Duration.ZERO), counts);
        List<ConversationId> many = IntStream.range(0, 40)
                .mapToObj(i -> server.group(ada, people.person().user()))
                .toList();
        for (ConversationId each : many) {
            server.post(each, ada, "x".repeat(1_000));
            assertThat(small.entries(each, 0, 50, BYTES, 2).entries()).hasSize(2);
            assertThat(counts.get("parley.recent.bytes").gauge().value()).isBetween(1.0, 20_000.0);
        }
    }

    @Test
    void isDenseAndNotBehindWhileManyWriteThroughTwoServersAndTheBusFails() throws InterruptedException {
        server.bus.weather(Weather.STORM);
        AtomicBoolean writing = new AtomicBoolean(true);
        Thread here = Thread.ofVirtual().start(() -> write(server, writing));
        Thread there = Thread.ofVirtual().start(() -> write(elsewhere, writing));
        for (int i = 0; i < 500; i++) {
            long head = head();
            long after = Math.max(0, head - i % 40);
            List<Long> seqs = recent.entries(group, after, 60, BYTES, head).entries().stream()
                    .map(Entry::seq)
                    .toList();
            for (int n = 0; n < seqs.size(); n++) {
                assertThat(seqs.get(n)).isEqualTo(after + 1 + n);
            }
            assertThat(after + seqs.size()).isGreaterThanOrEqualTo(head);
        }
        writing.set(false);
        here.join();
        there.join();
        assertThat(read(0, 200)).isEqualTo(server.log.entries(group, 0, 200, BYTES));
    }

    private void write(TestServer through, AtomicBoolean writing) {
        for (int i = 0; writing.get(); i++) {
            through.post(group, ada, "m" + i);
        }
    }
}
