package chat.parley.adapter.postgres;

import static chat.parley.adapter.postgres.Answers.await;
import static chat.parley.adapter.postgres.Answers.hand;
import static chat.parley.adapter.postgres.Answers.outcome;
import static chat.parley.adapter.postgres.Answers.post;
import static chat.parley.adapter.postgres.Answers.store;
import static chat.parley.adapter.postgres.Answers.stored;
import static org.assertj.core.api.Assertions.assertThat;

import chat.parley.core.conversation.Change;
import chat.parley.core.id.ConversationId;
import chat.parley.core.id.UserId;
import chat.parley.core.message.MessageLog.Outcome;
import chat.parley.core.message.Post;
import chat.parley.wire.Entry;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What goes wrong around a lane: locks held elsewhere, lost connections, lost answers, bad rows, too much at once. */
class LaneFaultsTest implements LogContract {
    private static final LogConfig ONE_LANE =
            new LogConfig(1, 1_000, 4 << 20, 50, 1 << 20, Duration.ofMillis(2), Duration.ofSeconds(5));

    private static final int CUTS = 15;
    private static final int EACH = 100;

    private final LogFixture fixture = new LogFixture();
    private final List<LogFixture.Node> servers = new ArrayList<>();

    @AfterEach
    void stop() {
        fixture.close();
    }

    @Override
    public LogFixture fixture() {
        return fixture;
    }

    @Override
    public List<LogFixture.Node> servers() {
        return servers;
    }

    private void start(LogConfig config, UnaryOperator<ConnectionSource> connections) {
        servers.add(fixture.node(config, connections));
    }

    private Connection lockedOutside(ConversationId room) throws SQLException {
        Connection outside = fixture.outside();
        outside.setAutoCommit(false);
        try (Statement statement = outside.createStatement()) {
            statement.execute("select from head where conversation = " + room.value() + " for update");
        }
        return outside;
    }

    @Test
    void aConversationLockedElsewhereDoesNotStopTheOthersOfItsLane() throws SQLException {
        start(ONE_LANE, UnaryOperator.identity());
        UserId ada = user();
        ConversationId locked = create(group(ada));
        List<ConversationId> free =
                IntStream.range(0, 5).mapToObj(i -> create(group(ada))).toList();
        List<CompletableFuture<Outcome>> waiting = new ArrayList<>();
        try (Connection outside = lockedOutside(locked)) {
            for (int i = 0; i < 100; i++) {
                waiting.add(hand(log(), post(locked, ada, "patience " + i)));
                store(log(), post(free.get(i % 5), ada, "free " + i));
            }
            assertThat(waiting).noneMatch(CompletableFuture::isDone);
            outside.rollback();
        }
        for (int i = 0; i < waiting.size(); i++) {
            assertThat(stored(await(waiting.get(i))).seq()).isEqualTo(i + 2);
        }
        assertThat(server(0).count("parley.log.alone")).isPositive();
    }

    @Test
    void postsAndChangesStayInOrderThoughTheirConversationIsPassedBy() throws Exception {
        start(ONE_LANE, UnaryOperator.identity());
        UserId ada = user();
        ConversationId room = create(group(ada));
        List<CompletableFuture<Outcome>> answers = new ArrayList<>();
        List<Thread> joins = new ArrayList<>();
        try (Connection outside = lockedOutside(room)) {
            for (int i = 0; i < 10; i++) {
                UserId next = user();
                answers.add(hand(log(), post(room, ada, "before " + next)));
                int queued = 2 * i + 2;
                joins.add(
                        Thread.startVirtualThread(() -> change(changes(), new Change.Join(room, ada, List.of(next)))));
                awaitQueued(queued);
            }
            outside.rollback();
        }
        for (Thread join : joins) {
            join.join();
        }
        answers.forEach(Answers::await);
        List<Entry> entries = everything(room);
        LogContract.assertDense(entries);
        assertThat(entries)
                .filteredOn(entry -> entry.body() instanceof Entry.Message)
                .hasSize(10);
        assertThat(entries)
                .filteredOn(entry -> entry.body() instanceof Entry.Joined)
                .hasSize(11);
        assertThat(server(0).bus.entries(room)).isEqualTo(entries);
        // the first change was decided on the access of now, so it goes through in its place
        assertThat(entries.get(1).body()).isInstanceOf(Entry.Message.class);
        assertThat(entries.get(2).body()).isInstanceOf(Entry.Joined.class);
    }

