package chat.parley.adapter.postgres.embedded;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * One run of the PostgreSQL server, as a child process of ours: so its death is known at once. It gets a session of its
 * own, since Ctrl-C at a terminal goes to the whole foreground group, and the database must outlive the server's drain.
 */
final class Postmaster {
    private static final Duration READY_POLL = Duration.ofMillis(10);
    private static final Duration IMMEDIATE_STOP = Duration.ofMillis(500);

    private final Process process;

    private Postmaster(Process process) {
        this.process = process;
    }

    /** Returns when the database accepts sessions; on any failure it is killed; its children are the caller's to check. */
    static Postmaster start(List<String> command, PostgresDirectories directories, Duration limit)
            throws InterruptedException {
        PostgresLog log = new PostgresLog(directories.log());
        List<String> detached = new ArrayList<>();
        Command.find("setsid").map(Path::toString).ifPresent(detached::add);
        detached.addAll(command);
        Process process;
        try {
            process = Command.builder(detached, directories.root())
                    .redirectOutput(log.startFile().toFile())
                    .start();
        } catch (IOException e) {
            throw new EmbeddedPostgresException("PostgreSQL cannot be started: " + e.getMessage(), e);
        }
        boolean ready = false;
        try {
            awaitReady(process, directories, log, limit);
            ready = true;
            return new Postmaster(process);
        } finally {
            if (!ready) {
                process.destroyForcibly();
            }
        }
    }

    private static void awaitReady(Process process, PostgresDirectories directories, PostgresLog log, Duration limit)
            throws InterruptedException {
        long deadline = System.nanoTime() + limit.toNanos();
        while (!process.waitFor(READY_POLL.toMillis(), TimeUnit.MILLISECONDS)) {
            boolean ready = PostmasterFile.read(directories.pidFile())
                    .filter(file -> file.pid() == process.pid() && file.ready())
                    .isPresent();
            if (ready) {
                return;
            }
            if (System.nanoTime() - deadline > 0) {
                throw new EmbeddedPostgresException("PostgreSQL was not ready after " + limit.toSeconds()
                        + " s; its log in " + log.directory() + " ends with:\n" + log.lastLines());
            }
        }
        throw new EmbeddedPostgresException("PostgreSQL ended at its start with code " + process.exitValue()
                + "; its log in " + log.directory() + " ends with:\n" + log.lastLines());
    }

    long pid() {
        return process.pid();
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /** Whether it ended within the limit. */
    boolean awaitEnd(Duration limit) throws InterruptedException {
        return process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS);
    }

    String exitReason() {
        return "exit code " + process.exitValue();
    }

    /** Cleanly within the limit, else as a power failure would; its children are the caller's to check. */
    void stop(Duration cleanStop) throws InterruptedException {
        if (!process.isAlive()) {
            return;
        }
        Signal.INT.send(process.pid());
        if (!awaitEnd(cleanStop)) {
            Signal.QUIT.send(process.pid());
            if (!awaitEnd(IMMEDIATE_STOP)) {
                process.destroyForcibly();
            }
        }
    }
}
