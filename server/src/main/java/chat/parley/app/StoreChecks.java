package chat.parley.app;

import chat.parley.adapter.postgres.DatabaseConfig;
import chat.parley.adapter.postgres.UnfitDatabaseException;
import chat.parley.adapter.postgres.embedded.EmbeddedPostgres;
import chat.parley.adapter.postgres.embedded.PostgresAddress;
import java.nio.file.Files;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What {@code doctor} looks at in the database; nothing is started or changed. */
final class StoreChecks {
    private static final int OLDEST = 14;
    private static final Duration LARGEST_SKEW = Duration.ofSeconds(2);
    private static final List<String> DURABILITY = List.of("fsync", "full_page_writes", "synchronous_commit");

    private StoreChecks() {}

    static List<Finding> of(StoreConfig config) {
        if (config.database().isPresent()) {
            return ask(DatabaseUrl.address(config.database().get()));
        }
        Optional<PostgresAddress> running = EmbeddedPostgres.findRunning(config.data());
        if (running.isEmpty()) {
            return List.of(new Finding.Good(
                    Files.exists(config.data().resolve("postgres"))
                            ? "the embedded database is stopped; each start verifies its durability"
                            : "there is no database yet; the first start makes it"));
        }
        List<Finding> findings = new ArrayList<>();
        findings.add(
                EmbeddedPostgres.inUse(config.data())
                        ? new Finding.Good("the embedded database runs below its server")
                        : new Finding.Doubtful(
                                "the embedded database runs without a server, which must have been killed",
                                "Start the server: it ends the leftover and recovers."));
        findings.addAll(ask(running.get()));
        return findings;
    }

    private static List<Finding> ask(PostgresAddress address) {
        List<Finding> findings = new ArrayList<>();
        try (Connection connection =
                        DriverManager.getConnection(address.jdbcUrl(), address.user(), address.password());
                Statement statement = connection.createStatement()) {
            int version = connection.getMetaData().getDatabaseMajorVersion();
            findings.add(
                    version < OLDEST
                            ? new Finding.Wrong("PostgreSQL " + version, "Use PostgreSQL " + OLDEST + " or later.")
                            : new Finding.Good("PostgreSQL " + version + " at "
                                    + DatabaseConfig.withoutParameters(address.jdbcUrl())));
            for (String setting : DURABILITY) {
                findings.add(durable(setting, one(statement, "show " + setting)));
            }
            findings.add(skew(Instant.parse(one(
                    statement,
                    "select to_char(clock_timestamp() at time zone 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS.MS\"Z\"')"))));
        } catch (SQLException e) {
            findings.add(new Finding.Wrong(
                    DatabaseConfig.withoutParameters(address.jdbcUrl()) + " does not answer (" + e.getMessage() + ")",
                    UnfitDatabaseException.CHECK_ACCESS));
        }
        return findings;
    }

    static Finding durable(String setting, String value) {
        return value.equals("off")
                ? new Finding.Wrong(
                        setting + " is off: a crash would lose messages that were acknowledged",
                        "Set it on in postgresql.conf, and see ALTER ROLE and ALTER DATABASE settings.")
                : new Finding.Good(setting + " is " + value);
    }

    private static Finding skew(Instant ofDatabase) {
        Duration skew = Duration.between(ofDatabase, Instant.now()).abs();
        return skew.compareTo(LARGEST_SKEW) > 0
                ? new Finding.Doubtful(
                        "the database's clock differs by " + skew.toSeconds() + " s",
                        "Run NTP on both machines: messages carry the database's time.")
                : new Finding.Good("the database's clock agrees");
    }

    private static String one(Statement statement, String sql) throws SQLException {
        try (ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return row.getString(1);
        }
    }
}
