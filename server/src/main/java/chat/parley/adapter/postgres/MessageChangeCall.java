package chat.parley.adapter.postgres;

import chat.parley.core.message.MessageChange;
import chat.parley.core.message.MessageChanges.Outcome;
import chat.parley.core.message.MessageChanges.Reason;
import chat.parley.wire.Entry;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;

/** {@code parley_react} and its sisters (R__changes): one round trip, one transaction each. */
final class MessageChangeCall {
    private static final String RESULT = "select outcome::text, seq, messages, at, data from ";

    private MessageChangeCall() {}

    /**
     * What a function says.
     *
     * @param outcome its word
     * @param told what the asker is told; null where another transaction holds the head and nothing was done
     * @param entry what was appended
     */
    record Answer(
            String outcome,
            @Nullable Outcome told,
            @Nullable Entry entry) {}

    static Answer run(Connection connection, MessageChange change, long version, boolean wait) throws SQLException {
        try (PreparedStatement statement = prepare(connection, change, version, wait);
                ResultSet row = statement.executeQuery()) {
            row.next();
            String outcome = row.getString(1);
            return switch (outcome) {
                case "appended" ->
                    new Answer(outcome, new Outcome.Appended(row.getLong(2), at(row)), entry(change, row));
                case "known" -> new Answer(outcome, new Outcome.Appended(row.getLong(2), at(row)), null);
                case "unchanged" -> new Answer(outcome, new Outcome.Unchanged(), null);
                case "stale" -> new Answer(outcome, new Outcome.Stale(), null);
                case "skipped" -> new Answer(outcome, null, null);
                case "recalled" ->
                    // what is to be gone is gone with the message
                    new Answer(outcome, takesAway(change) ? new Outcome.Unchanged() : refused(Reason.RECALLED), null);
                case "no_such_message" -> new Answer(outcome, refused(Reason.NO_SUCH_MESSAGE), null);
                case "not_yours" -> new Answer(outcome, refused(Reason.NOT_YOURS), null);
                case "expired" -> new Answer(outcome, refused(Reason.EXPIRED), null);
                case "no_such_emoji" -> new Answer(outcome, refused(Reason.NO_SUCH_EMOJI), null);
                case "too_many" -> new Answer(outcome, refused(Reason.TOO_MANY), null);
                case "id_taken" -> new Answer(outcome, refused(Reason.ID_TAKEN), null);
                default -> throw new IllegalStateException("outcome " + outcome);
            };
        }
    }

    private static Outcome refused(Reason reason) {
        return new Outcome.Refused(reason);
    }

    private static boolean takesAway(MessageChange change) {
        return switch (change) {
            case MessageChange.React react -> !react.added();
            case MessageChange.Pin pin -> !pin.added();
            case MessageChange.Edit edit -> false;
            case MessageChange.Recall recall -> true;
        };
    }

    private static Instant at(ResultSet row) throws SQLException {
        return row.getObject(4, OffsetDateTime.class).toInstant();
    }

    private static Entry entry(MessageChange change, ResultSet row) throws SQLException {
        String data = row.getString(5);
        Entry.Body body = switch (change) {
            case MessageChange.React react -> body(EntryRows.REACTION, data, change);
            case MessageChange.Pin pin -> body(EntryRows.PINNED, data, change);
            case MessageChange.Edit edit ->
                new Entry.Edited(edit.target(), edit.id().toString(), edit.text());
            case MessageChange.Recall recall -> body(EntryRows.RECALLED, data, change);
        };
        return new Entry(
                change.conversation().toString(),
                row.getLong(2),
                row.getLong(3),
                at(row),
                change.by().toString(),
                body);
    }

    private static Entry.Body body(int kind, String data, MessageChange change) {
        return EntryRows.body(kind, null, null, data, change.target(), change.by());
    }

    private static PreparedStatement prepare(Connection connection, MessageChange change, long version, boolean wait)
            throws SQLException {
        return switch (change) {
            case MessageChange.React react -> {
                PreparedStatement call = call(connection, "parley_react(?, ?, ?, ?, ?, ?, ?, ?)", change);
                call.setString(4, react.emoji());
                call.setBoolean(5, react.added());
                call.setInt(6, react.most());
                yield end(call, 7, version, wait);
            }
            case MessageChange.Pin pin -> {
                PreparedStatement call = call(connection, "parley_pin(?, ?, ?, ?, ?, ?, ?)", change);
                call.setBoolean(4, pin.added());
                call.setInt(5, pin.most());
                yield end(call, 6, version, wait);
            }
            case MessageChange.Edit edit -> {
                PreparedStatement call = call(connection, "parley_edit(?, ?, ?, ?, ?, ?, ?, ?, ?)", change);
                call.setObject(4, edit.id());
                call.setString(5, edit.text());
                call.setObject(6, edit.since().atOffset(ZoneOffset.UTC));
                call.setInt(7, edit.most());
                yield end(call, 8, version, wait);
            }
            case MessageChange.Recall recall -> {
                PreparedStatement call = call(connection, "parley_recall(?, ?, ?, ?, ?, ?, ?)", change);
                call.setBoolean(4, recall.leads());
                call.setObject(5, recall.since().atOffset(ZoneOffset.UTC));
                yield end(call, 6, version, wait);
            }
        };
    }

    private static PreparedStatement call(Connection connection, String function, MessageChange change)
            throws SQLException {
        PreparedStatement statement = connection.prepareStatement(RESULT + function);
        statement.setLong(1, change.conversation().value());
        statement.setLong(2, change.by().value());
        statement.setLong(3, change.target());
        return statement;
    }

    private static PreparedStatement end(PreparedStatement call, int place, long version, boolean wait)
            throws SQLException {
        call.setLong(place, version);
        call.setBoolean(place + 1, wait);
        return call;
    }
}
