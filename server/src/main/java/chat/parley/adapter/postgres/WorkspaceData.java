package chat.parley.adapter.postgres;

import chat.parley.core.attachment.Attachment;
import chat.parley.core.conversation.Kind;
import chat.parley.core.conversation.MemberRole;
import chat.parley.core.id.AttachmentId;
import chat.parley.core.id.ConversationId;
import chat.parley.core.id.UserId;
import chat.parley.wire.Entry;
import chat.parley.wire.Retention;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a workspace said, page by page by key: each page is one statement, so no snapshot outlives a page. For as long as it is open nothing is
 * deleted by retention: a log is dense from the entry to the entry that its {@link Conversation} names. Whoever became a member, and what was said, after
 * that entry is not in it. One thread. Failure: {@link java.io.UncheckedIOException} where the store cannot be reached.
 */
public final class WorkspaceData implements AutoCloseable {
    private static final String LOCK = "select pg_advisory_lock_shared(hashtext('parley purge'))";
    private static final String UNLOCK = "select pg_advisory_unlock_shared(hashtext('parley purge'))";

    private static final String PEOPLE = """
            select id, handle, name, role, created_at, deleted_at from account where id > ? order by id limit ?""";

    /** What is below {@code first} is not there any more, unless it is held. */
    private static final String CONVERSATIONS = """
            select c.id, c.kind, c.title, c.topic, c.history, c.invites, c.creator, c.created_at, c.keep_days, c.keep_messages,
                   h.seq,
                   case when parley_held(c.id)
                       then least(h.first, (select min(e.seq) from entry e where e.conversation = c.id))
                       else h.first end as first
            from conversation c join head h on h.conversation = c.id
            where c.id > ? and (? or c.kind <> 0)
            order by c.id limit ?""";

    private static final String MEMBERS = """
            select account, role, joined, case when left_at <= ? then left_at end as gone
            from member where conversation = ? and account > ? and joined <= ?
            order by account limit ?""";

    private static final String ENTRIES = "select " + EntryRows.COLUMNS + """
             from entry
            where conversation = ? and seq > ? and seq <= ? order by seq limit ?""";

    private static final String ATTACHMENTS = """
            select a.id, a.name, a.type, a.bytes
            from attachment a
            join entry e on e.conversation = a.conversation and e.sender = a.uploader and e.id = a.message
            where a.conversation = ? and a.message is not null and a.state = 1 and e.seq between ? and ? and a.id > ?
            order by a.id limit ?""";

    private static final long BEFORE_ALL = -1;

    private final Connection connection;

    private WorkspaceData(Connection connection) {
        this.connection = connection;
    }

    /**
     * Retention deletes nothing from now on.
     *
     * @param connection in autocommit, nobody else's meanwhile, and closed by who opened it
     */
    public static WorkspaceData open(Connection connection) {
        WorkspaceData data = new WorkspaceData(connection);
        data.run(LOCK);
        return data;
    }

    /** @param deleted when their account was; null of one that is there */
    public record Person(
            UserId id,
            String handle,
            String name,
            String role,
            Instant created,
            @Nullable Instant deleted) {}

    /**
     * A conversation, with the part of its log that is exported.
     *
     * @param title null for a direct one
     * @param first its first entry that is there
     * @param last its newest
     */
    public record Conversation(
            ConversationId id,
            Kind kind,
            @Nullable String title,
            @Nullable String topic,
            String history,
            String invites,
            UserId creator,
            Instant created,
            Retention retention,
            long first,
            long last) {}

    /** @param left the entry that removed them; null for a member */
    public record Member(
            UserId user,
            MemberRole role,
            long joined,
            @Nullable Long left) {}

    /** How much of all conversations is kept. */
    public Retention retention() {
        return Reads.list(
                        connection,
                        "select keep_days, keep_messages from workspace",
                        none -> {},
                        WorkspaceData::retention)
                .getFirst();
    }

    public List<Person> people(@Nullable Person after, int limit) {
        return Reads.list(
                connection,
                PEOPLE,
                query -> {
                    query.setLong(1, after == null ? BEFORE_ALL : after.id().value());
                    query.setInt(2, limit);
                },
                row -> new Person(
                        new UserId(row.getLong("id")),
                        row.getString("handle"),
                        row.getString("name"),
                        row.getString("role"),
                        instant(row, "created_at"),
                        row.getObject("deleted_at") == null ? null : instant(row, "deleted_at")));
    }

    /** @param direct whether direct ones are wanted, too */
    public List<Conversation> conversations(boolean direct, @Nullable Conversation after, int limit) {
        return Reads.list(
                connection,
                CONVERSATIONS,
                query -> {
                    query.setLong(1, after == null ? BEFORE_ALL : after.id().value());
                    query.setBoolean(2, direct);
                    query.setInt(3, limit);
                },
                row -> new Conversation(
                        new ConversationId(row.getLong("id")),
                        StoredNames.kind(row.getInt("kind")),
                        row.getString("title"),
                        row.getString("topic"),
                        row.getString("history"),
                        row.getString("invites"),
                        new UserId(row.getLong("creator")),
                        instant(row, "created_at"),
                        retention(row),
                        row.getLong("first"),
                        row.getLong("seq")));
    }

    /** Who was a member when the conversation's last entry was its newest, or had been one. */
    public List<Member> members(Conversation of, @Nullable Member after, int limit) {
        return Reads.list(
                connection,
                MEMBERS,
                query -> {
                    query.setLong(1, of.last());
                    query.setLong(2, of.id().value());
                    query.setLong(3, after == null ? BEFORE_ALL : after.user().value());
                    query.setLong(4, of.last());
                    query.setInt(5, limit);
                },
                row -> {
                    long gone = row.getLong("gone");
                    Long left = row.wasNull() ? null : gone;
                    return new Member(
                            new UserId(row.getLong("account")),
                            StoredNames.role(row.getInt("role")),
                            row.getLong("joined"),
                            left);
                });
    }

    public List<Entry> entries(Conversation of, @Nullable Entry after, int limit) {
        return Reads.list(
                connection,
                ENTRIES,
                query -> {
                    query.setLong(1, of.id().value());
                    query.setLong(2, after == null ? of.first() - 1 : after.seq());
                    query.setLong(3, of.last());
                    query.setInt(4, limit);
                },
                row -> EntryRows.read(row, 1));
    }

    /** Those that messages have which are exported and were not recalled. Their sizes in pixels are not asked for. */
    public List<Attachment> attachments(Conversation of, @Nullable Attachment after, int limit) {
        return Reads.list(
                connection,
                ATTACHMENTS,
                query -> {
                    query.setLong(1, of.id().value());
                    query.setLong(2, of.first());
                    query.setLong(3, of.last());
                    query.setLong(4, after == null ? BEFORE_ALL : after.id().value());
                    query.setInt(5, limit);
                },
                row -> new Attachment(
                        new AttachmentId(row.getLong("id")),
                        row.getString("name"),
                        row.getString("type"),
                        row.getLong("bytes"),
                        null));
    }

    private static Retention retention(ResultSet row) throws SQLException {
        Number days = (Number) row.getObject("keep_days");
        Number messages = (Number) row.getObject("keep_messages");
        return new Retention(
                days == null ? null : (Long) days.longValue(), messages == null ? null : (Long) messages.longValue());
    }

    private static Instant instant(ResultSet row, String column) throws SQLException {
        return row.getObject(column, OffsetDateTime.class).toInstant();
    }

    private void run(String sql) {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException failure) {
            throw Reads.unreachable(failure);
        }
    }

    /** Retention may go on. */
    @Override
    public void close() {
        run(UNLOCK);
    }
}
