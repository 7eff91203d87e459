package chat.parley.adapter.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import chat.parley.adapter.postgres.embedded.TestDatabase;
import chat.parley.adapter.postgres.embedded.TestPostgres;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.Test;

class DatabaseTest {
    private final TestDatabase address = TestPostgres.fresh();

    private Database open() {
        return Database.open(
                DatabaseConfig.of(address.jdbcUrl(), address.user(), address.password()), new SimpleMeterRegistry());
    }

    private void set(String setting) throws SQLException {
        try (Connection connection =
                        DriverManager.getConnection(address.jdbcUrl(), address.user(), address.password());
                Statement statement = connection.createStatement()) {
            statement.execute("alter database " + connection.getCatalog() + " set " + setting);
        }
    }

    @Test
    void refusesOneThatMayLoseWhatWasAcknowledged() throws SQLException {
        set("synchronous_commit = off");
        assertThatThrownBy(this::open)
                .isInstanceOf(UnfitDatabaseException.class)
                .hasMessageContaining("synchronous_commit = off");
    }

    @Test
    void refusesOneThatIsTooOld() {
        UnfitDatabaseException.checkVersion(14);
        assertThatThrownBy(() -> UnfitDatabaseException.checkVersion(13))
                .hasMessage("PostgreSQL 13 is too old; Parley needs 14 or later.");
    }

    @Test
    void refusesOneThatTakesNoWrites() throws SQLException {
        set("default_transaction_read_only = on");
        assertThatThrownBy(this::open)
                .isInstanceOf(UnfitDatabaseException.class)
                .hasMessageContaining("read-only");
    }

    @Test
    void saysWhatIsWrongWithOneThatCannotBeReached() {
        assertThatThrownBy(() -> Database.open(
                        DatabaseConfig.of(address.jdbcUrl(), address.user(), "not " + address.password()),
                        new SimpleMeterRegistry()))
                .isInstanceOf(UnfitDatabaseException.class)
                .hasMessageNotContaining("not " + address.password());
    }

    @Test
    void limitsTheTimeOfEveryStatementOnEveryConnection() throws SQLException {
        try (Database database = open()) {
            for (ConnectionSource source : new ConnectionSource[] {database.pool(), database.own()}) {
                try (Connection connection = source.open()) {
                    assertThat(show(connection, "statement_timeout")).isEqualTo("10s");
                    assertThat(show(connection, "lock_timeout")).isEqualTo("2s");
                    assertThat(show(connection, "idle_in_transaction_session_timeout"))
                            .isEqualTo("10s");
                    assertThat(show(connection, "client_connection_check_interval"))
                            .isEqualTo("1s");
                    assertThat(show(connection, "transaction_isolation")).isEqualTo("read committed");
                }
            }
        }
    }

    @Test
    void measuresTheOldestSnapshot() throws SQLException {
        SimpleMeterRegistry registry = new SimpleMeterRegistry();
        try (Database database = Database.open(
                        DatabaseConfig.of(address.jdbcUrl(), address.user(), address.password()), registry);
                Connection other = database.own().open();
                Statement statement = other.createStatement()) {
            other.setAutoCommit(false);
            statement.execute("set transaction isolation level repeatable read");
            statement.execute("select 1");
            assertThat(registry.get("parley.store.oldest.snapshot").gauge().value())
                    .isPositive();
        }
    }

    private static String show(Connection connection, String setting) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("show " + setting)) {
            row.next();
            return row.getString(1);
        }
    }
}
