package chat.parley.adapter.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import chat.parley.core.bus.Signal;
import chat.parley.core.conversation.MemberRole;
import chat.parley.core.id.ConversationId;
import chat.parley.core.id.UserId;
import chat.parley.core.sync.Cursor;
import chat.parley.core.sync.LogTail;
import chat.parley.wire.ConversationState;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class PostgresMarkersTest {
    private static ConversationFixture here;

    private final UserId ada = here.user();
    private final UserId ben = here.user();

    @BeforeAll
    static void open() {
        here = new ConversationFixture();
    }

    @AfterAll
    static void close() {
        here.close();
    }

    @Test
    void movesReadAndDeliveredTogether() {
        ConversationId direct = here.direct(ada, ben);
        here.post(direct, ada, "one");
        long seq = here.post(direct, ada, "two");
        here.post(direct, ada, "three");
        here.read(direct, ben, seq);

        ConversationState state = here.state(direct, ben);
        assertThat(state.read()).isEqualTo(seq);
        assertThat(state.delivered()).isEqualTo(seq);
        assertThat(state.readMessages()).isEqualTo(2);
        assertThat(state.messages() - state.readMessages()).isEqualTo(1);
    }

    @Test
    void neverMovesBackOrBeyondTheHead() {
        ConversationId direct = here.direct(ada, ben);
        long seq = here.post(direct, ada, "one");
        here.read(direct, ben, 1_000);
        assertThat(here.state(direct, ben).read()).isEqualTo(seq);
        here.read(direct, ben, 1);
        assertThat(here.state(direct, ben).read()).isEqualTo(seq);
        assertThat(here.state(direct, ben).readMessages()).isEqualTo(1);
    }

    @Test
    void showsInTheTailWhoMovedByReadingOrBySending() {
        ConversationId direct = here.direct(ada, ben);
        Cursor before = here.node.tail.tailEnd();
        long seq = here.post(direct, ada, "one");
        assertThat(movesAfter(before, 1)).containsExactly(new Signal.Marks(direct, ada, seq, seq, 1, 0, true));

        before = here.node.tail.tailEnd();
        here.read(direct, ben, seq);
        assertThat(movesAfter(before, 1)).containsExactly(new Signal.Marks(direct, ben, seq, seq, 1, 0, true));

        before = here.node.tail.tailEnd();
        here.post(direct, ada, "two");
        here.post(direct, ben, "does not move whoever has not read all before");
        assertThat(movesAfter(before, 1)).extracting(Signal.Marks::user).containsExactly(ada);
    }

    /** Everything in the tail from there on, once there are so many moves in it. */
    private static List<Signal.Marks> movesAfter(Cursor from, int number) {
        return tailUntil(from, tail -> tail.moves().size() >= number).moves().stream()
                .map(LogTail.Move::marks)
                .toList();
    }

    /** The tail from there on, once it shows what is wanted. */
    private static LogTail.Tail tailUntil(Cursor from, Predicate<LogTail.Tail> shows) {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(90);
        while (System.nanoTime() < deadline) {
            LogTail.Tail tail = here.node.tail.tail(from, 1_000);
            if (shows.test(tail)) {
                return tail;
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(5));
        }
        throw new AssertionError("the tail does not show it");
    }

    @Test
    void announcesWhatMovedOnceItIsStored() {
        ConversationId direct = here.direct(ada, ben);
        long seq = here.post(direct, ada, "one");
        here.read(direct, ben, seq);
        here.read(direct, ben, seq);

        assertThat(marksOf(direct, ben)).containsExactly(new Signal.Marks(direct, ben, seq, seq, 1, 0, true));
    }

    @Test
    void sharesNoMarkersOfChannelsOfHidersAndOfBlockedPairs() {
        ConversationId channel = here.channel("Quiet", ada, ben);
        here.read(channel, ben, here.post(channel, ada, "one"));
        assertThat(marksOf(channel, ben)).extracting(Signal.Marks::shared).containsExactly(false);

        ConversationId direct = here.direct(ada, ben);
        here.store.execute("update account set read_receipts = false where id = " + ben.value());
        here.read(direct, ben, here.post(direct, ada, "one"));
        here.store.execute("update account set read_receipts = true where id = " + ben.value());
        here.read(direct, ben, here.post(direct, ada, "two"));
        long last = here.post(direct, ada, "three");
        here.store.execute("insert into block values (" + ben.value() + ", " + ada.value() + ")");
        here.read(direct, ben, last);
        assertThat(marksOf(direct, ben)).extracting(Signal.Marks::shared).containsExactly(false, true, false);
    }

    @Test
    void keepsDeliveredOnlyWhereReceiptsAreLive() {
        ConversationId direct = here.direct(ada, ben);
        ConversationId channel = here.channel("Large", ada, ben);
        long inDirect = here.post(direct, ada, "one");
        long inChannel = here.post(channel, ada, "one");
        here.markers.delivered(direct, ben, inDirect);
        here.markers.delivered(channel, ben, inChannel);
        here.read(channel, here.user(), 1);

        assertThat(here.state(direct, ben).delivered()).isEqualTo(inDirect);
        assertThat(here.state(direct, ben).read()).isEqualTo(1);
        assertThat(here.state(channel, ben).delivered()).isEqualTo(1);
    }

    @Test
    void doesNothingForStrangersAndFormerMembers() {
        ConversationId group = here.group(ada, ben);
        UserId eve = here.user();
        long seq = here.post(group, ada, "one");
        here.leave(group, ben);
        here.read(group, ben, seq);
        here.read(group, eve, seq);
        here.read(new ConversationId(3), ada, 1);

        assertThat(marksOf(group, ben)).isEmpty();
        assertThat(here.store.number("select count(*) from member where account = " + eve.value()))
                .isZero();
        assertThat(here.store.number("select read from member where account = " + ben.value()))
                .isEqualTo(1);
    }

    @Test
    void keepsTheUnreadFlagUntilTheNextRead() throws Exception {
        ConversationId direct = here.direct(ada, ben);
        long seq = here.post(direct, ada, "one");
        assertThat(move(direct, ben, seq, OptionalLong.of(seq))).isTrue();
        assertThat(here.state(direct, ben).unreadFrom()).isEqualTo(seq);
        assertThat(here.state(direct, ben).read()).isEqualTo(seq);

        here.read(direct, ben, seq);
        assertThat(here.state(direct, ben).unreadFrom()).isNull();
    }

    @Test
    void showsInTheTailWhoseUnreadFlagMovedAsItWasAnnounced() throws Exception {
        ConversationId direct = here.direct(ada, ben);
        long seq = here.post(direct, ada, "one");
        here.read(direct, ben, seq);
        Cursor before = here.node.tail.tailEnd();
        move(direct, ben, 0, OptionalLong.of(seq));
        here.read(direct, ben, seq);
        List<Signal.OwnStateChanged> announced = here.node.bus.ownStates(direct);
        assertThat(announced)
                .hasSize(2)
                .allSatisfy(change -> assertThat(change.user()).isEqualTo(ben));
        LogTail.Tail tail = tailUntil(before, found -> found.states().contains(announced.getLast()));
        assertThat(tail.states()).containsExactly(announced.getLast());
        assertThat(tail.moves()).as("no marker moved").isEmpty();
    }

    @Test
    void coalescesMovesOfAMemberThatWait() throws Exception {
        ConversationId direct = here.direct(ada, ben);
        ConversationId group = here.group(ada, ben);
        for (int i = 0; i < 300; i++) {
            here.post(direct, ada, "one");
        }
        try (var lock = here.store.outside()) {
            lock.setAutoCommit(false);
            // The writer waits for this row, and everything else gathers behind it.
            lock.createStatement()
                    .execute("select from member where account = " + ben.value() + " and conversation = "
                            + group.value() + " for update");
            here.markers.read(group, ben, here.post(group, ada, "one"));
            for (int seq = 2; seq <= 301; seq++) {
                here.markers.read(direct, ben, seq);
            }
            lock.rollback();
        }
        here.read(direct, ben, 301);
        assertThat(here.state(direct, ben).read()).isEqualTo(301);
        assertThat(marksOf(direct, ben)).hasSizeLessThan(10);
    }

    @Test
    void racesWithAppendsAndJoinsWithoutDeadlock() throws Exception {
        List<UserId> members = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            members.add(here.user());
        }
        List<ConversationId> groups = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            groups.add(here.group(ada, members.toArray(UserId[]::new)));
        }
        List<Thread> threads = new ArrayList<>();
        BlockingQueue<Throwable> failures = new LinkedBlockingQueue<>();
        for (UserId member : members) {
            threads.add(Thread.ofVirtual()
                    .uncaughtExceptionHandler((thread, failure) -> failures.add(failure))
                    .start(() -> {
                        for (int i = 0; i < 40; i++) {
                            ConversationId group = groups.get(i % groups.size());
                            here.read(group, member, here.post(group, member, "text"));
                        }
                    }));
        }
        for (ConversationId group : groups) {
            here.role(group, ada, members.getFirst(), MemberRole.MODERATOR);
        }
        for (Thread thread : threads) {
            assertThat(thread.join(Duration.ofSeconds(120))).isTrue();
        }
        assertThat(failures).isEmpty();
        for (ConversationId group : groups) {
            ConversationState state = here.state(group, members.getFirst());
            assertThat(state.readMessages())
                    .isEqualTo(here.store.number("select messages from entry where conversation = " + group.value()
                            + " and seq = " + state.read()));
        }
    }

    @Test
    void dropsAndCountsWhatIsBeyondItsBound() throws Exception {
        SimpleMeterRegistry metrics = new SimpleMeterRegistry();
        CountDownLatch blocked = new CountDownLatch(1);
        ConnectionSource stuck = () -> {
            try {
                blocked.await();
            } catch (InterruptedException stopping) {
                Thread.currentThread().interrupt();
            }
            return here.node.database.pool().open();
        };
        try (var small = new PostgresMarkers(stuck, here.node.bus, new MarkerConfig(1, 2, Duration.ZERO, 1), metrics)) {
            BlockingQueue<Boolean> answers = new LinkedBlockingQueue<>();
            for (int i = 0; i < 5; i++) {
                small.read(new ConversationId(i), ada, 1, OptionalLong.empty(), answers::add);
            }
            // One may be in the writer's hands, two wait, the others are refused at once.
            assertThat(answers).hasSizeBetween(2, 3).containsOnly(false);
            assertThat(metrics.get("parley.markers.dropped").counter().count()).isEqualTo(answers.size());
            blocked.countDown();
            for (int i = 0; i < 5; i++) {
                assertThat(answers.poll(60, TimeUnit.SECONDS)).isNotNull();
            }
        }
    }

    @Test
    void saysSoWhereTheStoreIsAwayAndGoesOnAfterwards() throws Exception {
        ConversationId direct = here.direct(ada, ben);
        long seq = here.post(direct, ada, "one");
        AtomicBoolean away = new AtomicBoolean(true);
        ConnectionSource flaky = () -> {
            if (away.get()) {
                throw new SQLException("away", "08006");
            }
            return here.node.database.pool().open();
        };
        try (var own = new PostgresMarkers(
                flaky, here.node.bus, new MarkerConfig(10, 10, Duration.ZERO, 1), new SimpleMeterRegistry())) {
            BlockingQueue<Boolean> answers = new LinkedBlockingQueue<>();
            own.read(direct, ben, seq, OptionalLong.empty(), answers::add);
            assertThat(answers.poll(60, TimeUnit.SECONDS)).isFalse();
            away.set(false);
            own.read(direct, ben, seq, OptionalLong.empty(), answers::add);
            assertThat(answers.poll(60, TimeUnit.SECONDS)).isTrue();
        }
        assertThat(here.state(direct, ben).read()).isEqualTo(seq);
    }

    @Test
    void writesWhatWaitsBeforeItCloses() {
        ConversationId direct = here.direct(ada, ben);
        long seq = here.post(direct, ada, "one");
        var own = new PostgresMarkers(
                here.node.database.pool(),
                here.node.bus,
                new MarkerConfig(1, 10, Duration.ofSeconds(1), 1),
                new SimpleMeterRegistry());
        own.read(direct, ada, seq);
        own.read(direct, ben, seq);
        own.close();
        assertThat(here.state(direct, ben).read()).isEqualTo(seq);
    }

    @Test
    void tellsWhoHasAMessage() {
        UserId eve = here.user();
        UserId late = here.user();
        UserId blocked = here.user();
        ConversationId group = here.group(ada, ben, eve, blocked);
        long seq = here.post(group, ada, "one");
        here.join(group, ada, late);
        here.read(group, ben, seq);
        here.read(group, blocked, seq);
        here.markers.delivered(group, eve, seq);
        here.read(group, late, seq + 1);
        here.store.execute("insert into block values (" + ada.value() + ", " + blocked.value() + ")");

        var all = here.receipts.of(group, seq, ada, null, 10);
        assertThat(all)
                .extracting(receipt -> receipt.user() + " " + receipt.read())
                .containsExactly(ben + " true", eve + " false");
        assertThat(here.receipts.of(group, seq, ada, ben, 10)).hasSize(1);
        assertThat(here.receipts.of(group, seq, ada, null, 1)).hasSize(1);
    }

    private static boolean move(ConversationId conversation, UserId user, long seq, OptionalLong flag)
            throws InterruptedException {
        BlockingQueue<Boolean> answer = new LinkedBlockingQueue<>();
        here.markers.read(conversation, user, seq, flag, answer::add);
        return answer.poll(60, TimeUnit.SECONDS);
    }

    private static List<Signal.Marks> marksOf(ConversationId conversation, UserId user) {
        return here.node.bus.marks(conversation).stream()
                .filter(marks -> marks.user().equals(user))
                .toList();
    }
}
