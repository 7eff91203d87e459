package chat.parley.adapter.postgres.transfer;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** The tables of a store; a test fails when a migration adds one that is not named here. */
final class TransferTables {
    /** In the order of their references: each only refers to those before it. */
    static final List<String> IN_ORDER = List.of(
            "account",
            "block",
            "last_seen",
            "session",
            "invite",
            "signing_key",
            "conversation",
            "head",
            "entry",
            "member",
            "follow",
            "attachment",
            "thumbnail",
            "notice_preference",
            "saved",
            "draft",
            "scheduled",
            "thumbnail_job",
            "workspace",
            "spent",
            "legal_hold",
            "emoji",
            "user_group");

    /**
     * Those that are written page by page of their primary key, after the conversations. Accounts come last, so that
     * whatever was written before refers to an account that is there.
     */
    static final List<String> BY_KEY = List.of(
            "block",
            "last_seen",
            "session",
            "invite",
            "signing_key",
            "attachment",
            "thumbnail",
            "notice_preference",
            "saved",
            "draft",
            "scheduled",
            "thumbnail_job",
            "workspace",
            "spent",
            "legal_hold",
            "emoji",
            "user_group",
            "account");

    /** Never carried over: made anew from the log, by {@code parley_refold}. */
    static final List<String> DERIVED = List.of("fold", "reaction", "mention");

    /** Never carried over: each store has its own, and a server on it makes its index of messages anew. */
    static final List<String> OWN = List.of(
            "store",
            "flyway_schema_history",
            "marker_move",
            "state_move",
            "own_move",
            "search_message",
            "search_word",
            "search_progress",
            "purge",
            "retention_round");

    private TransferTables() {}

    /**
     * A table as it is in a database.
     *
     * @param columns with a transaction id, if there is one, last
     * @param stamped whether there is one
     */
    record Table(String name, List<String> columns, boolean stamped) {}

    /** Those of the tables that this database has: an older schema has fewer. */
    static List<String> present(Connection connection, List<String> tables) throws SQLException {
        List<String> present = new ArrayList<>();
        for (String table : tables) {
            if (!names(connection, "select 1 where to_regclass(?) is not null", table)
                    .isEmpty()) {
                present.add(table);
            }
        }
        return present;
    }

    static Table describe(Connection connection, String table) throws SQLException {
        List<String> plain = columns(connection, table, "<>");
        List<String> stamps = columns(connection, table, "=");
        if (stamps.size() > 1) {
            throw new IllegalStateException(table + " has several transaction ids");
        }
        List<String> all = new ArrayList<>(plain);
        all.addAll(stamps);
        return new Table(table, all, !stamps.isEmpty());
    }

    private static List<String> columns(Connection connection, String table, String isStamp) throws SQLException {
        return names(connection, """
                select a.attname from pg_attribute a
                where a.attrelid = ?::regclass and a.attnum > 0 and not a.attisdropped
                  and a.atttypid %s 'xid8'::regtype
                order by a.attnum
                """.formatted(isStamp), table);
    }

    /** The columns of the table's primary key, in its order. */
    static List<String> key(Connection connection, String table) throws SQLException {
        return names(connection, """
                select a.attname
                from pg_index i
                cross join unnest(i.indkey) with ordinality k (attnum, n)
                join pg_attribute a on a.attrelid = i.indrelid and a.attnum = k.attnum
                where i.indrelid = ?::regclass and i.indisprimary
                order by k.n
                """, table);
    }

    private static List<String> names(Connection connection, String sql, String table) throws SQLException {
        List<String> names = new ArrayList<>();
        try (PreparedStatement query = connection.prepareStatement(sql)) {
            query.setString(1, table);
            try (ResultSet rows = query.executeQuery()) {
                while (rows.next()) {
                    names.add(rows.getString(1));
                }
            }
        }
        return names;
    }
}
