package chat.parley.adapter.postgres.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * PostgreSQL as others run it: another version, with the settings that it comes with, a superuser whom Parley does not
 * know, a port of its own. Parley gets a database and owns it, and has no other power.
 */
public final class OtherPostgres implements AutoCloseable {
    private static final Path UNPACKED = Path.of("target", "other-postgres");
    private static final Duration PATIENCE = Duration.ofMinutes(5);
    private static final String SUPERUSER = "postgres";
    private static final String OWNER = "chat";
    /** Of characters that mean something in a URL. */
    private static final String PASSWORD = "p@ss/w0rd:50% +?#";

    private final AtomicInteger databases = new AtomicInteger();
    private final Workspace workspace;
    private final Postmaster postmaster;
    private final int port;

    private OtherPostgres(Workspace workspace, Postmaster postmaster, int port) {
        this.workspace = workspace;
        this.postmaster = postmaster;
        this.port = port;
    }

    /** Of one of the major versions that the build fetches. */
    public static OtherPostgres start(int major) {
        try {
            Workspace workspace = Workspace.create();
            PostgresDirectories directories = workspace.directories();
            PostgresBinaries binaries = binaries(major);
            RunAs runAs = RunAs.choose(directories, binaries);
            initialize(directories, binaries, runAs);
            int port = LoopbackPort.free();
            List<String> command = command(runAs, binaries.postgres(), "-D", directories.cluster());
            for (String setting :
                    List.of("listen_addresses=127.0.0.1", "port=" + port, "unix_socket_directories=", "fsync=on")) {
                command.addAll(List.of("-c", setting));
            }
            OtherPostgres postgres =
                    new OtherPostgres(workspace, Postmaster.start(command, directories, PATIENCE), port);
            Sql.execute(
                    postgres.as("postgres", SUPERUSER), "CREATE ROLE " + OWNER + " LOGIN PASSWORD '" + PASSWORD + "'");
            return postgres;
        } catch (IOException | SQLException e) {
            throw new IllegalStateException("no PostgreSQL " + major, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** A new empty database. */
    public TestDatabase fresh() {
        return fresh("");
    }

    /** With options of {@code CREATE DATABASE}. */
    public TestDatabase fresh(String options) {
        String name = "chat" + databases.incrementAndGet();
        try {
            Sql.execute(as("postgres", SUPERUSER), "CREATE DATABASE " + name + " OWNER " + OWNER + " " + options);
        } catch (SQLException e) {
            throw new IllegalStateException("no fresh database", e);
        }
        PostgresAddress address = as(name, OWNER);
        return new TestDatabase(address.jdbcUrl(), address.user(), address.password());
    }

    private PostgresAddress as(String database, String user) {
        return new PostgresAddress(DatabaseCheck.jdbcUrl(port, database), user, PASSWORD);
    }

    private static PostgresBinaries binaries(int major) throws IOException {
        PostgresPlatform platform = PostgresPlatform.of(System.getProperty("os.name"), System.getProperty("os.arch"))
                .orElseThrow();
        Path fetched = UNPACKED.resolve(Integer.toString(major)).resolve(platform.archive());
        return PostgresBinaries.unpack(
                UNPACKED, Integer.toString(major), fetched.toUri().toURL());
    }

    private static void initialize(PostgresDirectories directories, PostgresBinaries binaries, RunAs runAs)
            throws IOException {
        Files.createDirectory(directories.cluster());
        Files.writeString(directories.passwordFile(), PASSWORD);
        if (runAs.owner().isPresent()) {
            FileTree.own(directories.cluster(), runAs.owner().get());
            FileTree.own(directories.passwordFile(), runAs.owner().get());
        }
        List<String> command = command(
                runAs,
                binaries.initdb(),
                "--pgdata=" + directories.cluster(),
                "--username=" + SUPERUSER,
                "--pwfile=" + directories.passwordFile(),
                "--auth=scram-sha-256",
                "--encoding=UTF8",
                "--locale=C");
        Command.Result made = Command.run(command, directories.root(), PATIENCE);
        if (!made.succeeded()) {
            throw new IllegalStateException(made.output());
        }
    }

    private static List<String> command(RunAs runAs, Object... words) {
        List<String> command = new ArrayList<>(runAs.prefix());
        Arrays.stream(words).map(Object::toString).forEach(command::add);
        return command;
    }

    @Override
    public void close() {
        try {
            postmaster.stop(PATIENCE);
            workspace.close();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
