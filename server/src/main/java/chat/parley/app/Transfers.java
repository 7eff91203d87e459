package chat.parley.app;

import chat.parley.adapter.postgres.UnfitDatabaseException;
import chat.parley.adapter.postgres.transfer.Manifest;
import chat.parley.adapter.postgres.transfer.StoreImport;
import java.sql.Connection;
import java.sql.SQLException;
import org.flywaydb.core.Flyway;

/** What restoring and moving have in common. */
final class Transfers {
    private Transfers() {}

    /**
     * Brings the empty store's tables to the archive's schema, which may be older, reads the archive, and brings them to
     * today's.
     *
     * @throws UnfitDatabaseException before anything is written there
     */
    static Manifest restore(StoreImport archive, OpenStore target) {
        Manifest manifest = archive.manifest();
        try (Connection connection = target.connect()) {
            UnfitDatabaseException.check(connection);
            migrate(target, manifest.schema());
            archive.into(connection);
        } catch (SQLException e) {
            throw new CommandFailure("The database connection failed: " + e.getMessage(), e);
        }
        migrate(target, "latest");
        return manifest;
    }

    private static void migrate(OpenStore target, String version) {
        Flyway.configure()
                .dataSource(
                        target.address().jdbcUrl(),
                        target.address().user(),
                        target.address().password())
                .target(version)
                .load()
                .migrate();
    }

    static String summary(String done, Manifest manifest) {
        StringBuilder summary = new StringBuilder(done).append(':');
        manifest.rows()
                .forEach((table, rows) ->
                        summary.append(System.lineSeparator()).append("  %,12d %s".formatted(rows, table)));
        return summary.toString();
    }
}
