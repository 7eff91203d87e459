package chat.parley.app;

import chat.parley.adapter.postgres.transfer.Manifest;
import chat.parley.adapter.postgres.transfer.StoreExport;
import chat.parley.adapter.postgres.transfer.StoreImport;
import chat.parley.wording.FileTrouble;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
        name = "move",
        description = "Move the store into another database, with the server stopped.",
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "Every entry, every id that must not be accepted twice and every marker is kept, counted and compared. The old",
            "store stays as it is; start the server with --database from then on, and with the same --data: the",
            "bytes of attachments stay there."
        })
final class MoveCommand implements Runnable {
    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    @Mixin
    private final ConfigurationOptions options = new ConfigurationOptions();

    @Option(
            names = "--to",
            paramLabel = "URL",
            required = true,
            description = "An empty PostgreSQL database (14 or later), postgresql://user:password@host:5432/name.")
    @SuppressWarnings("NullAway.Init") // set by picocli
    private String to;

    @Override
    public void run() {
        StoreConfig config = options.read(Map.of()).of(StoreConfig.class);
        StoreConfig target = target(config);
        OpenStore.mustExist(config);
        try (OpenStore from = OpenStore.exclusive(config);
                OpenStore into = OpenStore.exclusive(target)) {
            spec.commandLine().getErr().println(Transfers.summary("Moved", move(from, into, config.data())));
        } catch (IOException e) {
            throw new CommandFailure(
                    "The store was not moved: its archive in " + config.data() + " cannot be written ("
                            + FileTrouble.reason(e) + ").",
                    e);
        } catch (SQLException e) {
            throw new CommandFailure("The store was not moved: " + e.getMessage(), e);
        }
    }

    private StoreConfig target(StoreConfig config) {
        try {
            return config.in(URI.create(to));
        } catch (IllegalArgumentException notShown) { // its message holds the password
            throw new CommandLine.ParameterException(spec.commandLine(), "--to must be " + DatabaseUrl.AS_IT_SHOULD_BE);
        }
    }

    /** By way of an archive beside the old store, since that is checked against what was read. */
    private static Manifest move(OpenStore from, OpenStore into, Path data) throws SQLException, IOException {
        Path directory = Files.createTempDirectory(Files.createDirectories(data), "move-");
        Path archive = directory.resolve("archive");
        try (Connection connection = from.connect()) {
            StoreExport.write(connection, archive, Version.release(), InstantSource.system());
            try (StoreImport written = StoreImport.open(archive)) {
                return Transfers.restore(written, into);
            }
        } finally {
            Files.deleteIfExists(archive);
            Files.deleteIfExists(directory);
        }
    }
}
