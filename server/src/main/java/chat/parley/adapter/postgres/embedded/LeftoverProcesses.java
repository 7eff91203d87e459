package chat.parley.adapter.postgres.embedded;

import chat.parley.wording.FileTrouble;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Ends what an earlier server, or a postmaster that died, left running on this data directory; the caller holds the
 * directory's lock, so none of it is in use.
 *
 * <p>A healthy orphan is stopped and not adopted, although adopting would spare half a second. An adopted postmaster is
 * no child of ours (its death shows late and its exit code never), it may be of an older version or have other settings
 * than those that this start verifies, and its sessions may still hold locks for a server that is dead. Stopping makes
 * one way out of all such states, and the way that is tested is the way that is taken.
 *
 * <p>Who is ours is told by the command line, never by a bare process id: a postmaster carries {@code -D} and our
 * directory, its children carry the cluster's name in their title. So a process that took over an old id is safe.
 * PostgreSQL's own interlock (shared memory bound to the directory) stays as the second line.
 */
final class LeftoverProcesses {
    private static final Logger log = LoggerFactory.getLogger(LeftoverProcesses.class);
    private static final Duration KILL_TIMEOUT = Duration.ofSeconds(5);
    private static final Duration IMMEDIATE_TIMEOUT = Duration.ofSeconds(2);

    private final PostgresDirectories directories;
    private final String childTitle;

    LeftoverProcesses(PostgresDirectories directories) {
        this.directories = directories;
        this.childTitle = "postgres: " + directories.clusterName() + ": ";
    }

    /** Stops an orphaned postmaster, cleanly if it lets itself, and clears a process file that means nobody. */
    void endPostmaster(Duration cleanStop) throws InterruptedException {
        List<ProcessHandle> ours = processesOfThisDirectory();
        for (ProcessHandle process : ours) {
            if (isPostmaster(process.pid())) {
                log.warn("stopping PostgreSQL process {}, left behind by an earlier server", process.pid());
                stop(process.pid(), cleanStop);
            }
        }
        if (!ours.isEmpty()) {
            kill();
        }
        clearPidFile();
    }

    private void stop(long postmaster, Duration cleanStop) throws InterruptedException {
        Signal.INT.send(postmaster);
        if (!Polling.until(() -> !isPostmaster(postmaster), cleanStop)) {
            Signal.QUIT.send(postmaster);
            Polling.until(() -> !isPostmaster(postmaster), IMMEDIATE_TIMEOUT);
        }
    }

    /** Ends everything of ours at once. Nothing is lost: it is what a power failure does, and the log replays. */
    void kill() throws InterruptedException {
        boolean gone = Polling.until(
                () -> {
                    List<ProcessHandle> left = ProcessTable.matching(this::isOurs);
                    left.forEach(ProcessHandle::destroyForcibly);
                    return left.isEmpty();
                },
                KILL_TIMEOUT);
        if (!gone) {
            List<Long> ids = ProcessTable.matching(this::isOurs).stream()
                    .map(ProcessHandle::pid)
                    .toList();
            throw new EmbeddedPostgresException("PostgreSQL processes " + ids + " on " + directories.cluster()
                    + " do not end, even by kill -9. End them (a hanging disk may hold them), then start again.");
        }
    }

    private List<ProcessHandle> processesOfThisDirectory() {
        List<ProcessHandle> found = new ArrayList<>(ProcessTable.matching(this::isOurs));
        // One that was started by hand need not name the directory on its command line.
        PostmasterFile.read(directories.pidFile())
                .flatMap(file -> ProcessHandle.of(file.pid()))
                .filter(process -> !found.contains(process) && isPostmaster(process.pid()))
                .ifPresent(found::add);
        return found;
    }

    private void clearPidFile() {
        Optional<Long> pid = PostmasterFile.read(directories.pidFile()).map(PostmasterFile::pid);
        if (pid.isPresent() && mayServeThisDirectory(pid.get())) {
            throw new EmbeddedPostgresException("Process " + pid.get() + ", named by " + directories.pidFile()
                    + ", may be a PostgreSQL that serves this directory. If it is, stop it (kill -INT " + pid.get()
                    + "); if not, delete the file. Then start again.");
        }
        try {
            Files.deleteIfExists(directories.pidFile());
        } catch (IOException e) {
            throw new EmbeddedPostgresException(
                    "The stale process file " + directories.pidFile() + " cannot be deleted (" + FileTrouble.reason(e)
                            + "). Delete it, then start again.",
                    e);
        }
    }

    private boolean isOurs(List<String> arguments) {
        return isPostmaster(arguments)
                || (!arguments.isEmpty() && arguments.getFirst().startsWith(childTitle));
    }

    private boolean isPostmaster(List<String> arguments) {
        int flag = arguments.indexOf("-D");
        return flag > 0
                && flag + 1 < arguments.size()
                && arguments.get(flag + 1).equals(directories.cluster().toString())
                && arguments.subList(0, flag).stream().anyMatch(LeftoverProcesses::isPostgres);
    }

    /** Whether that process is, beyond doubt, the postmaster of this data directory. */
    boolean isPostmaster(long pid) {
        List<String> arguments = ProcessTable.arguments(pid);
        return isPostmaster(arguments)
                || (!arguments.isEmpty()
                        && isPostgres(arguments.getFirst())
                        && ProcessTable.workingDirectory(pid)
                                .filter(this::isCluster)
                                .isPresent());
    }

    private boolean isCluster(Path directory) {
        try {
            return Files.isSameFile(directory, directories.cluster());
        } catch (IOException gone) {
            return false;
        }
    }

    private boolean mayServeThisDirectory(long pid) {
        List<String> arguments = ProcessTable.arguments(pid);
        if (arguments.isEmpty() || !isPostgres(arguments.getFirst())) {
            return false;
        }
        int flag = arguments.indexOf("-D");
        boolean namesAnother = flag > 0
                && flag + 1 < arguments.size()
                && Path.of(arguments.get(flag + 1)).isAbsolute();
        return isPostmaster(pid)
                || (!namesAnother && ProcessTable.workingDirectory(pid).isEmpty());
    }

    private static boolean isPostgres(String program) {
        Path name = Path.of(program).getFileName();
        return name != null && name.toString().equals("postgres");
    }
}
