package chat.parley.adapter.postgres;

import chat.parley.adapter.postgres.embedded.TestDatabase;
import chat.parley.adapter.postgres.embedded.TestPostgres;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Properties;
import java.util.regex.Pattern;

/**
 * A store of 200 conversations that were talked in by turns, 100 messages each of which some were answered and none edited, whose
 * planner knows all of this. It tells how it runs a statement.
 */
public final class PlannedStore implements AutoCloseable {
    private static final Pattern PARAMETER = Pattern.compile("\\?");

    private final Database database;
    private final Connection connection;

    public PlannedStore() throws SQLException {
        TestDatabase address = TestPostgres.fresh();
        database = Database.open(
                DatabaseConfig.of(address.jdbcUrl(), address.user(), address.password()), new SimpleMeterRegistry());
        // A statement with parameters that have no values goes to the database only in the simple protocol.
        Properties properties = new Properties();
        properties.put("user", address.user());
        properties.put("password", address.password());
        properties.put("preferQueryMode", "simple");
        connection = DriverManager.getConnection(address.jdbcUrl(), properties);
        try (Statement statement = connection.createStatement()) {
            statement.execute("""
                    insert into entry (conversation, seq, messages, at, sender, kind, id, text)
                    select c, s, s, now(), 1, 1, gen_random_uuid(), repeat('word ', 20)
                    from generate_series(1, 100) s, generate_series(1, 200) c""");
            statement.execute(
                    "insert into fold (conversation, seq, replies) select conversation, seq, 1 from entry where seq % 10 = 0");
            statement.execute("analyze");
        }
    }

    /** The plan that is kept for a statement that runs often, whatever its parameters are. */
    public String plan(String sql) throws SQLException {
        int[] parameter = {0};
        String numbered = PARAMETER.matcher(sql).replaceAll(_ -> "\\$" + ++parameter[0]);
        StringBuilder plan = new StringBuilder();
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("explain (generic_plan) " + numbered)) {
            while (row.next()) {
                plan.append(row.getString(1)).append('\n');
            }
        }
        return plan.toString();
    }

    @Override
    public void close() throws SQLException {
        connection.close();
        database.close();
    }
}
