package chat.parley.adapter.postgres.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What holds of any running instance; these tests only look at the shared one. */
class EmbeddedPostgresTest {
    private static final String WAL_SYNCS = "SELECT sum(fsyncs) FROM pg_stat_io WHERE object = 'wal'";

    private final EmbeddedPostgres postgres = TestPostgres.shared();

    @Test
    void everyDurabilitySettingReadsBackOn() throws Exception {
        for (String setting : List.of("fsync", "synchronous_commit", "full_page_writes")) {
            assertThat(Sql.value(postgres.address(), "SHOW " + setting))
                    .as(setting)
                    .isEqualTo("on");
        }
        assertThat(Sql.value(postgres.address(), "SHOW data_checksums")).isEqualTo("on");
    }

    @Test
    void everyCommittedBatchIsForcedToDisk() throws Exception {
        TestDatabase database = TestPostgres.fresh();
        try (Connection connection =
                        DriverManager.getConnection(database.jdbcUrl(), database.user(), database.password());
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE TABLE batch (number int)");
            statement.execute("SELECT pg_stat_force_next_flush()");
            long before = Long.parseLong(Sql.value(connection, WAL_SYNCS));
            for (int batch = 0; batch < 20; batch++) {
                statement.execute("INSERT INTO batch SELECT generate_series(1, 50)");
            }
            statement.execute("SELECT pg_stat_force_next_flush()");
            long after = Long.parseLong(Sql.value(connection, WAL_SYNCS));
            // The log writer may have synced some of them just before, on its own account.
            assertThat(after - before).isGreaterThanOrEqualTo(15);
        }
    }

    @Test
    void sortsByCodePointAndStoresEveryLanguage() throws Exception {
        assertThat(Sql.value(
                        postgres.address(),
                        "SELECT datlocprovider::text || datlocale || pg_encoding_to_char(encoding)"
                                + " FROM pg_database WHERE datname = current_database()"))
                .isEqualTo("bC.UTF-8UTF8");
        assertThat(Sql.value(postgres.address(), "SELECT upper('żółć — 你好')")).isEqualTo("ŻÓŁĆ — 你好");
    }

    @Test
    void listensOnTheLoopbackInterfaceOnly() throws Exception {
        int port = Integer.parseInt(Sql.value(postgres.address(), "SHOW port"));
        String suffix = String.format(":%04X", port);
        List<String> listeners = List.of("/proc/net/tcp", "/proc/net/tcp6").stream()
                .map(Path::of)
                .filter(Files::exists)
                .flatMap(EmbeddedPostgresTest::lines)
                .map(line -> line.strip().split("\\s+"))
                .filter(fields -> fields.length > 3 && fields[3].equals("0A") && fields[1].endsWith(suffix))
                .map(fields -> fields[1])
                .toList();
        assertThat(listeners).containsExactly("0100007F" + suffix);
        assertThat(Sql.value(postgres.address(), "SHOW unix_socket_directories"))
                .isEmpty();
    }

    @Test
    void asksForThePassword() {
        assertThatThrownBy(() -> DriverManager.getConnection(postgres.jdbcUrl(), postgres.user(), "wrong"))
                .isInstanceOfSatisfying(
                        SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("28P01"));
    }

    @Test
    void keepsThePasswordFromOtherUsersAndOutOfTexts() throws Exception {
        Path passwordFile =
                Path.of(Sql.value(postgres.address(), "SHOW data_directory")).resolveSibling("password");
        assertThat(Files.getPosixFilePermissions(passwordFile)).hasToString("[OWNER_READ, OWNER_WRITE]");
        assertThat(Files.readString(passwordFile).strip()).isEqualTo(postgres.password());
        assertThat(postgres.address().toString()).doesNotContain(postgres.password());
    }

    @Test
    void hasNoneOfRootsPowers() throws Exception {
        Path process = Path.of("/proc", Long.toString(postgres.postmasterPid()));
        assertThat(Files.readAllLines(process.resolve("status"))).contains("CapEff:\t0000000000000000");
        boolean rootByNumber = FileOwner.of(process).user() == 0;
        boolean inNamespaceOfItsOwn = !Files.readSymbolicLink(process.resolve("ns/user"))
                .equals(Files.readSymbolicLink(Path.of("/proc/self/ns/user")));
        assertThat(!rootByNumber || inNamespaceOfItsOwn).isTrue();
    }

    @Test
    void choosesItsPortOutsideTheRangeOfOutgoingConnectionsWhereThereIsRoom() {
        assertThat(LoopbackPort.end(20_000)).isEqualTo(20_000);
        assertThat(LoopbackPort.end(1_024)).isEqualTo(LoopbackPort.USUAL_END);
        if (Files.exists(LoopbackPort.OUTGOING)) {
            Command.Result range = Command.run(
                    List.of("/bin/cat", LoopbackPort.OUTGOING.toString()), Path.of("/"), Duration.ofSeconds(5));
            assertThat(range.output()).startsWith(LoopbackPort.firstOutgoing() + "\t");
        }
        assertThat(LoopbackPort.free())
                .isBetween(LoopbackPort.LOWEST, LoopbackPort.end(LoopbackPort.firstOutgoing()) - 1);
    }

    @Test
    void letsNeitherIdleTransactionsNorDeadClientsHoldLocks() throws Exception {
        assertThat(Sql.value(postgres.address(), "SHOW idle_in_transaction_session_timeout"))
                .isEqualTo("10s");
        assertThat(Sql.value(postgres.address(), "SHOW client_connection_check_interval"))
                .isEqualTo("2s");
    }

    @Test
    void keepsMessageTextsOutOfItsLog() throws Exception {
        TestDatabase database = TestPostgres.fresh();
        String text = "secret-" + System.nanoTime();
        try (Connection connection =
                        DriverManager.getConnection(database.jdbcUrl(), database.user(), database.password());
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE TABLE message (id int PRIMARY KEY, text text CHECK (length(text) < 5))");
            try (PreparedStatement insert = connection.prepareStatement("INSERT INTO message VALUES (1, ?)")) {
                insert.setString(1, text);
                assertThatThrownBy(insert::execute).hasMessageContaining(text);
            }
        }
        Path log = Path.of(Sql.value(postgres.address(), "SHOW log_directory"));
        try (Stream<Path> files = Files.list(log)) {
            List<String> lines = files.flatMap(EmbeddedPostgresTest::lines).toList();
            assertThat(lines)
                    .anyMatch(line -> line.contains("violates check constraint"))
                    .noneMatch(line -> line.contains(text));
        }
    }

    @Test
    void refusesASecondServerOnTheSameDataDirectory() throws Exception {
        Path data = Path.of(Sql.value(postgres.address(), "SHOW data_directory"))
                .getParent()
                .getParent();
        assertThatThrownBy(() -> EmbeddedPostgres.start(
                        EmbeddedPostgresConfig.in(data).withUnpackDirectory(TestPostgres.unpackDirectory())))
                .isInstanceOf(DataDirectoryInUseException.class)
                .hasMessageContaining(
                        "in use by process " + ProcessHandle.current().pid());
        assertThat(postgres.running()).isTrue();
    }

    private static Stream<String> lines(Path file) {
        try {
            return Files.readAllLines(file).stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
