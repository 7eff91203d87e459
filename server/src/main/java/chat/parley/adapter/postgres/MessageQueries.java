package chat.parley.adapter.postgres;

import chat.parley.core.collected.CollectedMessages;
import chat.parley.core.id.ConversationId;
import chat.parley.core.id.UserId;
import chat.parley.core.message.MessageLog.Around;
import chat.parley.core.message.MessageLog.Current;
import chat.parley.core.message.MessageLog.Place;
import chat.parley.core.message.MessageLog.Versions;
import chat.parley.core.message.MessageLog.Viewer;
import chat.parley.wire.CurrentMessage;
import chat.parley.wire.Entry;
import com.fasterxml.jackson.databind.JsonNode;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/**
 * Reads messages with what became of them: the rows of the log, and beside each what {@code fold} and {@code reaction} have.
 * One statement, so one snapshot, of lookups in primary keys; of reactions only where there are some.
 */
final class MessageQueries {
    /** Begins with the parameters of the reactions: who looks, and how many of those who reacted are named. */
    private static final String WHOLE = """
            select h.seq as head, e.*, f.edits, f.replies, f.last_reply, v.seq as edit_seq, v.at as edit_at, v.text as edit_text,
                   p.seq as pin_seq, p.at as pin_at, p.sender as pin_by,
                   case when f.reactions > 0 then (
                       select json_agg(json_build_array(o.emoji, o.count, o.mine, o.users) order by o.since)::text
                       from (
                           select a.emoji, min(a.entry) as since, count(*) as count, bool_or(a.account = ?) as mine,
                                  (array_agg(a.account order by a.entry))[1:?] as users
                           from reaction a
                           where a.conversation = f.conversation and a.seq = f.seq
                           group by a.emoji) o) end as reactions
            """;

    private static final String FOLDED = """
            left join fold f on f.conversation = h.conversation and f.seq = e.seq
            left join entry v on v.conversation = f.conversation and v.seq = f.edited
            left join entry p on p.conversation = f.conversation and p.seq = f.pinned
            """;

    /** Head and messages; without any message one row with a null seq; no row where there is no conversation. */
    private static final String PAGE = WHOLE + """
            from head h
            left join lateral (%s) e on true
            """ + FOLDED + """
            where h.conversation = ?
            order by e.seq""";

    /** Messages of any conversations, in the order asked for. */
    static final String NAMED = WHOLE + """
            from unnest(?::bigint[], ?::bigint[]) with ordinality w (conversation, seq, n)
            join head h on h.conversation = w.conversation
            join lateral (select %s from entry where conversation = w.conversation and seq = w.seq) e on true
            """.formatted(EntryRows.COLUMNS) + FOLDED + " order by w.n";

    private static final Timeline MAIN = Timeline.of("kind = 1");
    private static final Timeline THREAD = Timeline.of("kind in (1, 10) and target = ?");

    private static final String PINNED = PAGE.formatted(EntryQueries.run(
            "kind in (1, 10) and seq >= ? and seq < ?"
                    + " and seq in (select d.seq from fold d where d.conversation = h.conversation and d.pinned is not null)",
            "desc"));

    /** The message and its edits after a number, cut like a page, and the number of the newest. */
    private static final String VERSIONS = """
            select coalesce((select max(n.seq) from entry n
                             where n.conversation = m.conversation and n.target = m.seq and n.kind = 2), m.seq) as newest,
                   v.*
            from entry m
            left join lateral (
                select %1$s from (
                    select %1$s, sum(size) over (order by seq) - size as before from (
                        select %1$s, 200 + coalesce(octet_length(text), 0) as size from (
                            select %1$s from entry where conversation = m.conversation and seq = m.seq
                            union all
                            select %1$s from entry where conversation = m.conversation and target = m.seq and kind = 2) whole
                        where seq > ? order by seq limit ?) page) sized
                where before < ?) v on true
            where m.conversation = ? and m.seq = ? and m.kind in (1, 10)
            order by v.seq""".formatted(EntryRows.COLUMNS);

    private MessageQueries() {}