    private void awaitQueued(int works) {
        long end = System.nanoTime() + Duration.ofSeconds(90).toNanos();
        while (server(0).metrics.get("parley.log.queue").gauge().value() < works) {
            assertThat(System.nanoTime()).isLessThan(end);
            Thread.onSpinWait();
        }
    }

    @Test
    void givesUpAfterItsPatienceAndStoresTheSameIdOnceLater() throws SQLException {
        start(
                new LogConfig(1, 1_000, 4 << 20, 50, 1 << 20, Duration.ofMillis(2), Duration.ofMillis(100)),
                UnaryOperator.identity());
        UserId ada = user();
        ConversationId room = create(group(ada));
        Post post = post(room, ada, "again and again");
        try (Connection outside = lockedOutside(room)) {
            assertThat(outcome(log(), post)).isInstanceOf(Outcome.Unavailable.class);
            outside.rollback();
        }
        assertThat(store(log(), post).seq()).isEqualTo(2);
        assertThat(store(log(), post).duplicate()).isTrue();
    }

    @Test
    void losesAndDoublesNothingWhenItsConnectionsAreCut() throws Exception {
        start(LogFixture.CONFIG, UnaryOperator.identity());
        start(LogFixture.CONFIG, UnaryOperator.identity());
        List<UserId> users = IntStream.range(0, 8).mapToObj(i -> user()).toList();
        ConversationId room = create(group(users.getFirst(), users.toArray(UserId[]::new)));
        Thread cutter = Thread.startVirtualThread(() -> {
            for (int cut = 1; cut <= CUTS; cut++) {
                fixture.awaitTrue("select seq > " + 20 * cut + " from head where conversation = " + room.value());
                // in the middle of a batch
                fixture.awaitTrue("select count(pg_terminate_backend(pid)) > 0 from pg_stat_activity"
                        + " where state = 'active' and application_name = 'parley' and datname = current_database()"
                        + " and query like '%parley_append%' and pid <> pg_backend_pid()");
            }
        });
        List<Thread> writers = new ArrayList<>();
        for (int u = 0; u < users.size(); u++) {
            UserId user = users.get(u);
            LogFixture.Node server = server(u);
            writers.add(Thread.startVirtualThread(() -> {
                for (int i = 0; i < EACH; i++) {
                    Post post = post(room, user, user + " " + i);
                    while (!(outcome(server.log, post) instanceof Outcome.Stored)) {
                        Thread.onSpinWait();
                    }
                }
            }));
        }
        for (Thread writer : writers) {
            writer.join();
        }
        cutter.join();
        List<Entry> entries = everything(room);
        LogContract.assertDense(entries);
        assertThat(entries).hasSize(1 + users.size() * EACH);
        assertThat(servers.stream()
                        .mapToDouble(server -> server.metrics
                                .get("parley.log.retries")
                                .tag("failure", "lost")
                                .counter()
                                .count())
                        .sum())
                .isPositive();
        List<Entry> published = new ArrayList<>();
        servers.forEach(server -> published.addAll(server.bus.entries(room)));
        assertThat(new HashSet<>(published)).containsExactlyInAnyOrderElementsOf(entries);
    }

    @Test
    void publishesWhatIsCommittedThoughTheAnswerWasLost() {
        AtomicBoolean lose = new AtomicBoolean();
        start(
                ONE_LANE,
                source -> Interference.with(source, (connection, query) -> {
                    Object result = query.run();
                    if (lose.compareAndSet(true, false)) {
                        throw new SQLException("the answer is lost", "08006");
                    }
                    return result;
                }));
        UserId ada = user();
        ConversationId room = create(group(ada));
        lose.set(true);
        Post post = post(room, ada, "did you get that?");
        assertThat(store(log(), post).seq()).isEqualTo(2);
        assertThat(server(0).bus.entries(room)).isEqualTo(everything(room)).hasSize(2);
    }

