package chat.parley.adapter.postgres.embedded;

import chat.parley.setting.Setting;
import java.nio.file.Path;
import java.time.Duration;

/**
 * Settings of the embedded database.
 *
 * @param dataDirectory the server's data directory; the database lives in its folder {@code postgres}
 * @param unpackDirectory where the PostgreSQL binaries are unpacked (60 MB, in a folder named after their version);
 *     several data directories may share one
 */
public record EmbeddedPostgresConfig(
        Path dataDirectory,
        Path unpackDirectory,

        @Setting("TCP port on the loopback interface; 0 takes a free one at each start.")
        int port,

        @Setting("Sessions that the database admits, three of them kept for the superuser.")
        int maxConnections,

        @Setting("PostgreSQL's own page cache, in MiB; small, since the machine is shared with the server.")
        int sharedBuffersMebibytes,

        @Setting("How long a start may take from the launch to the first answer, crash recovery included.")
        Duration startTimeout,

        @Setting("How long a clean stop may take, after which sessions are cut off and the next start recovers.")
        Duration stopTimeout) {

    public EmbeddedPostgresConfig {
        if (port < 0 || port > 65_535) {
            throw new IllegalArgumentException("the database port is 0 (any free one) to 65535, not " + port);
        }
        if (maxConnections < 10 || maxConnections > 1_000) {
            throw new IllegalArgumentException("the database admits 10 to 1000 connections, not " + maxConnections);
        }
        if (sharedBuffersMebibytes < 16) {
            throw new IllegalArgumentException("the database needs 16 MiB of buffers, not " + sharedBuffersMebibytes);
        }
    }

    /** The defaults: everything below the data directory, any free port. */
    public static EmbeddedPostgresConfig in(Path dataDirectory) {
        return new EmbeddedPostgresConfig(
                dataDirectory,
                dataDirectory.resolve("postgres"),
                0,
                100,
                128,
                Duration.ofMinutes(2),
                Duration.ofSeconds(2));
    }

    /** The same settings for another data directory, with the binaries unpacked below it. */
    public EmbeddedPostgresConfig withDataDirectory(Path directory) {
        return new EmbeddedPostgresConfig(
                directory,
                directory.resolve("postgres"),
                port,
                maxConnections,
                sharedBuffersMebibytes,
                startTimeout,
                stopTimeout);
    }

    public EmbeddedPostgresConfig withUnpackDirectory(Path directory) {
        return new EmbeddedPostgresConfig(
                dataDirectory, directory, port, maxConnections, sharedBuffersMebibytes, startTimeout, stopTimeout);
    }

    public EmbeddedPostgresConfig withPort(int newPort) {
        return new EmbeddedPostgresConfig(
                dataDirectory,
                unpackDirectory,
                newPort,
                maxConnections,
                sharedBuffersMebibytes,
                startTimeout,
                stopTimeout);
    }
}
