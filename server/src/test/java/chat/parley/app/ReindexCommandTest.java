package chat.parley.app;

import static org.assertj.core.api.Assertions.assertThat;

import chat.parley.adapter.postgres.embedded.TestDatabase;
import chat.parley.adapter.postgres.embedded.TestPostgres;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReindexCommandTest {
    private static final int MESSAGES = 1_200;

    @TempDir
    Path directory;

    private final TestDatabase database = TestPostgres.fresh();

    @Test
    void makesTheIndexAnewWithoutAServerAndTellsHowFarItIs() throws SQLException {
        String url = database.jdbcUrl()
                .replace("jdbc:postgresql://", "postgresql://%s:%s@".formatted(database.user(), database.password()));
        String out = directory.resolve("seed.jsonl").toString();
        assertThat(CommandRun.of("seed", "--users", "2", "--out", out, "--database", url)
                        .status())
                .isZero();
        number("""
                select count(*) from (select conversation, min(account) as account from member group by 1 limit 1) one
                cross join lateral parley_append(
                    array_fill(conversation, array[%1$d]), array_fill(account, array[%1$d]),
                    array(select gen_random_uuid() from generate_series(1, %1$d)),
                    array(select 'message ' || n from generate_series(1, %1$d) n),
                    array_fill(null::uuid, array[%1$d]), array_fill(0, array[%1$d]),
                    array_fill(null::bigint, array[%1$d]), array_fill(false, array[%1$d]),
                    array_fill(null::text, array[%1$d]), array_fill(null::int, array[%1$d]), true)""".formatted(MESSAGES));

        CommandRun run = CommandRun.of("reindex", "--database", url);

        assertThat(run.status()).as(run.err()).isZero();
        assertThat(run.err()).contains("0 of 1,201 entries (0 %)", "made anew, of 1,201 entries");
        assertThat(number("select count(*) from search_message")).isEqualTo(MESSAGES);
    }

    private long number(String sql) throws SQLException {
        try (Connection connection =
                        DriverManager.getConnection(database.jdbcUrl(), database.user(), database.password());
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return row.getLong(1);
        }
    }
}
