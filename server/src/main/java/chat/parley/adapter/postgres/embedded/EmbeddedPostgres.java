package chat.parley.adapter.postgres.embedded;

import chat.parley.wording.FileTrouble;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A durable PostgreSQL on the data directory, run as a child process and brought back when it dies.
 *
 * <pre>
 *            start              dies                  up again
 *   (lock) ────────▶ RUNNING ─────────▶ RESTARTING ───────────▶ RUNNING
 *                       └────────── close ──┴──────▶ STOPPED
 * </pre>
 *
 * <p>The port, the user and the password stay the same for as long as this object lives, so that a connection pool
 * heals by itself. A server that is killed leaves its postmaster behind; the next start on the directory ends it, see
 * {@link LeftoverProcesses}. Safe for use by several threads.
 */
public final class EmbeddedPostgres implements AutoCloseable {
    /** A database that ran this long and dies is restarted at once; one that dies again sooner waits longer. */
    private static final Duration STABLE_AFTER = Duration.ofMinutes(1);

    private static final Duration FIRST_PAUSE = Duration.ofMillis(100);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);
    private static final Duration FORCED_STOP = Duration.ofMillis(800);
    private static final Duration LOG_SWEEP = Duration.ofSeconds(30);

    private static final Logger log = LoggerFactory.getLogger(EmbeddedPostgres.class);

    private final EmbeddedPostgresConfig config;
    private final DataDirectoryLock lock;
    private final PostgresLauncher launcher;
    private final List<Consumer<PostgresState>> listeners = new CopyOnWriteArrayList<>();
    private final AtomicBoolean closed = new AtomicBoolean();
    private final Thread supervisor;
    private volatile Postmaster postmaster;
    private volatile PostgresState state = PostgresState.RUNNING;

    private EmbeddedPostgres(
            EmbeddedPostgresConfig config, DataDirectoryLock lock, PostgresLauncher launcher, Postmaster first) {
        this.config = config;
        this.lock = lock;
        this.launcher = launcher;
        this.postmaster = first;
        this.supervisor = Thread.ofVirtual().name("postgres-supervisor").unstarted(this::supervise);
    }

    /**
     * Returns when the database answers and its durability is verified.
     *
     * @throws EmbeddedPostgresException if it cannot be had; nothing is left running or locked
     */
    public static EmbeddedPostgres start(EmbeddedPostgresConfig config) {
        long begun = System.nanoTime();
        DataDirectoryLock lock = DataDirectoryLock.acquire(existing(config.dataDirectory()));
        EmbeddedPostgres started = null;
        try {
            PostgresLauncher launcher = PostgresLauncher.prepare(config);
            started = new EmbeddedPostgres(config, lock, launcher, launcher.launchFirst());
            started.supervisor.start();
            log.info(
                    "embedded PostgreSQL {} ready at {} after {} ms",
                    PostgresBinaries.VERSION,
                    started.jdbcUrl(),
                    Duration.ofNanos(System.nanoTime() - begun).toMillis());
            return started;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new EmbeddedPostgresException("The start of the database was interrupted.", e);
        } finally {
            if (started == null) {
                lock.close();
            }
        }
    }

    /**
     * The database of a server that runs on this data directory now, for commands that work beside it; empty if none
     * does. Nothing is started.
     */
    public static Optional<PostgresAddress> findRunning(Path dataDirectory) {
        if (!Files.isDirectory(dataDirectory)) {
            return Optional.empty();
        }
        PostgresDirectories directories =
                new PostgresDirectories(existing(dataDirectory).resolve("postgres"));
        LeftoverProcesses processes = new LeftoverProcesses(directories);
        return PostmasterFile.read(directories.pidFile())
                .filter(file -> file.ready() && processes.isPostmaster(file.pid()))
                .map(file -> new PostgresAddress(
                        DatabaseCheck.jdbcUrl(file.port(), DatabaseCheck.DATABASE),
                        PostgresCluster.SUPERUSER,
                        readPassword(directories.passwordFile())));
    }

    /** Whether the data directory holds a database, running or not. */
    public static boolean exists(Path dataDirectory) {
        return Files.exists(new PostgresDirectories(dataDirectory.resolve("postgres")).cluster());
    }

    /** Whether a server uses the data directory now; a database may run there without, after its server was killed. */
    public static boolean inUse(Path dataDirectory) {
        return DataDirectoryLock.held(dataDirectory);
    }

    public PostgresAddress address() {
        return launcher.address();
    }

    public String jdbcUrl() {
        return address().jdbcUrl();
    }

    public String user() {
        return address().user();
    }

    public String password() {
        return address().password();
    }

    public long postmasterPid() {
        return postmaster.pid();
    }

    public PostgresState state() {
        return state;
    }

    public boolean running() {
        return state == PostgresState.RUNNING && postmaster.isAlive();
    }

    /** Told of every change of state, in order and one at a time; a listener that blocks delays the restart. */
    public void onStateChange(Consumer<PostgresState> listener) {
        listeners.add(listener);
    }

    /** Bounded by the stop timeout and two seconds more; sessions that are still open are ended. */
    @Override
    public void close() {
        closeWithin(config.stopTimeout().plusSeconds(2));
    }

    /** As {@link #close}; of the time, so much is kept for one that does not stop cleanly (it may be paused) to be killed. */
    public void closeWithin(Duration limit) {
        if (!closed.compareAndSet(false, true)) {
            return;
        }
        long begun = System.nanoTime();
        try {
            supervisor.interrupt();
            supervisor.join(limit.dividedBy(4));
            Duration left = limit.minus(FORCED_STOP).minusNanos(System.nanoTime() - begun);
            postmaster.stop(shorter(left, config.stopTimeout()));
            launcher.killLeftovers();
            change(PostgresState.STOPPED);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new EmbeddedPostgresException("The stop of the database was interrupted; the next start ends it.", e);
        } finally {
            lock.close();
        }
    }

    private void supervise() {
        try {
            Duration pause = Duration.ZERO;
            while (true) {
                Duration lived = awaitDeath();
                log.error("PostgreSQL process {} died ({})", postmaster.pid(), postmaster.exitReason());
                change(PostgresState.RESTARTING);
                pause = lived.compareTo(STABLE_AFTER) > 0 ? Duration.ZERO : pause;
                pause = restart(pause);
                change(PostgresState.RUNNING);
                log.info("PostgreSQL is back as process {}", postmaster.pid());
            }
        } catch (InterruptedException closing) {
            log.debug("the database is no longer supervised: it is being closed");
        }
    }

    private Duration awaitDeath() throws InterruptedException {
        long begun = System.nanoTime();
        do {
            pruneLogs();
        } while (!postmaster.awaitEnd(LOG_SWEEP));
        return Duration.ofNanos(System.nanoTime() - begun);
    }

    /** For as long as it takes: what stands in the way (a full disk, say) may go. Answers the next pause. */
    private Duration restart(Duration firstPause) throws InterruptedException {
        Duration pause = firstPause;
        while (true) {
            Thread.sleep(pause);
            pause = longer(pause);
            try {
                postmaster = launcher.relaunch();
                return pause;
            } catch (RuntimeException e) {
                if (Thread.interrupted()) {
                    throw new InterruptedException("closed during a restart");
                }
                log.error("PostgreSQL is not back, trying again in {} ms: {}", pause.toMillis(), e.toString());
            }
        }
    }

    private static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }

    private static Duration longer(Duration pause) {
        Duration doubled = pause.isZero() ? FIRST_PAUSE : pause.multipliedBy(2);
        return doubled.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : doubled;
    }

    private void change(PostgresState next) {
        state = next;
        for (Consumer<PostgresState> listener : listeners) {
            try {
                listener.accept(next);
            } catch (RuntimeException e) {
                log.error("a listener failed on the database's change to {}", next, e);
            }
        }
    }

    private void pruneLogs() {
        try {
            launcher.log().prune();
        } catch (IOException e) {
            log.warn("old database logs cannot be deleted: {}", e.toString());
        }
    }

    private static Path existing(Path dataDirectory) {
        try {
            return Files.createDirectories(dataDirectory).toRealPath();
        } catch (IOException e) {
            throw new EmbeddedPostgresException(
                    "The data directory " + dataDirectory + " cannot be made (" + FileTrouble.reason(e)
                            + "). Give the server a directory that it may write with --data.",
                    e);
        }
    }

    private static String readPassword(Path file) {
        try {
            return Files.readString(file).strip();
        } catch (IOException e) {
            throw new EmbeddedPostgresException(
                    "The database's password file " + file + " cannot be read (" + FileTrouble.reason(e)
                            + "). Run the command as the user that runs the server.",
                    e);
        }
    }
}
