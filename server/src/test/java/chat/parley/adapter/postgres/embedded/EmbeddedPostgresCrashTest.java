package chat.parley.adapter.postgres.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Everything that can be killed is killed; what was committed stays, and nothing is left running. */
class EmbeddedPostgresCrashTest {
    private static Workspace workspace;

    @BeforeAll
    static void makeWorkspace() throws IOException {
        workspace = Workspace.create();
        workspace.start().close();
    }

    @AfterAll
    static void removeWorkspace() throws IOException {
        workspace.close();
    }

    @Test
    void comesBackByItselfWhenThePostmasterIsKilledUnderARunningQuery() throws Exception {
        try (EmbeddedPostgres postgres = workspace.start()) {
            BlockingQueue<PostgresState> changes = new LinkedBlockingQueue<>();
            postgres.onStateChange(changes::add);
            Sql.execute(postgres.address(), "DROP TABLE IF EXISTS kept", "CREATE TABLE kept (number int)");
            PostgresAddress address = postgres.address();
            List<Long> postmasters = new ArrayList<>();
            for (int round = 1; round <= 2; round++) {
                Sql.execute(address, "INSERT INTO kept VALUES (" + round + ")");
                postmasters.add(postgres.postmasterPid());
                try (BusyBackend backend = BusyBackend.start(address)) {
                    kill(postgres.postmasterPid());
                    assertThat(changes.poll(90, TimeUnit.SECONDS)).isEqualTo(PostgresState.RESTARTING);
                    assertThat(changes.poll(90, TimeUnit.SECONDS)).isEqualTo(PostgresState.RUNNING);
                    assertThat(backend.isAlive()).isFalse();
                }
                assertThat(postgres.running()).isTrue();
                assertThat(postgres.address()).isEqualTo(address);
                assertThat(Sql.value(address, "SELECT count(*) FROM kept")).isEqualTo(Integer.toString(round));
            }
            assertThat(postmasters).doesNotHaveDuplicates().doesNotContain(postgres.postmasterPid());
        }
        assertThat(workspace.anyProcessLeft()).isFalse();
    }

    @Test
    void endsTheOrphansOfAKilledServerAndKeepsItsCommits() throws Exception {
        Process server = ServerProcess.launch(workspace.config());
        Deadline.await(
                "the other server's database answers",
                () -> Sql.value(EmbeddedPostgres.findRunning(workspace.data()).orElseThrow(), "SELECT 1")
                        .equals("1"));
        PostgresAddress orphan = EmbeddedPostgres.findRunning(workspace.data()).orElseThrow();
        Sql.execute(
                orphan,
                "DROP TABLE IF EXISTS kept_by_orphan",
                "CREATE TABLE kept_by_orphan AS SELECT generate_series(1, 1000)");
        long orphanPid = PostmasterFile.read(workspace.directories().pidFile())
                .orElseThrow()
                .pid();
        try (BusyBackend backend = BusyBackend.start(orphan)) {
            server.destroyForcibly().waitFor();
            assertThat(ProcessTable.arguments(orphanPid))
                    .as("the database outlives its server")
                    .isNotEmpty();
            try (EmbeddedPostgres postgres = workspace.start()) {
                assertThat(backend.isAlive()).isFalse();
                assertThat(ProcessTable.arguments(orphanPid)).isEmpty();
                assertThat(postgres.postmasterPid()).isNotEqualTo(orphanPid);
                assertThat(Sql.value(postgres.address(), "SELECT count(*) FROM kept_by_orphan"))
                        .isEqualTo("1000");
            }
        }
    }

    @Test
    void startsAnewAfterAServerKilledInTheMiddleOfInitdb() throws Exception {
        try (Workspace fresh = Workspace.create()) {
            Process server = ServerProcess.launch(fresh.config());
            Path root = fresh.directories().root();
            Deadline.await(
                    "initdb is at work",
                    () -> unfinished(root).stream().anyMatch(aside -> Files.exists(aside.resolve("data/base"))));
            server.destroyForcibly().waitFor();
            assertThat(fresh.directories().cluster()).doesNotExist();
            try (EmbeddedPostgres postgres = fresh.start()) {
                assertThat(Sql.value(postgres.address(), "SELECT 1")).isEqualTo("1");
            }
            assertThat(unfinished(root)).isEmpty();
        }
    }

