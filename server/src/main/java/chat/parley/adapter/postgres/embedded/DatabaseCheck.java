package chat.parley.adapter.postgres.embedded;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;

/** What is verified through a session like the server's own, before anybody may rely on the database. */
final class DatabaseCheck {
    static final String DATABASE = "parley";

    private static final String NO_SUCH_DATABASE = "3D000";
    private static final String WRONG_PASSWORD = "28P01";
    private static final String MAINTENANCE_DATABASE = "postgres";
    private static final String TIMEOUT_SECONDS = "30";

    private final int port;
    private final String password;

    DatabaseCheck(int port, String password) {
        this.port = port;
        this.password = password;
    }

    static String jdbcUrl(int port, String database) {
        return "jdbc:postgresql://127.0.0.1:" + port + "/" + database;
    }

    /** Makes the database if it is not there yet, and refuses one that would lose what it acknowledged. */
    void run() {
        try (Connection connection = connectOrCreate()) {
            requireDurable(connection);
        } catch (SQLException e) {
            if (WRONG_PASSWORD.equals(e.getSQLState())) {
                throw new EmbeddedPostgresException(
                        "The database does not accept the password in its password file. Put back the file that"
                                + " belongs to it, from a backup of the data directory.",
                        e);
            }
            throw new EmbeddedPostgresException(
                    "The embedded PostgreSQL runs but does not answer as it should: " + e.getMessage(), e);
        }
    }

    private Connection connectOrCreate() throws SQLException {
        try {
            return connect(DATABASE);
        } catch (SQLException e) {
            if (!NO_SUCH_DATABASE.equals(e.getSQLState())) {
                throw e;
            }
        }
        try (Connection maintenance = connect(MAINTENANCE_DATABASE);
                Statement statement = maintenance.createStatement()) {
            statement.execute("CREATE DATABASE " + DATABASE);
        }
        return connect(DATABASE);
    }

    private static void requireDurable(Connection connection) throws SQLException {
        List<String> off = new ArrayList<>();
        try (PreparedStatement query = connection.prepareStatement(
                "SELECT name, setting, source FROM pg_settings WHERE name = ANY (?) AND setting <> 'on'")) {
            query.setArray(1, connection.createArrayOf("text", PostgresSettings.DURABILITY.toArray()));
            try (ResultSet rows = query.executeQuery()) {
                while (rows.next()) {
                    off.add(rows.getString(1) + " is " + rows.getString(2) + " (set by: " + rows.getString(3) + ")");
                }
            }
        }
        if (!off.isEmpty()) {
            throw new EmbeddedPostgresException("The database would lose acknowledged messages: "
                    + String.join(", ", off) + ". Undo it (ALTER ROLE " + PostgresCluster.SUPERUSER + " RESET ALL;"
                    + " ALTER DATABASE " + DATABASE + " RESET ALL;) in single-user mode, postgres --single -D with the"
                    + " database's directory, then start again.");
        }
    }

    private Connection connect(String database) throws SQLException {
        Properties properties = new Properties();
        properties.setProperty("user", PostgresCluster.SUPERUSER);
        properties.setProperty("password", password);
        properties.setProperty("connectTimeout", TIMEOUT_SECONDS);
        properties.setProperty("socketTimeout", TIMEOUT_SECONDS);
        return DriverManager.getConnection(jdbcUrl(port, database), properties);
    }
}
