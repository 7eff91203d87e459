package chat.parley.adapter.postgres;

import chat.parley.core.bus.Signal;
import chat.parley.core.id.ConversationId;
import chat.parley.core.id.SessionId;
import chat.parley.core.id.UserId;
import chat.parley.core.sync.Cursor;
import chat.parley.core.sync.LogTail;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The tail by transaction ids. A reader takes only what lies below the xmin of a snapshot it took before: every
 * transaction below it has ended, so a later look sees all of them, and none can still commit into the part that was read.
 */
public final class PostgresLogTail implements LogTail {
    private static final String END =
            "select store_incarnation(), pg_snapshot_xmin(pg_current_snapshot())::text::bigint";

    /** One row more than asked tells whether the last transaction was cut. */
    static final String ENTRIES = """
            select xid::text::bigint, conversation, seq, kind, case when kind = 6 then data else '' end, sender
            from entry where xid >= ?::text::xid8 and xid < ?::text::xid8 order by entry.xid limit ?""";

    private static final String MOVES = "select * from parley_marker_moves(?, ?, ?, ?, ?)";

    private static final String STATES = """
            select conversation, account, null::bigint as thread, xid::text::bigint as xid
            from state_move where xid >= ?::text::xid8 and xid < ?::text::xid8
            union all
            select conversation, account, thread, xid::text::bigint
            from follow where xid >= ?::text::xid8 and xid < ?::text::xid8""";

    private static final String THINGS = """
            select account, thing, xid::text::bigint as xid
            from own_move where xid >= ?::text::xid8 and xid < ?::text::xid8""";

    private static final String ENDED =
            "select id from session where ended_xid >= ?::text::xid8 and ended_xid < ?::text::xid8";

    private final ConnectionSource pool;

    public PostgresLogTail(ConnectionSource pool) {
        this.pool = pool;
    }

    private record Row(long xid, ConversationId conversation, long seq, int kind, String data, long sender) {}

    private record Member(ConversationId conversation, long user) {}

    @Override
    public Cursor tailEnd() {
        try (Connection connection = pool.open()) {
            return end(connection);
        } catch (SQLException failed) {
            throw new UncheckedIOException(new IOException("reading the tail's end", failed));
        }
    }

    @Override
    public Tail tail(Cursor from, int limit) {
        try (Connection connection = pool.open()) {
            Cursor end = end(connection);
            if (!from.incarnation().equals(end.incarnation()) || from.xid() >= end.xid()) {
                return Tail.nothing(from.incarnation().equals(end.incarnation()) ? from : end);
            }
            List<Row> rows = rows(connection, from.xid(), end.xid(), limit + 1L);
            long next = end.xid();
            if (rows.size() > limit) {
                next = rows.getLast().xid();
                if (next == rows.getFirst().xid()) {
                    // a single transaction fills the batch: take all of it
                    next++;
                    rows = rows(connection, from.xid(), next, Long.MAX_VALUE);
                }
            }
            long below = next;
            List<Row> taken = rows.stream().filter(row -> row.xid() < below).toList();
            List<Move> moves = moves(connection, from.xid(), below, taken);
            List<Signal.OwnStateChanged> states = states(connection, from.xid(), below);
            List<Signal.OwnThingChanged> things = things(connection, from.xid(), below);
            List<SessionId> ended = ended(connection, from.xid(), below);
            Found found = new Found(moves, states, things, ended);
            return tail(new Cursor(end.incarnation(), below), taken, found);
        } catch (SQLException failed) {
            throw new UncheckedIOException(new IOException("reading the tail", failed));
        }
    }

    /** What is in the tail beside entries. */
    private record Found(
            List<Move> moves,
            List<Signal.OwnStateChanged> states,
            List<Signal.OwnThingChanged> things,
            List<SessionId> ended) {}

    private static Tail tail(Cursor next, List<Row> rows, Found found) {
        Map<ConversationId, Long> heads = new HashMap<>();
        List<Join> joins = new ArrayList<>();
        for (Row row : rows) {
            heads.merge(row.conversation(), row.seq(), Math::max);
            if (row.kind() == EntryRows.JOINED) {
                for (UserId user : EntryRows.users(row.data())) {
                    joins.add(new Join(row.conversation(), user, row.seq()));
                }
            }
        }
        return new Tail(next, heads, joins, found.moves(), found.states(), found.things(), found.ended());
    }

    private static List<Move> moves(Connection connection, long from, long below, List<Row> rows) throws SQLException {
        Map<Member, Long> senders = new HashMap<>();
        for (Row row : rows) {
            if (row.kind() == EntryRows.MESSAGE || row.kind() == EntryRows.REPLY) {
                senders.merge(new Member(row.conversation(), row.sender()), row.xid(), Math::max);
            }
        }
        try (PreparedStatement statement = connection.prepareStatement(MOVES)) {
            statement.setLong(1, from);
            statement.setLong(2, below);
            List<Map.Entry<Member, Long>> sent = List.copyOf(senders.entrySet());
            Reads.setIds(
                    statement, 3, sent, each -> each.getKey().conversation().value());
            Reads.setIds(statement, 4, sent, each -> each.getKey().user());
            Reads.setIds(statement, 5, sent, Map.Entry::getValue);
            List<Move> moves = new ArrayList<>();
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    moves.add(new Move(MarkerRows.marks(row), row.getLong("xid")));
                }
            }
            return moves;
        }
    }

    private static Cursor end(Connection connection) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(END);
                ResultSet row = statement.executeQuery()) {
            row.next();
            return new Cursor(row.getString(1), row.getLong(2));
        }
    }

    private static List<Row> rows(Connection connection, long from, long below, long limit) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(ENTRIES)) {
            statement.setString(1, Long.toString(from));
            statement.setString(2, Long.toString(below));
            statement.setLong(3, limit);
            List<Row> rows = new ArrayList<>();
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    rows.add(new Row(
                            row.getLong(1),
                            new ConversationId(row.getLong(2)),
                            row.getLong(3),
                            row.getInt(4),
                            row.getString(5),
                            row.getLong(6)));
                }
            }
            return rows;
        }
    }

    private static List<Signal.OwnStateChanged> states(Connection connection, long from, long below)
            throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(STATES)) {
            statement.setString(1, Long.toString(from));
            statement.setString(2, Long.toString(below));
            statement.setString(3, Long.toString(from));
            statement.setString(4, Long.toString(below));
            List<Signal.OwnStateChanged> states = new ArrayList<>();
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    states.add(new Signal.OwnStateChanged(
                            new ConversationId(row.getLong("conversation")),
                            new UserId(row.getLong("account")),
                            row.getObject("thread", Long.class),
                            row.getLong("xid")));
                }
            }
            return states;
        }
    }

    private static List<Signal.OwnThingChanged> things(Connection connection, long from, long below)
            throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(THINGS)) {
            statement.setString(1, Long.toString(from));
            statement.setString(2, Long.toString(below));
            List<Signal.OwnThingChanged> things = new ArrayList<>();
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    things.add(new Signal.OwnThingChanged(
                            new UserId(row.getLong("account")),
                            StoredNames.ownThing(row.getInt("thing")),
                            row.getLong("xid")));
                }
            }
            return things;
        }
    }

    private static List<SessionId> ended(Connection connection, long from, long below) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(ENDED)) {
            statement.setString(1, Long.toString(from));
            statement.setString(2, Long.toString(below));
            List<SessionId> ended = new ArrayList<>();
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    ended.add(new SessionId(row.getLong(1)));
                }
            }
            return ended;
        }
    }
}
