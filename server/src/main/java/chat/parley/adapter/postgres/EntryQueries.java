package chat.parley.adapter.postgres;

import chat.parley.core.bus.Signal;
import chat.parley.core.id.ConversationId;
import chat.parley.core.message.MessageLog.Around;
import chat.parley.core.message.MessageLog.Slice;
import chat.parley.wire.Entry;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** Reads entries by their numbers. Each is one statement, so one snapshot, of lookups in the primary key. */
final class EntryQueries {
    /** Head and entries; without any entry one row with a null seq; no row where there is no conversation. */
    private static final String SLICE = """
            select h.seq as head, e.*
            from head h
            left join lateral (%s) e on true
            where h.conversation = ?
            order by e.seq""";

    private static final String ENTRIES = SLICE.formatted(run("seq > ?", "asc"));
    private static final String MESSAGES_BEFORE = SLICE.formatted(run("kind = 1 and seq >= ? and seq < ?", "desc"));
    private static final String MESSAGES_AFTER = SLICE.formatted(run("kind = 1 and seq >= ? and seq > ?", "asc"));
    private static final String MESSAGES_NEAR = SLICE.formatted("select * from (("
            + run("kind = 1 and seq >= ? and seq <= ?", "desc") + ") union all ("
            + run("kind = 1 and seq >= ? and seq > ?", "asc") + ")) both_sides");

    private static final String NAMED = "select " + EntryRows.COLUMNS
            + " from entry join unnest(?, ?) named (c, s) on conversation = c and seq = s order by conversation, seq";

    private EntryQueries() {}

    /** A run of entries in one direction, cut after the one that reaches the bound of bytes. */
    private static String run(String where, String direction) {
        return """
            select %1$s from (
                select %1$s, sum(size) over (order by seq %3$s) - size as before from (
                    select %1$s, 200 + coalesce(octet_length(text), 0) + coalesce(octet_length(data), 0) as size
                    from entry where conversation = h.conversation and %2$s order by seq %3$s limit ?) page) sized
            where before < ?""".formatted(EntryRows.COLUMNS, where, direction);
    }

    static Slice entries(Connection connection, ConversationId conversation, long after, int limit, int maxBytes)
            throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(ENTRIES)) {
            return slice(statement, after, limit, maxBytes, conversation.value());
        }
    }

    static Slice messages(
            Connection connection, ConversationId conversation, Around around, long first, int limit, int maxBytes)
            throws SQLException {
        long c = conversation.value();
        return switch (around) {
            case Around.Latest latest -> run(connection, MESSAGES_BEFORE, first, Long.MAX_VALUE, limit, maxBytes, c);
            case Around.Before before -> run(connection, MESSAGES_BEFORE, first, before.seq(), limit, maxBytes, c);
            case Around.After after -> run(connection, MESSAGES_AFTER, first, after.seq(), limit, maxBytes, c);
            case Around.Near near -> near(connection, c, near.seq(), first, limit, maxBytes);
        };
    }

    private static Slice near(Connection connection, long conversation, long seq, long first, int limit, int maxBytes)
            throws SQLException {
        int below = limit / 2 + 1;
        try (PreparedStatement statement = connection.prepareStatement(MESSAGES_NEAR)) {
            return slice(
                    statement, first, seq, below, maxBytes / 2, first, seq, limit - below, maxBytes / 2, conversation);
        }
    }

    private static Slice run(
            Connection connection, String sql, long first, long seq, int limit, int maxBytes, long conversation)
            throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            return slice(statement, first, seq, limit, maxBytes, conversation);
        }
    }

    private static Slice slice(PreparedStatement statement, long... parameters) throws SQLException {
        for (int i = 0; i < parameters.length; i++) {
            statement.setLong(i + 1, parameters[i]);
        }
        List<Entry> entries = new ArrayList<>();
        long head = 0;
        try (ResultSet row = statement.executeQuery()) {
            while (row.next()) {
                head = row.getLong(1);
                row.getLong(3);
                if (!row.wasNull()) {
                    entries.add(EntryRows.read(row, 2));
                }
            }
        }
        return new Slice(entries, head);
    }

    /** These entries, in order within each conversation. */
    static List<Signal.Committed> named(Connection connection, List<ConversationId> conversations, List<Long> seqs)
            throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(NAMED)) {
            statement.setArray(1, connection.createArrayOf("int8", numbers(conversations)));
            statement.setArray(2, connection.createArrayOf("int8", seqs.toArray(Long[]::new)));
            List<Signal.Committed> entries = new ArrayList<>();
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    entries.add(new Signal.Committed(new ConversationId(row.getLong(1)), EntryRows.read(row, 1)));
                }
            }
            return entries;
        }
    }

    private static Long[] numbers(List<ConversationId> conversations) {
        return conversations.stream().map(ConversationId::value).toArray(Long[]::new);
    }
}