    @Test
    void leavesAnUnrelatedProcessAloneThatTookTheIdInAStaleProcessFile() throws Exception {
        PostgresDirectories directories = workspace.directories();
        RunAs runAs = RunAs.choose(directories, PostgresBinaries.unpack(TestPostgres.unpackDirectory()));
        List<String> sleeper = new ArrayList<>(runAs.prefix());
        sleeper.addAll(List.of("sleep", "600"));
        Process innocent = Command.builder(sleeper, Path.of("/")).start();
        try {
            startOverStaleProcessFile(directories, innocent.pid());
            assertThat(innocent.isAlive()).isTrue();
        } finally {
            innocent.destroyForcibly();
        }
    }

    @Test
    void leavesThePostmasterOfAnotherDataDirectoryAlone() throws Exception {
        long other = TestPostgres.shared().postmasterPid();
        startOverStaleProcessFile(workspace.directories(), other);
        assertThat(TestPostgres.shared().postmasterPid()).isEqualTo(other);
        assertThat(TestPostgres.shared().running()).isTrue();
    }

    @Test
    void stopsAPostmasterThatSomebodyStartedByHand() throws Exception {
        PostgresDirectories directories = workspace.directories();
        PostgresBinaries binaries = PostgresBinaries.unpack(TestPostgres.unpackDirectory());
        List<String> command =
                new ArrayList<>(RunAs.choose(directories, binaries).prefix());
        command.addAll(List.of(binaries.postgres().toString(), "-D", "."));
        command.addAll(List.of("-p", Integer.toString(LoopbackPort.free()), "-k", ""));
        Process byHand = Command.builder(command, directories.cluster())
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        Deadline.await(
                "the other PostgreSQL is ready",
                () -> PostmasterFile.read(directories.pidFile()).orElseThrow().ready());
        try (EmbeddedPostgres postgres = workspace.start()) {
            assertThat(byHand.isAlive()).isFalse();
            assertThat(byHand.exitValue()).as("it stopped cleanly").isZero();
            assertThat(postgres.running()).isTrue();
        }
    }

    @Test
    void closesInTimeAlthoughASessionHangs() throws Exception {
        EmbeddedPostgres postgres = EmbeddedPostgres.start(workspace.hastyConfig());
        try (Connection connection = Sql.connect(postgres.address())) {
            String pid = Sql.value(connection, "SELECT pg_backend_pid()");
            Command.run(List.of("/bin/sh", "-c", "kill -s STOP " + pid), Path.of("/"), Duration.ofSeconds(5));
            postgres.close();
        }
        assertThat(postgres.state()).isEqualTo(PostgresState.STOPPED);
        assertThat(workspace.anyProcessLeft()).isFalse();
    }

    @Test
    void closesWhileItRestarts() throws Exception {
        EmbeddedPostgres postgres = workspace.start();
        kill(postgres.postmasterPid());
        postgres.close();
        assertThat(postgres.running()).isFalse();
        assertThat(workspace.anyProcessLeft()).isFalse();
        workspace.start().close();
    }

    @Test
    void endsAnOpenTransactionOnClosingAndKeepsOnlyWhatWasCommitted() throws Exception {
        EmbeddedPostgres postgres = workspace.start();
        Sql.execute(postgres.address(), "DROP TABLE IF EXISTS closing", "CREATE TABLE closing (number int)");
        Sql.execute(postgres.address(), "INSERT INTO closing VALUES (1)");
        try (Connection connection = Sql.connect(postgres.address());
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            statement.execute("INSERT INTO closing VALUES (2)");
            postgres.close();
        }
        try (EmbeddedPostgres again = workspace.start()) {
            assertThat(Sql.value(again.address(), "SELECT sum(number) FROM closing"))
                    .isEqualTo("1");
        }
    }

    private static void startOverStaleProcessFile(PostgresDirectories directories, long pid) throws Exception {
        Files.writeString(directories.pidFile(), pid + "\n" + directories.cluster() + "\n1\n15000\n\n\n\n");
        try (EmbeddedPostgres postgres = workspace.start()) {
            assertThat(Sql.value(postgres.address(), "SELECT 1")).isEqualTo("1");
        }
    }

    private static List<Path> unfinished(Path root) throws IOException {
        List<Path> found = new ArrayList<>();
        try (DirectoryStream<Path> asides = Files.newDirectoryStream(root, PostgresCluster.ASIDE_PREFIX + "*")) {
            asides.forEach(found::add);
        }
        return found;
    }

    private static void kill(long pid) {
        ProcessHandle.of(pid).orElseThrow().destroyForcibly();
    }
}
