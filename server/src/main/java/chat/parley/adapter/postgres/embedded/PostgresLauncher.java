package chat.parley.adapter.postgres.embedded;

import chat.parley.wording.FileTrouble;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Brings the database up on one data directory, as often as that is needed, always on the same port. */
final class PostgresLauncher {
    private static final String READABLE = "rw-r--r--";

    /** A port that was free can be taken before PostgreSQL binds it; then the next is tried. */
    private static final int PORT_ATTEMPTS = 5;

    private final EmbeddedPostgresConfig config;
    private final PostgresDirectories directories;
    private final PostgresBinaries binaries;
    private final RunAs runAs;
    private final LeftoverProcesses leftovers;
    private final String password;
    private int port;

    private PostgresLauncher(
            EmbeddedPostgresConfig config,
            PostgresDirectories directories,
            PostgresBinaries binaries,
            RunAs runAs,
            LeftoverProcesses leftovers,
            String password) {
        this.config = config;
        this.directories = directories;
        this.binaries = binaries;
        this.runAs = runAs;
        this.leftovers = leftovers;
        this.password = password;
        this.port = config.port();
    }

    /** Everything up to the start itself: programs, the end of whatever still runs there, a cluster, settings. */
    static PostgresLauncher prepare(EmbeddedPostgresConfig config) throws InterruptedException {
        PostgresDirectories directories = PostgresDirectories.in(config.dataDirectory());
        PostgresBinaries binaries = PostgresBinaries.unpack(config.unpackDirectory());
        LeftoverProcesses leftovers = new LeftoverProcesses(directories);
        leftovers.endPostmaster(config.stopTimeout());
        RunAs runAs = RunAs.choose(directories, binaries);
        String password = new PostgresCluster(directories, binaries, runAs).prepare();
        return new PostgresLauncher(config, directories, binaries, runAs, leftovers, password);
    }

    /** The first launch settles the port. */
    Postmaster launchFirst() throws InterruptedException {
        writeSettings();
        if (config.port() != 0) {
            requireFree(config.port());
            return launch();
        }
        for (int attempt = 1; ; attempt++) {
            port = LoopbackPort.free();
            try {
                return launch();
            } catch (EmbeddedPostgresException e) {
                if (attempt == PORT_ATTEMPTS || LoopbackPort.isFree(port)) {
                    throw e;
                }
            }
        }
    }

    /** A launch when the last postmaster is dead; its children may not be. */
    Postmaster relaunch() throws InterruptedException {
        leftovers.endPostmaster(config.stopTimeout());
        return launch();
    }

    /** For the very end: whatever of the database still runs. */
    void killLeftovers() throws InterruptedException {
        leftovers.kill();
    }

    PostgresAddress address() {
        return new PostgresAddress(
                DatabaseCheck.jdbcUrl(port, DatabaseCheck.DATABASE), PostgresCluster.SUPERUSER, password);
    }

    PostgresLog log() {
        return new PostgresLog(directories.log());
    }

    /** On any failure nothing of the database is left running. */
    private Postmaster launch() throws InterruptedException {
        boolean launched = false;
        try {
            Postmaster postmaster = startVerified();
            launched = true;
            return postmaster;
        } finally {
            if (!launched) {
                // A postmaster that stops does not wait for its log writer, and a killed one for none of its children.
                leftovers.kill();
            }
        }
    }

    private Postmaster startVerified() throws InterruptedException {
        List<String> command = new ArrayList<>(runAs.prefix());
        command.add(binaries.postgres().toString());
        command.addAll(new PostgresSettings(directories, config).arguments(port));
        Postmaster postmaster = Postmaster.start(command, directories, config.startTimeout());
        boolean verified = false;
        try {
            new DatabaseCheck(port, password).run();
            verified = true;
            return postmaster;
        } finally {
            if (!verified) {
                postmaster.stop(config.stopTimeout());
            }
        }
    }

    private static void requireFree(int port) {
        if (!LoopbackPort.isFree(port)) {
            throw new EmbeddedPostgresException("Port " + port + " on 127.0.0.1, configured for the database, is taken"
                    + " by another program. Configure another, or 0 for any free one.");
        }
    }

    private void writeSettings() {
        try {
            FileTree.write(directories.configFile(), new PostgresSettings(directories, config).file(), READABLE);
            FileTree.write(directories.accessFile(), PostgresSettings.ACCESS, READABLE);
        } catch (IOException e) {
            throw new EmbeddedPostgresException(
                    "The database's settings cannot be written to " + directories.root() + " (" + FileTrouble.reason(e)
                            + ").",
                    e);
        }
    }
}
