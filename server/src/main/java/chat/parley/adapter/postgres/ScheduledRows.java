package chat.parley.adapter.postgres;

import chat.parley.core.id.AttachmentId;
import chat.parley.core.id.ConversationId;
import chat.parley.core.message.Post;
import chat.parley.core.scheduled.Scheduled;
import chat.parley.wire.Entry;
import chat.parley.wire.ErrorCode;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Rows of table {@code scheduled}, whose message is stored as {@link EntryRows} has the entry that it will be. */
final class ScheduledRows {
    /** Of {@code scheduled s}; what is known of its attachments is put into its data as in an entry. */
    static final String COLUMNS = """
            s.conversation, s.id, s.kind, s.text, s.target, s.made, s.due, s.failed_at, s.failure, s.detail,
            case when s.data::jsonb -> 'attachments' is null then s.data
                else (s.data::jsonb || jsonb_build_object('files', parley_files(array(
                    select a.id::bigint from jsonb_array_elements_text(s.data::jsonb -> 'attachments') a (id)))))::text
            end as data""";

    private ScheduledRows() {}

    static Scheduled read(ResultSet row) throws SQLException {
        return new Scheduled(
                new ConversationId(row.getLong("conversation")),
                EntryRows.message(
                        row.getInt("kind"),
                        row.getObject("id", UUID.class).toString(),
                        row.getString("text"),
                        row.getString("data"),
                        row.getLong("target")),
                time(row, "due"),
                time(row, "made"),
                failure(row));
    }

    static int kind(Entry.Message message) {
        return message.thread() == null || message.broadcast() ? EntryRows.MESSAGE : EntryRows.REPLY;
    }

    static @Nullable String data(Entry.Message message) {
        return EntryRows.data(new Post.Context(
                message.replyTo(),
                message.thread(),
                message.broadcast(),
                message.mentions(),
                attachments(message),
                null));
    }

    static List<AttachmentId> attachments(Entry.Message message) {
        return message.attachments().stream()
                .map(id -> AttachmentId.parse(id).orElseThrow())
                .toList();
    }

    private static Scheduled.@Nullable Failure failure(ResultSet row) throws SQLException {
        String code = row.getString("failure");
        return code == null
                ? null
                : new Scheduled.Failure(
                        ErrorCode.of(code), Objects.requireNonNull(row.getString("detail")), time(row, "failed_at"));
    }

    private static Instant time(ResultSet row, String column) throws SQLException {
        return row.getObject(column, OffsetDateTime.class).toInstant();
    }
}
