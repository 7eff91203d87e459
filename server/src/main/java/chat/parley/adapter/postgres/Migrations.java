package chat.parley.adapter.postgres;

import java.util.Arrays;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.MigrationInfoService;
import org.flywaydb.core.api.MigrationState;
import org.flywaydb.core.api.configuration.FluentConfiguration;

/**
 * Brings a database to the shape that this server works with. Tables change by versions, each of which is history and never edited. Functions
 * have no history: each is defined once, in {@code db/function}, and Flyway runs a file there again when it has changed, after the versions.
 */
public final class Migrations {

    private static final String TABLES = "classpath:db/migration";
    private static final String FUNCTIONS = "classpath:db/function";

    /** A store on which a server was started before has functions already. */
    private static final String FUNCTIONS_MADE = "repeatable:missing";

    private Migrations() {}

    /** All versions, then the functions. */
    public static void migrate(DataSource database) {
        run(Flyway.configure().dataSource(database).locations(TABLES, FUNCTIONS));
    }

    /**
     * The tables as they were at a version, to take rows of that time. Today's functions may speak of what a later version adds, so they
     * come with {@link #migrate}.
     */
    public static void migrateTables(DataSource database, String version) {
        run(Flyway.configure()
                .dataSource(database)
                .locations(TABLES)
                .ignoreMigrationPatterns(FUNCTIONS_MADE)
                .target(version));
    }

    /** Whether the tables are those that this release works with: {@link #migrate} would change none of them. */
    public static boolean current(DataSource database) {
        MigrationInfoService versions = Flyway.configure()
                .dataSource(database)
                .locations(TABLES)
                .ignoreMigrationPatterns(FUNCTIONS_MADE)
                .placeholderReplacement(false)
                .load()
                .info();
        return versions.current() != null
                && versions.pending().length == 0
                && Arrays.stream(versions.all())
                        .noneMatch(version -> version.getState() == MigrationState.FUTURE_SUCCESS);
    }

    private static void run(FluentConfiguration migration) {
        // No file has any; looking for them character by character is what a start would take longest for.
        migration.placeholderReplacement(false).load().migrate();
    }
}
