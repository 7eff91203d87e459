package chat.parley.adapter.postgres;

import chat.parley.core.bus.Signal;
import chat.parley.core.id.ConversationId;
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
    private static final String ENTRIES = """
            select h.seq as head, e.*
            from head h
            left join lateral (%s) e on true
            where h.conversation = ?
            order by e.seq""".formatted(run("seq > ?", "asc"));

    private static final String NAMED = "select " + EntryRows.COLUMNS
            + " from entry join unnest(?, ?) named (c, s) on conversation = c and seq = s order by conversation, seq";

    private EntryQueries() {}

    /** A run of entries in one direction, cut after the one that reaches the bound of bytes. */
    static String run(String where, String direction) {
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
