package chat.parley.adapter.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import chat.parley.adapter.postgres.embedded.TestDatabase;
import chat.parley.core.id.UserId;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** A fresh database and as many servers' logs over it as a test wants. */
final class LogFixture implements AutoCloseable {
    static final LogConfig CONFIG =
            new LogConfig(2, 20_000, 16 << 20, 200, 2 << 20, Duration.ofMillis(2), Duration.ofSeconds(5));

    final TestDatabase address;
    private final List<AutoCloseable> open = new ArrayList<>();
    private @Nullable Connection operator;
    private long users = 1_000;

    LogFixture() {
        this(TestStore.fresh());
    }

    LogFixture(TestDatabase address) {
        this.address = address;
    }

    /** One server's log. */
    static final class Node {
        final Database database;
        final RecordingBus bus = new RecordingBus();
        final MeterRegistry metrics = new SimpleMeterRegistry();
        final Lanes lanes;
        final PostgresMessageLog log;
        final PostgresChangeLog changes;
        final PostgresMessageChanges revisions;
        final PostgresLogTail tail;

        private Node(TestDatabase address, LogConfig config, UnaryOperator<ConnectionSource> own) {
            database = Database.open(DatabaseConfig.of(address.jdbcUrl(), address.user(), address.password()), metrics);
            lanes = new Lanes(config, own.apply(database.own()), own.apply(database.pool()), bus, metrics);
            log = new PostgresMessageLog(lanes, database.pool());
            changes = new PostgresChangeLog(lanes);
            revisions = new PostgresMessageChanges(lanes, database.pool());
            tail = new PostgresLogTail(database.pool());
        }

        double count(String meter) {
            return metrics.get(meter).counter().count();
        }
    }

    Node node() {
        return node(CONFIG, UnaryOperator.identity());
    }

    /** @param own stands between the log and its connections */
    Node node(LogConfig config, UnaryOperator<ConnectionSource> own) {
        Node node = new Node(address, config, own);
        open.add(node.database);
        open.add(node.lanes);
        return node;
    }

    synchronized UserId user() {
        long id = ++users;
        execute("insert into account (id, handle, name, role) values (" + id + ", 'u" + id + "', 'U', 'member')");
        return new UserId(id);
    }

    /** A connection of nobody's: an outside transaction, an operator. */
    Connection outside() throws SQLException {
        return DriverManager.getConnection(address.jdbcUrl(), address.user(), address.password());
    }

    void execute(String sql) {
        try (Statement statement = operator().createStatement()) {
            statement.execute(sql);
        } catch (SQLException failed) {
            throw new IllegalStateException(sql, failed);
        }
    }

    long number(String sql) {
        try (Statement statement = operator().createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            assertThat(row.next()).as(sql).isTrue();
            return row.getLong(1);
        } catch (SQLException failed) {
            throw new IllegalStateException(sql, failed);
        }
    }

    List<String> texts(String sql) {
        try (Statement statement = operator().createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            List<String> texts = new ArrayList<>();
            while (row.next()) {
                texts.add(row.getString(1));
            }
            return texts;
        } catch (SQLException failed) {
            throw new IllegalStateException(sql, failed);
        }
    }

    /** Waits until {@code sql} counts this many. */
    void awaitNumber(long expected, String sql) {
        awaitTrue("select (" + sql + ") = " + expected);
    }

    /** Waits until {@code sql} says so. */
    void awaitTrue(String sql) {
        long end = System.nanoTime() + Duration.ofSeconds(90).toNanos();
        while (number("select (" + sql + ")::int") == 0) {
            assertThat(System.nanoTime()).as("waited in vain for " + sql).isLessThan(end);
            LockSupport.parkNanos(Duration.ofMillis(1).toNanos());
        }
    }

    private synchronized Connection operator() throws SQLException {
        Connection connection = operator;
        if (connection == null) {
            connection = outside();
            operator = connection;
            open.addFirst(connection);
        }
        return connection;
    }

    @Override
    public void close() {
        for (AutoCloseable closeable : open.reversed()) {
            try {
                closeable.close();
            } catch (Exception failed) {
                throw new IllegalStateException(failed);
            }
        }
    }
}
