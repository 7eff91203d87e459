package chat.parley.app;

import chat.parley.adapter.disk.DiskAttachmentFiles;
import chat.parley.adapter.postgres.Migrations;
import chat.parley.adapter.postgres.PostgresEmojis;
import chat.parley.adapter.postgres.PostgresHolds;
import chat.parley.adapter.postgres.PostgresUserGroups;
import chat.parley.adapter.postgres.WorkspaceData;
import chat.parley.wording.FileTrouble;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "export",
        description =
                "Write what a whole workspace said into one file that other programs can read, also while the server runs.",
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "A zip file of JSON lines and attachments (docs/reference/workspace-export.md), readable by its owner only: whoever has it",
            "can read all conversations. It has no password, session or key, and cannot be restored from: that is `backup`.",
            "Exit status 3: all of it was written but the bytes of some attachments, which are not below --data."
        })
final class ExportCommand implements Callable<Integer> {
    static final int ATTACHMENTS_MISSING = 3;

    /** Nothing is written there. */
    private static final long NOTHING_SPARED = 0;

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    @Mixin
    private final ConfigurationOptions options = new ConfigurationOptions();

    @Parameters(paramLabel = "FILE", description = "The file to write; must not exist.")
    @SuppressWarnings("NullAway.Init") // set by picocli
    private Path file;

    @Option(names = "--without-direct", description = "Leave out direct conversations, which are of two people alone.")
    private boolean withoutDirect;

    @Override
    public Integer call() {
        StoreConfig config = options.read(Map.of()).of(StoreConfig.class);
        if (Files.exists(file)) {
            throw exists();
        }
        try (OpenStore store = OpenStore.ofSomebody(config);
                Connection connection = store.connect()) {
            if (!Migrations.current(store.source())) {
                throw new CommandFailure(
                        "The store is of another release, or none of Parley's: export it by its own release, or start a server of this one on it first.");
            }
            return written(connection, store, config.data().resolve("attachments"));
        } catch (IOException e) {
            throw new CommandFailure(
                    "The file " + file + " cannot be written (" + FileTrouble.reason(e)
                            + "). Name one in a directory that you may write.",
                    e);
        } catch (UncheckedIOException e) {
            throw new CommandFailure("The store cannot be read: " + innermost(e).getMessage(), e);
        } catch (SQLException e) {
            throw new CommandFailure("The database connection could not be closed: " + e.getMessage(), e);
        }
    }

    private int written(Connection connection, OpenStore store, Path attachments) throws IOException {
        ExportProgress progress = new ExportProgress(this::say);
        WorkspaceArchive.Scope scope = new WorkspaceArchive.Scope(!withoutDirect, Version.release(), Instant.now());
        WorkspaceArchive.Things things = new WorkspaceArchive.Things(
                new PostgresEmojis(store.source()::getConnection),
                new PostgresUserGroups(store.source()::getConnection),
                new PostgresHolds(store.source()::getConnection),
                new DiskAttachmentFiles(attachments, NOTHING_SPARED));
        List<String> missing = whole(out -> {
            try (WorkspaceData data = WorkspaceData.open(connection)) {
                return WorkspaceArchive.write(data, things, scope, progress, out);
            }
        });
        say("written to " + file + ": " + progress.summary());
        if (missing.isEmpty()) {
            return ExitCode.OK;
        }
        say("%,d attachments are not below %s; manifest.json names them".formatted(missing.size(), attachments));
        return ATTACHMENTS_MISSING;
    }

    private interface Writing {
        List<String> to(OutputStream out) throws IOException;
    }

    /** The file appears whole, and over no other; what was begun goes with a failure, or with this process. */
    private List<String> whole(Writing writing) throws IOException {
        Path place = file.toAbsolutePath();
        Path unfinished = Files.createTempFile(
                place.getParent(),
                place.getFileName() + ".",
                ".unfinished",
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Thread broom = new Thread(() -> remove(unfinished), "unfinished export");
        Runtime.getRuntime().addShutdownHook(broom);
        try {
            List<String> missing;
            try (FileChannel bytes = FileChannel.open(unfinished, Set.of(StandardOpenOption.WRITE));
                    OutputStream out = new BufferedOutputStream(Channels.newOutputStream(bytes))) {
                missing = writing.to(out);
                out.flush();
                bytes.force(true);
            }
            Files.move(unfinished, place);
            return missing;
        } catch (FileAlreadyExistsException meanwhile) {
            throw exists();
        } finally {
            remove(unfinished);
            Runtime.getRuntime().removeShutdownHook(broom);
        }
    }

    private static Throwable innermost(Throwable failure) {
        Throwable cause = failure.getCause();
        return cause == null ? failure : innermost(cause);
    }

    private static void remove(Path unfinished) {
        try {
            Files.deleteIfExists(unfinished);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private CommandFailure exists() {
        return new CommandFailure(file + " exists already. Give the export a new name.");
    }

    private void say(String what) {
        spec.commandLine().getErr().println("parley: " + what);
        spec.commandLine().getErr().flush();
    }
}
