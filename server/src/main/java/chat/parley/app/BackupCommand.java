package chat.parley.app;

import chat.parley.adapter.postgres.transfer.Manifest;
import chat.parley.adapter.postgres.transfer.StoreExport;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "backup",
        description = "Write the whole store into one file, also while the server runs.",
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "The file holds every conversation as of one moment of its own, with entries, members and markers;",
            "accounts, and sign-in sessions. It is readable by its owner only: whoever has it has everything.",
            "The bytes of attachments are not in it: copy the directory `attachments` below --data after it."
        })
final class BackupCommand implements Runnable {
    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    @Mixin
    private final ConfigurationOptions options = new ConfigurationOptions();

    @Parameters(paramLabel = "FILE", description = "The archive to write; must not exist.")
    @SuppressWarnings("NullAway.Init") // set by picocli
    private Path file;

    @Override
    public void run() {
        StoreConfig config = options.read(Map.of()).of(StoreConfig.class);
        try (OpenStore store = OpenStore.ofSomebody(config);
                Connection connection = store.connect()) {
            Manifest manifest = StoreExport.write(connection, file, Version.release(), InstantSource.system());
            spec.commandLine().getErr().println(Transfers.summary("Written to " + file, manifest));
        } catch (SQLException e) {
            throw new CommandFailure("The database connection could not be closed: " + e.getMessage(), e);
        }
    }
}
