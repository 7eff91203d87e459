package chat.parley.adapter.postgres;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import javax.sql.DataSource;

/**
 * The age of the oldest snapshot anybody in the cluster holds, in another database too. While one is open the heads'
 * dead versions pile up and cursors stand still: an old one is worth an alarm.
 */
final class OldestSnapshot {
    private static final String SQL = """
            select coalesce(max(extract(epoch from clock_timestamp() - xact_start)), 0)
            from pg_stat_activity
            where (backend_xmin is not null or backend_xid is not null) and pid <> pg_backend_pid()""";

    private OldestSnapshot() {}

    static void watch(DataSource pool, MeterRegistry registry) {
        Gauge.builder("parley.store.oldest.snapshot", pool, OldestSnapshot::seconds)
                .description("Age of the oldest open snapshot")
                .baseUnit("seconds")
                .strongReference(true)
                .register(registry);
    }

    /** Asked for when metrics are read, so seldom; not a number where the store does not answer. */
    private static double seconds(DataSource pool) {
        try (Connection connection = pool.getConnection();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(SQL)) {
            row.next();
            return row.getDouble(1);
        } catch (SQLException storeAway) {
            return Double.NaN;
        }
    }
}