    static Optional<Versions> versions(
            Connection connection, ConversationId conversation, long message, long after, int limit, int maxBytes)
            throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(VERSIONS)) {
            long[] parameters = {after, limit, maxBytes, conversation.value(), message};
            for (int i = 0; i < parameters.length; i++) {
                statement.setLong(i + 1, parameters[i]);
            }
            List<Entry> entries = new ArrayList<>();
            long newest = 0;
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    newest = row.getLong("newest");
                    row.getLong("seq");
                    if (!row.wasNull()) {
                        entries.add(EntryRows.read(row, 2));
                    }
                }
            }
            return newest == 0 ? Optional.empty() : Optional.of(new Versions(entries, newest));
        }
    }

    static Current messages(
            Connection connection,
            ConversationId conversation,
            Viewer viewer,
            Place place,
            long first,
            int limit,
            int maxBytes)
            throws SQLException {
        Timeline timeline = place.thread() == null ? MAIN : THREAD;
        Run run = new Run(place.thread(), first);
        return switch (place.around()) {
            case Around.Latest() ->
                page(connection, conversation, viewer, timeline.before, run.to(Long.MAX_VALUE, limit, maxBytes));
            case Around.Before(long seq) ->
                page(connection, conversation, viewer, timeline.before, run.to(seq, limit, maxBytes));
            case Around.After(long seq) ->
                page(connection, conversation, viewer, timeline.after, run.to(seq, limit, maxBytes));
            case Around.Pinned(long below) ->
                page(connection, conversation, viewer, PINNED, new Run(null, first).to(below, limit, maxBytes));
            case Around.Near(long seq) -> {
                int below = limit / 2 + 1;
                LongStream both =
                        LongStream.concat(run.to(seq, below, maxBytes / 2), run.to(seq, limit - below, maxBytes / 2));
                yield page(connection, conversation, viewer, timeline.near, both);
            }
        };
    }

    /** These messages as they stand, in this order; each must be one. */
    static List<CurrentMessage> named(Connection connection, Viewer viewer, List<CollectedMessages.Place> places)
            throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(NAMED)) {
            statement.setLong(1, viewer.user().value());
            statement.setInt(2, viewer.reactorsNamed());
            Reads.setIds(statement, 3, places, place -> place.conversation().value());
            Reads.setIds(statement, 4, places, CollectedMessages.Place::seq);
            List<CurrentMessage> messages = new ArrayList<>();
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    messages.add(message(row));
                }
            }
            return messages;
        }
    }

    private static Current page(
            Connection connection, ConversationId conversation, Viewer viewer, String sql, LongStream run)
            throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            int place = 0;
            statement.setLong(++place, viewer.user().value());
            statement.setInt(++place, viewer.reactorsNamed());
            for (long parameter : run.toArray()) {
                statement.setLong(++place, parameter);
            }
            statement.setLong(++place, conversation.value());
            List<CurrentMessage> messages = new ArrayList<>();
            long head = 0;
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    head = row.getLong("head");
                    row.getLong("seq");
                    if (!row.wasNull()) {
                        messages.add(message(row));
                    }
                }
            }
            return new Current(messages, head);
        }
    }

    private static CurrentMessage message(ResultSet row) throws SQLException {
        Entry entry = EntryRows.read(row, 2);
        CurrentMessage.Edit edited = edit(row);
        return new CurrentMessage(
                edited == null ? entry : withText(entry, row.getString("edit_text")),
                edited,
                pin(row),
                reactions(row.getString("reactions")),
                replies(row));
    }

    private static Entry withText(Entry entry, String text) {
        return new Entry(
                entry.conversation(),
                entry.seq(),
                entry.messages(),
                entry.at(),
                entry.from(),
                ((Entry.Message) entry.body()).withText(text));
    }

    private static CurrentMessage.@Nullable Edit edit(ResultSet row) throws SQLException {
        long seq = row.getLong("edit_seq");
        return row.wasNull() ? null : new CurrentMessage.Edit(seq, time(row, "edit_at"), row.getLong("edits"));
    }

    private static CurrentMessage.@Nullable Pin pin(ResultSet row) throws SQLException {
        long seq = row.getLong("pin_seq");
        return row.wasNull()
                ? null
                : new CurrentMessage.Pin(seq, time(row, "pin_at"), new UserId(row.getLong("pin_by")).toString());
    }

    private static CurrentMessage.@Nullable Replies replies(ResultSet row) throws SQLException {
        long count = row.getLong("replies");
        return count == 0 ? null : new CurrentMessage.Replies(count, row.getLong("last_reply"));
    }

    private static List<CurrentMessage.Reactions> reactions(@Nullable String json) {
        if (json == null) {
            return List.of();
        }
        List<CurrentMessage.Reactions> reactions = new ArrayList<>();
        for (JsonNode one : EntryRows.parse(json)) {
            List<String> users = new ArrayList<>();
            one.get(3).forEach(user -> users.add(new UserId(user.longValue()).toString()));
            reactions.add(new CurrentMessage.Reactions(
                    one.get(0).asText(),
                    one.get(1).longValue(),
                    users,
                    one.get(2).asBoolean()));
        }
        return reactions;
    }

    private static Instant time(ResultSet row, String column) throws SQLException {
        return row.getObject(column, OffsetDateTime.class).toInstant();
    }

    /** The pages of one timeline: which of the log's entries are in it. */
    private record Timeline(String before, String after, String near) {
        static Timeline of(String entries) {
            String in = entries + " and seq >= ?";
            return new Timeline(
                    PAGE.formatted(EntryQueries.run(in + " and seq < ?", "desc")),
                    PAGE.formatted(EntryQueries.run(in + " and seq > ?", "asc")),
                    PAGE.formatted("select * from ((" + EntryQueries.run(in + " and seq <= ?", "desc") + ") union all ("
                            + EntryQueries.run(in + " and seq > ?", "asc") + ")) both_sides"));
        }
    }

    /** The parameters of {@link EntryQueries#run} in a timeline. */
    private record Run(@Nullable Long thread, long first) {
        LongStream to(long seq, int limit, int maxBytes) {
            LongStream bounds = LongStream.of(first, seq, limit, maxBytes);
            return thread == null ? bounds : LongStream.concat(LongStream.of(thread), bounds);
        }
    }
}
