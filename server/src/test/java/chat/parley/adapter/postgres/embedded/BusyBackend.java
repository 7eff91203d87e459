package chat.parley.adapter.postgres.embedded;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;

/** A session in the middle of an endless query that, unlike a sleeping one, does not notice its postmaster's death. */
record BusyBackend(Connection connection, long pid) implements AutoCloseable {
    static BusyBackend start(PostgresAddress address) throws Exception {
        Connection connection = Sql.connect(address);
        long pid = Long.parseLong(Sql.value(connection, "SELECT pg_backend_pid()"));
        Thread.startVirtualThread(() -> {
            try (Statement statement = connection.createStatement()) {
                statement.execute("DO $$ BEGIN LOOP PERFORM 1; END LOOP; END $$");
            } catch (SQLException ended) {
                // What every test that uses this class is about.
            }
        });
        Deadline.await(
                "the endless query runs",
                () -> Sql.value(address, "SELECT state FROM pg_stat_activity WHERE pid = " + pid)
                        .equals("active"));
        return new BusyBackend(connection, pid);
    }

    boolean isAlive() {
        return !ProcessTable.arguments(pid).isEmpty();
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }
}
