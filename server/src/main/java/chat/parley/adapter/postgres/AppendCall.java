package chat.parley.adapter.postgres;

import chat.parley.core.message.MessageLog.Reason;
import chat.parley.core.message.Post;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** {@code parley_append} (R__append): one round trip, one transaction. */
final class AppendCall {
    private static final String SQL = """
            select outcome::text, seq, messages, at, read_messages, shared, in_thread, files, called, followers,
                   case when followers is not null then pg_current_xact_id()::text::bigint end
            from parley_append(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) order by n""";

    private AppendCall() {}

    /** The verdicts, row by row. With {@code wait} the batch must be of one conversation. */
    static List<Verdict> run(Connection connection, Batch batch, boolean wait) throws SQLException {
        int size = batch.size();
        Long[] conversations = new Long[size];
        Long[] senders = new Long[size];
        UUID[] ids = new UUID[size];
        String[] texts = new String[size];
        @Nullable UUID[] prevs = new @Nullable UUID[size];
        Integer[] follows = new Integer[size];
        @Nullable Long[] threads = new @Nullable Long[size];
        Boolean[] broadcasts = new Boolean[size];
        @Nullable String[] data = new @Nullable String[size];
        @Nullable Integer[] everybody = new @Nullable Integer[size];
        for (int row = 0; row < size; row++) {
            Post post = batch.post(row);
            conversations[row] = post.conversation().value();
            senders[row] = post.sender().value();
            ids[row] = post.id();
            texts[row] = post.text();
            prevs[row] = post.prev();
            follows[row] = batch.follows(row);
            Post.Context context = post.context();
            threads[row] = context == null ? null : context.thread();
            broadcasts[row] = context != null && context.broadcast();
            data[row] = context == null ? null : EntryRows.data(context);
            everybody[row] = context == null ? null : context.everybody();
        }
        try (PreparedStatement statement = connection.prepareStatement(SQL)) {
            statement.setArray(1, array(connection, "int8", conversations));
            statement.setArray(2, array(connection, "int8", senders));
            statement.setArray(3, array(connection, "uuid", ids));
            statement.setArray(4, array(connection, "text", texts));
            statement.setArray(5, array(connection, "uuid", prevs));
            statement.setArray(6, array(connection, "int4", follows));
            statement.setArray(7, array(connection, "int8", threads));
            statement.setArray(8, array(connection, "bool", broadcasts));
            statement.setArray(9, array(connection, "text", data));
            statement.setArray(10, array(connection, "int4", everybody));
            statement.setBoolean(11, wait);
            List<Verdict> verdicts = new ArrayList<>(size);
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    verdicts.add(verdict(rows));
                }
            }
            return verdicts;
        }
    }

    private static Array array(Connection connection, String type, @Nullable Object[] values) throws SQLException {
        return connection.createArrayOf(type, values);
    }

    private static Verdict verdict(ResultSet row) throws SQLException {
        String outcome = row.getString(1);
        return switch (outcome) {
            case "stored" -> stored(row, false);
            case "duplicate" -> stored(row, true);
            case "skipped" -> new Verdict.Skipped();
            case "no_such_conversation" -> new Verdict.Refused(Reason.NO_SUCH_CONVERSATION);
            case "not_a_member" -> new Verdict.Refused(Reason.NOT_A_MEMBER);
            case "blocked" -> new Verdict.Refused(Reason.BLOCKED);
            case "previous_missing" -> new Verdict.Refused(Reason.PREVIOUS_MISSING);
            case "no_such_target" -> new Verdict.Refused(Reason.NO_SUCH_TARGET);
            case "target_recalled" -> new Verdict.Refused(Reason.TARGET_RECALLED);
            case "not_a_root" -> new Verdict.Refused(Reason.NOT_A_ROOT);
            case "no_such_attachment" -> new Verdict.Refused(Reason.NO_SUCH_ATTACHMENT);
            case "not_everybody" -> new Verdict.Refused(Reason.NOT_EVERYBODY);
            case "too_many_mentions" -> new Verdict.Refused(Reason.TOO_MANY_MENTIONS);
            default -> throw new IllegalStateException("outcome " + outcome);
        };
    }

    private static Verdict.@Nullable Followers followers(ResultSet row) throws SQLException {
        Array followers = row.getArray(10);
        return followers == null
                ? null
                : new Verdict.Followers(List.of((Long[]) followers.getArray()), row.getLong(11));
    }

    private static Verdict stored(ResultSet row, boolean duplicate) throws SQLException {
        long readMessages = row.getLong(5);
        Verdict.Mark mark = row.wasNull() ? null : new Verdict.Mark(readMessages, row.getBoolean(6));
        long inThread = row.getLong(7);
        return new Verdict.Stored(
                row.getLong(2),
                row.getLong(3),
                row.getObject(4, OffsetDateTime.class).toInstant(),
                duplicate,
                mark,
                inThread == 0 ? null : inThread,
                row.getString(8),
                row.getString(9),
                followers(row));
    }
}
