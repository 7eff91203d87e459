package chat.parley.adapter.postgres;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Set;

/** Runs statements as one transaction, and says what a failure means. */
public final class Transactions {
    /** Classes of SQLSTATE that only a bug of ours brings: bad data, a violated constraint, bad SQL. */
    private static final Set<String> BUGS = Set.of("22", "23", "42");

    private final ConnectionSource connections;

    public Transactions(ConnectionSource connections) {
        this.connections = connections;
    }

    /** What to do on the connection lent for it. */
    public interface Work<T> {
        T run(Connection connection) throws SQLException;
    }

    /** A single statement, which is a transaction by itself and needs no round trip more for it. */
    public <T> T statement(Work<T> work) {
        try (Connection connection = connections.open()) {
            return work.run(connection);
        } catch (SQLException failure) {
            throw translated(failure);
        }
    }

    public <T> T run(Work<T> work) {
        try (Connection connection = connections.open()) {
            connection.setAutoCommit(false);
            try {
                T result = work.run(connection);
                connection.commit();
                return result;
            } catch (SQLException | RuntimeException failure) {
                rollBack(connection, failure);
                throw failure;
            } finally {
                connection.setAutoCommit(true);
            }
        } catch (SQLException failure) {
            throw translated(failure);
        }
    }

    /** Reads that all see the store as it was at the first of them. */
    public <T> T snapshot(Work<T> reads) {
        return run(connection -> {
            try (Statement isolation = connection.createStatement()) {
                isolation.execute("set transaction isolation level repeatable read, read only");
            }
            return reads.run(connection);
        });
    }

    private static void rollBack(Connection connection, Exception failure) {
        try {
            connection.rollback();
        } catch (SQLException lost) {
            failure.addSuppressed(lost);
        }
    }

    private static RuntimeException translated(SQLException failure) {
        String state = failure.getSQLState();
        boolean bug = state != null && state.length() == 5 && BUGS.contains(state.substring(0, 2));
        return bug
                ? new IllegalStateException("the store refuses what we ask", failure)
                : new UncheckedIOException(new IOException("the store cannot be reached", failure));
    }
}