    @Test
    void aRowThatTheStoreRefusesHarmsNoNeighbour() {
        start(ONE_LANE, UnaryOperator.identity());
        UserId ada = user();
        ConversationId room = create(group(ada));
        List<CompletableFuture<Outcome>> answers = new ArrayList<>();
        for (int i = 0; i < 60; i++) {
            answers.add(hand(log(), post(room, ada, i == 30 ? "not\0text" : "text " + i)));
        }
        for (int i = 0; i < 60; i++) {
            assertThat(await(answers.get(i))).isInstanceOf(i == 30 ? Outcome.Unavailable.class : Outcome.Stored.class);
        }
        LogContract.assertDense(everything(room));
        assertThat(everything(room)).hasSize(60);
    }

    @Test
    void refusesAtOnceWhatDoesNotFitTheLane() throws SQLException {
        start(
                new LogConfig(1, 60, 64 << 10, 50, 64 << 10, Duration.ofMillis(2), Duration.ofSeconds(5)),
                UnaryOperator.identity());
        UserId ada = user();
        ConversationId room = create(group(ada));
        List<CompletableFuture<Outcome>> fitting = new ArrayList<>();
        try (Connection outside = lockedOutside(room)) {
            for (int i = 0; i < 60; i++) {
                fitting.add(hand(log(), post(room, ada, "fits")));
            }
            assertThat(hand(log(), post(room, ada, "one too many")).getNow(new Outcome.Refused(null)))
                    .isInstanceOf(Outcome.Unavailable.class);
            outside.rollback();
        }
        fitting.forEach(answer -> stored(await(answer)));
        try (Connection outside = lockedOutside(room)) {
            CompletableFuture<Outcome> large = hand(log(), post(room, ada, "x".repeat(15_000)));
            assertThat(hand(log(), post(room, ada, "x".repeat(15_000))).getNow(new Outcome.Refused(null)))
                    .isInstanceOf(Outcome.Unavailable.class);
            outside.rollback();
            stored(await(large));
        }
    }

    @Test
    void whatComesInThePauseAfterATransactionIsCommittedTogether() throws SQLException {
        start(
                new LogConfig(1, 60, 4 << 20, 20, 1 << 20, Duration.ofSeconds(1), Duration.ofSeconds(5)),
                UnaryOperator.identity());
        UserId ada = user();
        ConversationId room = create(group(ada));
        stored(outcome(log(), post(room, ada, "alone")));
        List<CompletableFuture<Outcome>> together = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            together.add(hand(log(), post(room, ada, "together " + i)));
        }
        together.forEach(answer -> stored(await(answer)));
        try (Connection outside = fixture.outside();
                Statement statement = outside.createStatement();
                ResultSet transactions = statement.executeQuery("select count(distinct xid) from entry where text like"
                        + " 'together %' and conversation = " + room.value())) {
            transactions.next();
            assertThat(transactions.getInt(1)).isEqualTo(1);
        }
    }

    @Test
    void commitsWhatWaitsWhenItCloses() {
        start(ONE_LANE, UnaryOperator.identity());
        UserId ada = user();
        ConversationId room = create(group(ada));
        List<CompletableFuture<Outcome>> answers = new ArrayList<>();
        for (int i = 0; i < 500; i++) {
            answers.add(hand(log(), post(room, ada, "last words " + i)));
        }
        server(0).lanes.close();
        assertThat(answers).allMatch(CompletableFuture::isDone);
        answers.forEach(answer -> stored(await(answer)));
        assertThat(outcome(log(), post(room, ada, "too late"))).isInstanceOf(Outcome.Unavailable.class);
    }

    @Test
    void answersAllThoughAnAnswerIsTakenBadly() {
        start(ONE_LANE, UnaryOperator.identity());
        UserId ada = user();
        ConversationId room = create(group(ada));
        log().append(Post.plain(room, ada, UUID.randomUUID(), "ouch", null), outcome -> {
            throw new IllegalStateException("the asker's own fault");
        });
        assertThat(store(log(), post(room, ada, "still here")).seq()).isEqualTo(3);
    }
}
