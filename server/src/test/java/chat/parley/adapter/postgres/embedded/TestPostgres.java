package chat.parley.adapter.postgres.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;

/**
 * The real database for tests: one embedded PostgreSQL for all tests of a JVM, durable as in production, stopped when
 * the JVM ends. Its directory is kept for the next run, which starts several times faster for it, and also ends what a
 * killed run left behind.
 */
public final class TestPostgres {
    private static final String PREFIX = "test_";

    /** As many test JVMs as may run at a time in one module, each with a directory of its own. */
    private static final int SLOTS = 8;

    private TestPostgres() {}

    private static final class Shared {
        static final EmbeddedPostgres INSTANCE = start();
    }

    /** A new empty database; it goes with a later test run. */
    public static TestDatabase fresh() {
        return make("");
    }

    /** A new database in which is what is in {@code template}, to which nobody is connected. */
    public static TestDatabase copyOf(TestDatabase template) {
        String url = template.jdbcUrl();
        return make(" TEMPLATE " + url.substring(url.lastIndexOf('/') + 1));
    }

    private static TestDatabase make(String like) {
        EmbeddedPostgres postgres = Shared.INSTANCE;
        String name =
                PREFIX + HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextLong());
        try (Connection connection = connect(postgres);
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE DATABASE " + name + like);
        } catch (SQLException e) {
            throw new IllegalStateException("no fresh test database", e);
        }
        String url = postgres.jdbcUrl();
        return new TestDatabase(
                url.substring(0, url.lastIndexOf('/') + 1) + name, postgres.user(), postgres.password());
    }

    /** Spares a process of its own, which starts on this data directory, to unpack the programs once more: that takes seconds. */
    public static void lendPrograms(Path data) throws IOException {
        Path programs = PostgresBinaries.unpack(unpackDirectory())
                .postgres()
                .getParent()
                .getParent();
        Path place = Files.createDirectories(data.resolve("postgres")).resolve(programs.getFileName());
        Files.createSymbolicLink(place, programs);
    }

    /** The instance itself, for tests of this package that only look. */
    static EmbeddedPostgres shared() {
        return Shared.INSTANCE;
    }

    /** Unpacked once for all test runs of the module. */
    static Path unpackDirectory() {
        return Path.of("target", "postgres-bin");
    }

    private static EmbeddedPostgres start() {
        EmbeddedPostgres postgres = startInFreeSlot();
        Runtime.getRuntime().addShutdownHook(new Thread(postgres::close, "test-postgres-stop"));
        dropOldDatabases(postgres);
        return postgres;
    }

    private static EmbeddedPostgres startInFreeSlot() {
        for (int slot = 1; ; slot++) {
            Path directory = Path.of("target", "test-postgres", Integer.toString(slot));
            try {
                return EmbeddedPostgres.start(
                        EmbeddedPostgresConfig.in(directory).withUnpackDirectory(unpackDirectory()));
            } catch (DataDirectoryInUseException e) {
                if (slot == SLOTS) {
                    throw e;
                }
            }
        }
    }

    private static void dropOldDatabases(EmbeddedPostgres postgres) {
        try (Connection connection = connect(postgres);
                Statement statement = connection.createStatement()) {
            List<String> old = new ArrayList<>();
            try (ResultSet names = statement.executeQuery("SELECT datname FROM pg_database")) {
                while (names.next()) {
                    old.add(names.getString(1));
                }
            }
            for (String name : old) {
                if (name.startsWith(PREFIX)) {
                    statement.execute("DROP DATABASE " + name + " WITH (FORCE)");
                }
            }
        } catch (SQLException e) {
            throw new IllegalStateException("old test databases cannot be dropped", e);
        }
    }

    private static Connection connect(EmbeddedPostgres postgres) throws SQLException {
        return DriverManager.getConnection(postgres.jdbcUrl(), postgres.user(), postgres.password());
    }
}
