package chat.parley.adapter.postgres.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import org.junit.jupiter.api.Test;

class EmbeddedPostgresTest {
    @Test
    void durabilitySettingsReadBackOn() throws Exception {
        TestDatabase database = TestPostgres.fresh();
        try (Connection connection =
                        DriverManager.getConnection(database.jdbcUrl(), database.user(), database.password());
                ResultSet row = connection
                        .createStatement()
                        .executeQuery("SELECT current_setting('fsync') || current_setting('synchronous_commit')"
                                + " || current_setting('full_page_writes')")) {
            assertThat(row.next()).isTrue();
            assertThat(row.getString(1)).isEqualTo("ononon");
        }
    }
}
