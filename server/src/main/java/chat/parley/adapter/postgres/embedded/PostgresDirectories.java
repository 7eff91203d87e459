package chat.parley.adapter.postgres.embedded;

import static java.nio.charset.StandardCharsets.UTF_8;

import chat.parley.wording.FileTrouble;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * Where things lie in {@code DATA/postgres}: {@code data} (the cluster), {@code password}, {@code log}, the generated
 * {@code postgresql.conf} and {@code pg_hba.conf}, and {@code bin-VERSION} unless it is shared.
 *
 * @param root absolute and free of symbolic links, since processes are recognised by it
 */
record PostgresDirectories(Path root) {

    static PostgresDirectories in(Path dataDirectory) {
        Path root = dataDirectory.resolve("postgres");
        try {
            Files.createDirectories(root);
            PostgresDirectories directories = new PostgresDirectories(root.toRealPath());
            Files.createDirectories(directories.log());
            return directories;
        } catch (IOException e) {
            throw new EmbeddedPostgresException(
                    "The database's directory " + root + " cannot be made (" + FileTrouble.reason(e)
                            + "). Give the server a directory that it may write with --data.",
                    e);
        }
    }

    /** Lets another user pass through a directory of ours, without listing it. */
    static void makePassable(Path directory) throws IOException {
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwx--x--x"));
    }

    Path cluster() {
        return root.resolve("data");
    }

    Path passwordFile() {
        return root.resolve("password");
    }

    Path log() {
        return root.resolve("log");
    }

    Path configFile() {
        return root.resolve("postgresql.conf");
    }

    Path accessFile() {
        return root.resolve("pg_hba.conf");
    }

    Path pidFile() {
        return cluster().resolve("postmaster.pid");
    }

    /**
     * The name that every process of this database carries in its title. From the path and not from the cluster's own
     * identifier: a copied data directory must not get the processes of the original killed.
     */
    String clusterName() {
        try {
            byte[] hash =
                    MessageDigest.getInstance("SHA-256").digest(root.toString().getBytes(UTF_8));
            return "parley-" + HexFormat.of().formatHex(hash, 0, 8);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
