package chat.parley.adapter.postgres.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;

/** A data directory of a test's own; every test leaves it so that the next can start on it. */
final class Workspace implements AutoCloseable {
    private final Path root;

    private Workspace(Path root) {
        this.root = root;
    }

    static Workspace create() throws IOException {
        Files.createDirectories(Path.of("target"));
        Path root = Files.createTempDirectory(Path.of("target"), "embedded-postgres-");
        Files.setPosixFilePermissions(root, PosixFilePermissions.fromString("rwxr-xr-x"));
        return new Workspace(root);
    }

    Path data() throws IOException {
        return Files.createDirectories(root.resolve("data")).toRealPath();
    }

    PostgresDirectories directories() throws IOException {
        return PostgresDirectories.in(data());
    }

    EmbeddedPostgresConfig config() throws IOException {
        return EmbeddedPostgresConfig.in(data()).withUnpackDirectory(TestPostgres.unpackDirectory());
    }

    /** Impatient with a database that does not stop. */
    EmbeddedPostgresConfig hastyConfig() throws IOException {
        EmbeddedPostgresConfig config = config();
        return new EmbeddedPostgresConfig(
                config.dataDirectory(),
                config.unpackDirectory(),
                config.port(),
                config.maxConnections(),
                config.sharedBuffersMebibytes(),
                config.startTimeout(),
                Duration.ofMillis(200));
    }

    EmbeddedPostgres start() throws IOException {
        return EmbeddedPostgres.start(config());
    }

    boolean anyProcessLeft() throws IOException {
        PostgresDirectories directories = directories();
        String title = "postgres: " + directories.clusterName() + ": ";
        return !ProcessTable.matching(
                        arguments -> arguments.contains(directories.cluster().toString())
                                || (!arguments.isEmpty() && arguments.getFirst().startsWith(title)))
                .isEmpty();
    }

    @Override
    public void close() throws IOException {
        FileTree.delete(root);
    }
}
