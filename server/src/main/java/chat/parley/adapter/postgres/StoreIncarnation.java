package chat.parley.adapter.postgres;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes the store's transaction ids those of the cluster that it is in.
 *
 * <p>Rows that were restored into another cluster carry the ids of the old one, which may lie above all of the new one's: a
 * tail would not see them for ages, then see them again. So they are stamped with the lowest id, below every cursor's, and
 * the generation is raised, which makes cursors reset ({@code store_incarnation}). Done before serving, in pages of
 * short transactions; a start that is cut off begins again.
 */
final class StoreIncarnation {
    private static final Logger LOG = LoggerFactory.getLogger(StoreIncarnation.class);
    private static final int PAGE = 5_000;
    /** FirstNormalTransactionId: no transaction that writes here has one as low. */
    private static final String LOWEST = "3";

    /** A restore makes the generation negative, and as the last thing positive. */
    private static final String UNFINISHED = "select generation < 0 from store";

    private static final String MOVED = "select s.cluster <> c.system_identifier from store s, pg_control_system() c";
    private static final String SETTLED = """
            update store set cluster = c.system_identifier, generation = generation + 1
            from pg_control_system() c""";

    private StoreIncarnation() {}

    /**
     * Of several servers that start at once, one does it and the others wait.
     *
     * @throws UnfitDatabaseException where a restore was cut off: what is derived from the log is not there
     */
    static void settle(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            if (first(statement, UNFINISHED)) {
                throw new UnfitDatabaseException("A restore into this store was cut off before it was whole."
                        + " Restore the archive again, into another --data directory or an empty database.");
            }
            statement.execute("select pg_advisory_lock(hashtext('parley store incarnation'))");
            try {
                if (first(statement, MOVED)) {
                    LOG.info("the store was moved here from another database cluster: stamping it anew");
                    stamp(connection);
                    statement.executeUpdate(SETTLED);
                }
            } finally {
                statement.execute("select pg_advisory_unlock(hashtext('parley store incarnation'))");
            }
        }
    }

    private static boolean first(Statement statement, String question) throws SQLException {
        try (ResultSet row = statement.executeQuery(question)) {
            return row.next() && row.getBoolean(1);
        }
    }

    private static void stamp(Connection connection) throws SQLException {
        stamp(connection, "entry", "xid", "conversation", "seq");
        stamp(connection, "member", "xid", "conversation", "account");
        stamp(connection, "marker_move", "xid", "conversation", "account");
        stamp(connection, "state_move", "xid", "conversation", "account");
        stamp(connection, "own_move", "xid", "account", "thing");
        stamp(connection, "follow", "xid", "conversation", "account");
        stamp(connection, "head", "xid", "conversation", "0::bigint");
        stamp(connection, "session", "ended_xid", "id", "0::bigint");
    }

    /** Goes through the table by its key of two numbers, a page a transaction. */
    private static void stamp(Connection connection, String table, String column, String high, String low)
            throws SQLException {
        String sql = """
                with page as (
                    select %2$s from %1$s where (%3$s, %4$s) > (?, ?) order by %3$s, %4$s limit %5$d),
                stamped as (
                    update %1$s t set %6$s = '%7$s'
                    from (select (array_agg(%3$s order by %3$s desc, %4$s desc))[1] as high,
                                 (array_agg(%4$s order by %3$s desc, %4$s desc))[1] as low from page) end_of
                    where (t.%3$s, %8$s) > (?, ?) and (t.%3$s, %8$s) <= (end_of.high, end_of.low)
                      and t.%6$s is not null
                )
                select %3$s, %4$s from page order by %3$s desc, %4$s desc limit 1""";
        boolean pair = !low.startsWith("0");
        sql = sql.formatted(
                table, pair ? high + ", " + low : high, high, low, PAGE, column, LOWEST, pair ? "t." + low : low);
        long lastHigh = -1;
        long lastLow = -1;
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            while (true) {
                statement.setLong(1, lastHigh);
                statement.setLong(2, lastLow);
                statement.setLong(3, lastHigh);
                statement.setLong(4, lastLow);
                try (ResultSet row = statement.executeQuery()) {
                    if (!row.next()) {
                        return;
                    }
                    lastHigh = row.getLong(1);
                    lastLow = row.getLong(2);
                }
            }
        }
    }
}
