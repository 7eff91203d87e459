package chat.parley.adapter.postgres.seed;

import static org.assertj.core.api.Assertions.assertThat;

import chat.parley.adapter.postgres.Database;
import chat.parley.adapter.postgres.DatabaseConfig;
import chat.parley.adapter.postgres.embedded.TestDatabase;
import chat.parley.adapter.postgres.embedded.TestPostgres;
import chat.parley.core.id.IdSource;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StoreSeedTest {
    private static Database database;

    @BeforeAll
    static void open() {
        TestDatabase fresh = TestPostgres.fresh();
        database = Database.open(
                DatabaseConfig.of(fresh.jdbcUrl(), fresh.user(), fresh.password()), new SimpleMeterRegistry());
    }

    @AfterAll
    static void close() {
        database.close();
    }

    @Test
    void givesEveryUserASessionAndAsManyConversationsAsAskedFor() throws SQLException {
        StoreSeed seed = seed();
        List<SeededUser> users = seed.users(2_002, Instant.now());
        assertThat(seed.conversations(users, 5)).isEqualTo(2_002 * 5 / 2);
        assertThat(users.stream().map(SeededUser::handle)).doesNotHaveDuplicates();
        assertThat(number("select count(distinct account) from session")).isEqualTo(2_002);
        assertThat(number("select min(n) from (select count(*) n from member group by account)"))
                .isEqualTo(5);
        assertThat(number("select max(n) from (select count(*) n from member group by account)"))
                .isEqualTo(5);
        assertThat(number("select count(*) from head where seq <> 1 or members <> 2"))
                .isZero();
    }

    @Test
    void seesWhetherSomebodyHasAPassword() throws SQLException {
        TestDatabase fresh = TestPostgres.fresh();
        try (Database other = Database.open(
                DatabaseConfig.of(fresh.jdbcUrl(), fresh.user(), fresh.password()), new SimpleMeterRegistry())) {
            StoreSeed seed = new StoreSeed(other.pool(), new IdSource(InstantSource.system()));
            seed.users(3, Instant.now());
            assertThat(seed.holdsRealAccounts()).isFalse();
            try (Connection connection = other.pool().open();
                    Statement statement = connection.createStatement()) {
                statement.execute("update account set password = 'hash' where id = (select min(id) from account)");
            }
            assertThat(seed.holdsRealAccounts()).isTrue();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "1, 5, 0, 0",
        "2, 5, 1, 1",
        "3, 2, 1, 2",
        "5, 3, 2, 3",
        "6, 5, 5, 5",
        "6, 9, 5, 5",
        "7, 0, 0, 0",
        "8, 3, 3, 3"
    })
    void pairsEverybodyWithOthersAndNobodyTwice(int players, int rounds, int least, int most) {
        Map<Integer, Set<Integer>> met = new HashMap<>();
        for (int player = 0; player < players; player++) {
            met.put(player, new HashSet<>());
        }
        for (Pairs.Pair pair : Pairs.of(players, rounds)) {
            assertThat(pair.one()).isNotEqualTo(pair.other());
            assertThat(met.get(pair.one()).add(pair.other())).isTrue();
            assertThat(met.get(pair.other()).add(pair.one())).isTrue();
        }
        assertThat(met.values()).allMatch(others -> others.size() >= least && others.size() <= most);
    }

    private static StoreSeed seed() {
        return new StoreSeed(database.pool(), new IdSource(InstantSource.system()));
    }

    private static long number(String sql) throws SQLException {
        try (Connection connection = database.pool().open();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return row.getLong(1);
        }
    }
}
