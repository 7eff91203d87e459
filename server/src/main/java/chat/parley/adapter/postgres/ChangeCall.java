package chat.parley.adapter.postgres;

import chat.parley.core.conversation.Change;
import chat.parley.core.conversation.Kind;
import chat.parley.core.conversation.MemberRole;
import chat.parley.core.conversation.NewConversation;
import chat.parley.core.id.ConversationId;
import chat.parley.core.id.UserId;
import chat.parley.wire.Entry;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.OffsetDateTime;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** {@code parley_join} and its sisters, and {@code parley_create} (R__membership, R__retention): one round trip, one transaction each. */
final class ChangeCall {
    private static final String RESULT =
            "select outcome::text, seq, messages, at, data, pg_current_xact_id_if_assigned()::text::bigint from ";

    private ChangeCall() {}

    /** What a change function says. */
    sealed interface Answer {
        /** @param xid the transaction that did it */
        record Appended(Entry entry, long xid) implements Answer {}

        record Unchanged() implements Answer {}

        record Stale() implements Answer {}

        /** Another transaction holds the conversation's head; nothing was done. */
        record Skipped() implements Answer {}
    }

    /** The conversation wanted, and its first entry where it is new. */
    record Creation(ConversationId conversation, @Nullable Entry first) {}

    static Answer run(Connection connection, Change change, long version, boolean wait) throws SQLException {
        try (PreparedStatement statement = prepare(connection, change, version, wait)) {
            try (ResultSet row = statement.executeQuery()) {
                row.next();
                String outcome = row.getString(1);
                return switch (outcome) {
                    case "appended" -> new Answer.Appended(entry(change, row), row.getLong(6));
                    case "unchanged" -> new Answer.Unchanged();
                    case "stale" -> new Answer.Stale();
                    case "skipped" -> new Answer.Skipped();
                    default -> throw new IllegalStateException("outcome " + outcome);
                };
            }
        }
    }

    /** Empty where another conversation has the id. */
    static Optional<Creation> create(Connection connection, NewConversation wanted, ConversationId id)
            throws SQLException {
        String sql = "select conversation, fresh, at, data from parley_create(?, ?, ?::smallint, ?, ?, ?, ?)";
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setLong(1, id.value());
            statement.setLong(2, wanted.creator().value());
            statement.setInt(3, stored(wanted.kind()));
            statement.setObject(4, wanted.clientId().orElse(null), Types.OTHER);
            statement.setString(5, wanted.title().orElse(null));
            statement.setString(6, wanted.historyForAll() ? "all" : "joined");
            statement.setArray(7, connection.createArrayOf("int8", members(wanted)));
            try (ResultSet row = statement.executeQuery()) {
                if (!row.next()) {
                    return Optional.empty();
                }
                ConversationId found = new ConversationId(row.getLong(1));
                return Optional.of(new Creation(found, row.getBoolean(2) ? first(wanted, found, row) : null));
            }
        }
    }

    private static Long[] members(NewConversation wanted) {
        Long[] members = wanted.members().stream()
                .filter(member -> !member.equals(wanted.creator()))
                .distinct()
                .map(UserId::value)
                .toArray(Long[]::new);
        if (wanted.kind() == Kind.DIRECT && members.length != 1) {
            throw new IllegalArgumentException("a direct conversation has exactly one other member");
        }
        return members;
    }

    private static Entry first(NewConversation wanted, ConversationId conversation, ResultSet row) throws SQLException {
        return new Entry(
                conversation.toString(),
                1,
                0,
                row.getObject(3, OffsetDateTime.class).toInstant(),
                wanted.creator().toString(),
                EntryRows.body(EntryRows.JOINED, null, null, row.getString(4), 0, wanted.creator()));
    }

    private static Entry entry(Change change, ResultSet row) throws SQLException {
        int kind = switch (change) {
            case Change.Join join -> EntryRows.JOINED;
            case Change.Leave leave -> EntryRows.LEFT;
            case Change.SetRole role -> EntryRows.CHANGED;
            case Change.SetProperties properties -> EntryRows.CHANGED;
            case Change.Retain retain -> EntryRows.CHANGED;
            case Change.RaiseFirst raise -> EntryRows.CHANGED;
        };
        return new Entry(
                change.conversation().toString(),
                row.getLong(2),
                row.getLong(3),
                row.getObject(4, OffsetDateTime.class).toInstant(),
                change.by().toString(),
                EntryRows.body(kind, null, null, row.getString(5), 0, change.by()));
    }

    private static PreparedStatement prepare(Connection connection, Change change, long version, boolean wait)
            throws SQLException {
        return switch (change) {
            case Change.Join join -> {
                Long[] users = join.users().stream().map(UserId::value).toArray(Long[]::new);
                PreparedStatement call = call(connection, "parley_join(?, ?, ?, ?, ?)", change);
                call.setArray(3, connection.createArrayOf("int8", users));
                yield end(call, 4, version, wait);
            }
            case Change.Leave leave -> {
                PreparedStatement call = call(connection, "parley_leave(?, ?, ?, ?, ?)", change);
                call.setLong(3, leave.user().value());
                yield end(call, 4, version, wait);
            }
            case Change.SetRole set -> {
                PreparedStatement call = call(connection, "parley_set_role(?, ?, ?, ?::smallint, ?, ?, ?)", change);
                call.setLong(3, set.user().value());
                call.setInt(4, stored(set.role()));
                call.setString(5, set.role().wireName());
                yield end(call, 6, version, wait);
            }
            case Change.SetProperties set -> {
                PreparedStatement call = call(connection, "parley_set_properties(?, ?, ?, ?, ?, ?, ?, ?)", change);
                call.setString(3, set.title().orElse(null));
                call.setString(4, set.topic().orElse(null));
                call.setString(5, named(set.historyForAll(), all -> all ? "all" : "joined"));
                call.setString(6, named(set.invitesAll(), all -> all ? "all" : "moderators"));
                yield end(call, 7, version, wait);
            }
            case Change.Retain retain -> {
                PreparedStatement call = call(connection, "parley_set_keep(?, ?, ?, ?, ?, ?)", change);
                Long days = retain.retention().days();
                call.setObject(3, days == null ? null : Math.toIntExact(days), Types.INTEGER);
                call.setObject(4, retain.retention().messages(), Types.BIGINT);
                yield end(call, 5, version, wait);
            }
            case Change.RaiseFirst raise -> {
                PreparedStatement call =
                        call(connection, "parley_retain(?, ?, ? * interval '1 millisecond', ?)", change);
                call.setLong(3, raise.spared().toMillis());
                call.setBoolean(4, wait);
                yield call;
            }
        };
    }

    private static @Nullable String named(Optional<Boolean> flag, Function<Boolean, String> name) {
        return flag.map(name).orElse(null);
    }

    private static PreparedStatement call(Connection connection, String function, Change change) throws SQLException {
        PreparedStatement statement = connection.prepareStatement(RESULT + function);
        statement.setLong(1, change.conversation().value());
        statement.setLong(2, change.by().value());
        return statement;
    }

    private static PreparedStatement end(PreparedStatement call, int place, long version, boolean wait)
            throws SQLException {
        call.setLong(place, version);
        call.setBoolean(place + 1, wait);
        return call;
    }

    private static int stored(Kind kind) {
        return switch (kind) {
            case DIRECT -> 0;
            case GROUP -> 1;
            case CHANNEL -> 2;
        };
    }

    private static int stored(MemberRole role) {
        return switch (role) {
            case MEMBER -> 0;
            case MODERATOR -> 1;
            case OWNER -> 2;
        };
    }
}
