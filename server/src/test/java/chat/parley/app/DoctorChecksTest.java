package chat.parley.app;

import static org.assertj.core.api.Assertions.assertThat;

import chat.parley.adapter.postgres.embedded.TestDatabase;
import chat.parley.adapter.postgres.embedded.TestPostgres;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DoctorChecksTest {
    @TempDir
    Path directory;

    @Test
    void wantsTheJdkThatParleyIsBuiltFor() {
        assertThat(MachineChecks.jdk(25)).isInstanceOf(Finding.Good.class);
        assertThat(MachineChecks.jdk(21)).isInstanceOf(Finding.Wrong.class);
    }

    @Test
    void findsAPortThatIsTaken() throws IOException {
        try (ServerSocket taken = new ServerSocket(0)) {
            assertThat(MachineChecks.port("0.0.0.0", taken.getLocalPort())).isInstanceOf(Finding.Wrong.class);
        }
        assertThat(MachineChecks.port("127.0.0.1", 0)).isInstanceOf(Finding.Good.class);
    }

    @Test
    void judgesTheLimitOnOpenFiles() {
        assertThat(MachineChecks.openFiles(1_024)).isInstanceOf(Finding.Wrong.class);
        assertThat(MachineChecks.openFiles(8_192)).isInstanceOf(Finding.Doubtful.class);
        assertThat(MachineChecks.openFiles(65_536)).isInstanceOf(Finding.Good.class);
    }

    @Test
    void looksAtTheDiskBelowADirectoryThatIsYetToBeMade() {
        assertThat(MachineChecks.disk(directory.resolve("a").resolve("b")).what())
                .startsWith(directory.toString());
    }

    @Test
    void findsAClockThatWasNeverSet() {
        assertThat(MachineChecks.clock(Instant.EPOCH)).isInstanceOf(Finding.Wrong.class);
        assertThat(MachineChecks.clock(Instant.now())).isInstanceOf(Finding.Good.class);
    }

    @Test
    void missesThePageWhereItIsNotBuilt() throws IOException {
        assertThat(MachineChecks.pages(directory)).isInstanceOf(Finding.Doubtful.class);
        Files.writeString(directory.resolve("index.html"), "<!doctype html>");
        assertThat(MachineChecks.pages(directory)).isInstanceOf(Finding.Good.class);
    }

    @Test
    void findsADatabaseThatWouldLoseMessages() {
        assertThat(StoreChecks.durable("fsync", "off")).isInstanceOf(Finding.Wrong.class);
        assertThat(StoreChecks.durable("synchronous_commit", "remote_apply")).isInstanceOf(Finding.Good.class);
    }

    @Test
    void asksTheRealDatabase() {
        TestDatabase database = TestPostgres.fresh();
        List<Finding> findings = StoreChecks.of(StoreConfig.defaults()
                .in(URI.create(database.jdbcUrl()
                        .replace(
                                "jdbc:postgresql://",
                                "postgresql://" + database.user() + ":" + database.password() + "@"))));
        assertThat(findings).hasSize(5).allMatch(Finding.Good.class::isInstance);
    }

    @Test
    void tellsOfADatabaseThatDoesNotAnswerWithStatus1() {
        CommandRun doctor =
                CommandRun.of("doctor", "--database", "postgresql://me:hush@127.0.0.1:1/none", "--set", "http.port=0");
        assertThat(doctor.status()).isEqualTo(1);
        assertThat(doctor.out())
                .contains("WRONG   jdbc:postgresql://127.0.0.1:1/none does not answer")
                .doesNotContain("hush");
    }
}
