package chat.parley.adapter.postgres.search;

import chat.parley.adapter.postgres.ConnectionSource;
import chat.parley.adapter.postgres.Transactions;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings messages into the index: reads the log's tail by transaction ids, below every running one (as {@code PostgresLogTail}
 * does), and writes what it found together with how far it is. Of several servers one works at a time; another takes over when
 * it stops. Where there is no index yet, or one of another store or recipe, it walks through the whole log besides, a page
 * between two looks at the tail, so that what is new is found meanwhile too.
 */
public final class SearchIndexer implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(SearchIndexer.class);
    private static final Duration AFTER_FAILURE = Duration.ofSeconds(2);

    /** So many transactions without a message are not worth being written down, which would be one more each time. */
    private static final long STILL = 1_000;

    private static final Duration STOP_PATIENCE = Duration.ofSeconds(5);

    /** Messages, replies in threads among them, edits and recalls. One row more than asked tells whether the last transaction was cut. */
    static final String TAIL = """
            select xid::text::bigint, conversation, case when kind in (2, 3) then target else seq end, kind in (2, 3)
            from entry where xid >= ?::text::xid8 and xid < ?::text::xid8 and kind in (1, 2, 3, 10) order by entry.xid limit ?""";

    private static final String WALK = """
            select conversation, seq, kind in (1, 10) from entry
            where (conversation, seq) > (?, ?) order by conversation, seq limit ?""";

    private final ConnectionSource connections;
    private final Transactions transactions;
    private final IndexConfig config;
    private final String recipe;
    private final IndexWriter writer;
    private final UUID worker = UUID.randomUUID();
    private final CountDownLatch stopped = new CountDownLatch(1);
    private final Counter indexed;
    private final Counter failures;
    private final Timer lag;
    private final Thread thread;
    private volatile double walkLeft;

    /** Starts at once. */
    public SearchIndexer(ConnectionSource connections, IndexConfig config, MeterRegistry registry) {
        this.connections = connections;
        this.transactions = new Transactions(connections);
        this.config = config;
        this.recipe = Lexemes.recipe(config.languages());
        this.writer = new IndexWriter(config.languages());
        indexed = Counter.builder("parley.search.indexed")
                .description("Messages brought into the index by this server")
                .register(registry);
        failures = Counter.builder("parley.search.failures")
                .description("Looks at the log that failed")
                .register(registry);
        lag = Timer.builder("parley.search.lag")
                .description("From a message's time until it can be found, the oldest of each batch")
                .publishPercentileHistogram()
                .register(registry);
        Gauge.builder("parley.search.walk.left", this, indexer -> indexer.walkLeft)
                .description("Entries that are still to be looked at where all is made anew")
                .register(registry);
        thread = Thread.ofVirtual().name("search-indexer").start(this::run);
    }

    private void run() {
        boolean prepared = false;
        try {
            Duration pause = Duration.ZERO;
            while (!stopped.await(pause.toMillis(), TimeUnit.MILLISECONDS)) {
                try {
                    if (!prepared) {
                        WordParts.prepare(connections);
                        prepared = true;
                    }
                    pause = pass() ? Duration.ZERO : config.every();
                } catch (SQLException | UncheckedIOException unreachable) {
                    pause = AFTER_FAILURE;
                    failures.increment();
                    LOG.warn("the store cannot be reached, the index waits: {}", unreachable.getMessage());
                } catch (RuntimeException fault) {
                    // A pass that fails must not be the last one.
                    pause = AFTER_FAILURE;
                    failures.increment();
                    LOG.error("a pass over the log failed, messages may be missing from the index", fault);
                }
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** One look at the tail, and one page of a walk. True where there is more to do at once. */
    private boolean pass() {
        Optional<Progress.State> turn = transactions.statement(this::turn);
        if (turn.isEmpty()) {
            return false;
        }
        Progress.State state = turn.get();
        if (!state.ours() || !state.recipe().equals(recipe)) {
            LOG.info("the index of messages is made anew; the search finds what is in it already");
            return transactions.statement(connection -> Progress.begin(connection, state, recipe));
        }
        Tail tail = transactions.statement(connection -> tail(connection, state));
        boolean still = tail.keys().isEmpty() && tail.next() - state.position() < STILL;
        Optional<Progress.State> followed = still ? Optional.of(state) : move(state, tail.next(), state.walk(), tail);
        if (followed.isEmpty()) {
            return false;
        }
        boolean walking = state.walk().on() && walk(followed.get());
        return walking || tail.cut();
    }

    /** How far the index is, where it is on this server to bring it further. */
    private Optional<Progress.State> turn(Connection connection) throws SQLException {
        Progress.State state = Progress.look(connection, worker, config.lease());
        boolean keeps = state.mine() && !state.lapsing();
        boolean takes = !keeps && (state.mine() || state.free()) && Progress.take(connection, worker, config.lease());
        return keeps || takes ? Optional.of(state) : Optional.empty();
    }

    /**
     * @param keys messages to look at
     * @param revised those that were said something of later
     * @param cut whether there is more
     */
    private record Tail(long next, Set<IndexWriter.Key> keys, Set<IndexWriter.Key> revised, boolean cut) {}

    private record Row(long xid, IndexWriter.Key key, boolean revised) {}

    private Tail tail(Connection connection, Progress.State state) throws SQLException {
        List<Row> rows = rows(connection, state.position(), state.tailEnd(), config.batch() + 1L);
        long next = state.tailEnd();
        boolean cut = rows.size() > config.batch();
        if (cut) {
            next = rows.getLast().xid();
            if (next == rows.getFirst().xid()) {
                // a single transaction fills the batch: take all of it
                next++;
                rows = rows(connection, state.position(), next, Long.MAX_VALUE);
            }
        }
        Set<IndexWriter.Key> keys = new LinkedHashSet<>();
        Set<IndexWriter.Key> revised = new HashSet<>();
        for (Row row : rows) {
            if (row.xid() < next) {
                keys.add(row.key());
                if (row.revised()) {
                    revised.add(row.key());
                }
            }
        }
        return new Tail(next, keys, revised, cut);
    }

    private static List<Row> rows(Connection connection, long from, long below, long limit) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(TAIL)) {
            statement.setString(1, Long.toString(from));
            statement.setString(2, Long.toString(below));
            statement.setLong(3, limit);
            List<Row> rows = new ArrayList<>();
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    rows.add(new Row(
                            row.getLong(1), new IndexWriter.Key(row.getLong(2), row.getLong(3)), row.getBoolean(4)));
                }
            }
            return rows;
        }
    }

    /** Looks at the next page of the log; false at its end. */
    private boolean walk(Progress.State state) {
        Progress.Walk walk = state.walk();
        List<IndexWriter.Key> keys = new ArrayList<>();
        Progress.Walk further = transactions.statement(connection -> page(connection, walk, keys));
        Tail page = new Tail(state.position(), new LinkedHashSet<>(keys), Set.of(), further.on());
        boolean moved = move(state, state.position(), further, page).isPresent();
        walkLeft = further.on() ? Math.max(0, further.total() - further.done()) : 0;
        if (moved && !further.on()) {
            LOG.info("the index of messages has been made anew, of {} entries", further.done());
        }
        return moved && further.on();
    }

    private Progress.Walk page(Connection connection, Progress.Walk walk, List<IndexWriter.Key> messages)
            throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(WALK)) {
            statement.setLong(1, walk.conversation());
            statement.setLong(2, walk.seq());
            statement.setInt(3, config.batch());
            int entries = 0;
            long conversation = walk.conversation();
            long seq = walk.seq();
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    entries++;
                    conversation = row.getLong(1);
                    seq = row.getLong(2);
                    if (row.getBoolean(3)) {
                        messages.add(new IndexWriter.Key(conversation, seq));
                    }
                }
            }
            return new Progress.Walk(entries == config.batch(), conversation, seq, walk.done() + entries, walk.total());
        }
    }

    /** Indexes these messages and moves on, in one short transaction; empty where another worker was quicker. */
    private Optional<Progress.State> move(Progress.State from, long position, Progress.Walk walk, Tail found) {
        IndexWriter.Prepared prepared = transactions.statement(connection -> writer.prepare(connection, found.keys()));
        Optional<Duration> age = transactions.run(connection -> {
            Optional<Duration> since = Progress.move(
                    connection,
                    from,
                    position,
                    walk,
                    prepared.oldest().orElse(null),
                    prepared.newest().orElse(null));
            if (since.isPresent()) {
                writer.write(connection, prepared, found.revised());
            }
            return since;
        });
        if (age.isEmpty()) {
            return Optional.empty();
        }
        indexed.increment(prepared.puts().size());
        boolean live = position != from.position()
                && found.revised().isEmpty()
                && !prepared.puts().isEmpty();
        if (live) {
            lag.record(age.get());
        }
        if (!prepared.puts().isEmpty()) {
            transactions.statement(writer::merge);
        }
        return Optional.of(from.moved(position, walk));
    }

    /** Lets a batch that is being written end. */
    @Override
    public void close() {
        stopped.countDown();
        try {
            if (!thread.join(STOP_PATIENCE)) {
                LOG.warn("the index did not stop in time; the next server repeats its last batch");
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
