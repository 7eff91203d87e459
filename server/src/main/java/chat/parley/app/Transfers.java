package chat.parley.app;

import chat.parley.adapter.postgres.Migrations;
import chat.parley.adapter.postgres.UnfitDatabaseException;
import chat.parley.adapter.postgres.transfer.Manifest;
import chat.parley.adapter.postgres.transfer.StoreImport;
import java.sql.Connection;
import java.sql.SQLException;

/** What restoring and moving have in common. */
final class Transfers {
    private Transfers() {}

    /**
     * Brings the empty store's tables to the archive's schema, which may be older, reads the archive, brings them to today's, and derives
     * the rest.
     *
     * @throws UnfitDatabaseException before anything is written there
     */
    static Manifest restore(StoreImport archive, OpenStore target) {
        Manifest manifest = archive.manifest();
        try (Connection connection = target.connect()) {
            UnfitDatabaseException.check(connection);
            Migrations.migrateTables(target.source(), manifest.schema());
            archive.into(connection);
            Migrations.migrate(target.source());
            StoreImport.finish(connection);
        } catch (SQLException e) {
            throw new CommandFailure("The database connection failed: " + e.getMessage(), e);
        }
        return manifest;
    }

    static String summary(String done, Manifest manifest) {
        StringBuilder summary = new StringBuilder(done).append(':');
        manifest.rows()
                .forEach((table, rows) ->
                        summary.append(System.lineSeparator()).append("  %,12d %s".formatted(rows, table)));
        return summary.toString();
    }
}
