package chat.parley.app;

import static org.assertj.core.api.Assertions.assertThat;

import chat.parley.adapter.postgres.embedded.EmbeddedPostgres;
import chat.parley.adapter.postgres.embedded.EmbeddedPostgresConfig;
import chat.parley.adapter.postgres.embedded.OtherPostgres;
import chat.parley.adapter.postgres.embedded.PostgresAddress;
import chat.parley.adapter.postgres.embedded.TestDatabase;
import chat.parley.adapter.postgres.embedded.TestPostgres;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An embedded store goes into an external database, and into an archive and out again. */
class TransferCommandsTest {
    private static final List<String> TABLES =
            List.of("account", "block", "session", "invite", "signing_key", "conversation", "head", "entry", "member");

    /** Ten messages by one member of each conversation; the second call finds all of them known. */
    private static final String APPEND = """
            select outcome::text || ' ' || seq
            from parley_append(
                array(select conversation from member m join generate_series(1, 10) on true
                      where account = (select min(account) from member o where o.conversation = m.conversation)
                      order by conversation, generate_series),
                array(select account from member m join generate_series(1, 10) on true
                      where account = (select min(account) from member o where o.conversation = m.conversation)
                      order by conversation, generate_series),
                array(select md5(conversation || '/' || generate_series)::uuid from head join generate_series(1, 10) on true
                      order by conversation, generate_series),
                array(select 'message ' || generate_series from head join generate_series(1, 10) on true
                      order by conversation, generate_series),
                array(select null::uuid from head join generate_series(1, 10) on true),
                array(select 0 from head join generate_series(1, 10) on true),
                array(select null::bigint from head join generate_series(1, 10) on true),
                array(select false from head join generate_series(1, 10) on true),
                array(select null::text from head join generate_series(1, 10) on true),
                array(select null::int from head join generate_series(1, 10) on true),
                true)
            order by n
            """;

    @TempDir
    Path directory;

    @Test
    void movesEveryEntryDedupeKeyAndMarkerFromEmbeddedToExternal() throws SQLException, IOException {
        movesEverythingTo(TestPostgres.fresh());
    }

    @Test
    void movesIntoTheOldestVersionThatIsTaken() throws SQLException, IOException {
        try (OtherPostgres oldest = OtherPostgres.start(14)) {
            TestDatabase unfit = oldest.fresh("ENCODING 'LATIN1' LOCALE 'C' TEMPLATE template0");
            movesEverythingTo(oldest.fresh());
            Path data = directory.resolve("data");
            assertThat(move(data, unfit).err()).contains("encoding is LATIN1");
            TestDatabase mistyped = new TestDatabase(unfit.jdbcUrl(), unfit.user(), "wrong");
            assertThat(move(data, mistyped).err()).contains("does not answer").doesNotContain("\tat ");
        }
    }

    private void movesEverythingTo(TestDatabase external) throws SQLException, IOException {
        Path data = directory.resolve("data");
        TestPostgres.lendPrograms(data);
        assertThat(CommandRun.of(
                                "seed",
                                "--users",
                                "20",
                                "--out",
                                directory.resolve("out").toString(),
                                "--data",
                                data.toString())
                        .status())
                .isZero();
        List<List<String>> before;
        List<String> stored;
        try (EmbeddedPostgres source = EmbeddedPostgres.start(EmbeddedPostgresConfig.in(data))) {
            stored = query(source.address(), APPEND);
            before = rows(source.address());
            assertThat(move(data, external).err()).contains("in use by process");
        }
        CommandRun moved = move(data, external);
        assertThat(moved.err()).contains("550 entry");
        assertThat(moved.status()).isZero();
        PostgresAddress target = new PostgresAddress(external.jdbcUrl(), external.user(), external.password());
        assertThat(rows(target)).isEqualTo(before);
        assertThat(stored).hasSize(500).allMatch(outcome -> outcome.startsWith("stored "));
        assertThat(query(target, APPEND))
                .isEqualTo(stored.stream()
                        .map(outcome -> outcome.replace("stored", "duplicate"))
                        .toList());
        assertThat(move(data, external).err()).contains("The store is not empty");
    }

    @Test
    void restoresWhatWasBackedUp() throws SQLException {
        TestDatabase source = TestPostgres.fresh();
        assertThat(CommandRun.of(
                                "seed",
                                "--users",
                                "7",
                                "--out",
                                directory.resolve("out").toString(),
                                "--database",
                                source.url())
                        .status())
                .isZero();
        String archive = directory.resolve("archive").toString();
        assertThat(CommandRun.of("backup", archive, "--database", source.url()).status())
                .isZero();
        TestDatabase target = TestPostgres.fresh();
        assertThat(CommandRun.of("restore", archive, "--database", target.url()).status())
                .isZero();
        assertThat(rows(new PostgresAddress(target.jdbcUrl(), target.user(), target.password())))
                .isEqualTo(rows(new PostgresAddress(source.jdbcUrl(), source.user(), source.password())));
        CommandRun again = CommandRun.of("restore", archive, "--database", target.url());
        assertThat(again.status()).isEqualTo(1);
        assertThat(again.err()).contains("The store is not empty");
    }

    @Test
    void seedsOnlyWhereNobodyHasAPasswordUnlessForced() throws SQLException {
        TestDatabase store = TestPostgres.fresh();
        String[] seed = {
            "seed", "--users", "2", "--out", directory.resolve("out").toString(), "--database", store.url()
        };
        assertThat(CommandRun.of(seed).status()).isZero();
        assertThat(directory.resolve("out")).content().hasLineCount(2).startsWith("{\"user\":\"u");
        PostgresAddress address = new PostgresAddress(store.jdbcUrl(), store.user(), store.password());
        query(address, "update account set password = 'hash' returning id::text");
        CommandRun refused = CommandRun.of(seed);
        assertThat(refused.status()).isEqualTo(1);
        assertThat(refused.err()).contains("real accounts").contains("--force");
        String[] forced = Arrays.copyOf(seed, seed.length + 1);
        forced[seed.length] = "--force";
        assertThat(CommandRun.of(forced).status()).isZero();
    }

    private static CommandRun move(Path data, TestDatabase to) {
        return CommandRun.of("move", "--data", data.toString(), "--to", to.url());
    }

    private static List<List<String>> rows(PostgresAddress address) throws SQLException {
        List<List<String>> tables = new ArrayList<>();
        for (String table : TABLES) {
            tables.add(
                    query(address, "select (to_jsonb(t) - 'xid' - 'ended_xid')::text from " + table + " t order by 1"));
        }
        return tables;
    }

    private static List<String> query(PostgresAddress address, String sql) throws SQLException {
        List<String> values = new ArrayList<>();
        try (Connection connection =
                        DriverManager.getConnection(address.jdbcUrl(), address.user(), address.password());
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            while (rows.next()) {
                values.add(rows.getString(1));
            }
        }
        return values;
    }
}
