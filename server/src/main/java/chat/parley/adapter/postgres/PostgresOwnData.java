package chat.parley.adapter.postgres;

import chat.parley.core.export.OwnData;
import chat.parley.core.id.ConversationId;
import chat.parley.core.id.UserId;
import chat.parley.core.notice.NoticeChoice;
import chat.parley.wire.Entry;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** By the indexes that members, dedupe, saved and drafts have anyway. */
public final class PostgresOwnData implements OwnData {
    private static final String MEMBERSHIPS = """
            select m.conversation, c.kind, c.title, m.role, m.joined, m.left_at, m.notify,
                   m.muted and coalesce(m.muted_until > now(), true) as muted, m.muted_until
            from member m join conversation c on c.id = m.conversation
            where m.account = ? and m.conversation > ?
            order by m.conversation limit ?""";

    private static final String SAID = "select " + EntryRows.COLUMNS + """
             from entry
            where conversation = ? and sender = ? and id is not null and (?::uuid is null or id > ?::uuid)
              and seq >= (select h.first from head h where h.conversation = ?)
            order by id limit ?""";

    private static final String SAVED = """
            select conversation, seq, at from saved
            where account = ? and (conversation, seq) > (?, ?)
            order by conversation, seq limit ?""";

    private static final String BEGUN = """
            select conversation, thread, text from draft
            where account = ? and (conversation, thread) > (?, ?)
            order by conversation, thread limit ?""";

    private static final long BEFORE_ALL = -1;

    private final Reads reads;

    public PostgresOwnData(ConnectionSource connections) {
        this.reads = new Reads(connections);
    }

    @Override
    public List<Membership> memberships(UserId user, @Nullable ConversationId after, int limit) {
        return reads.list(
                MEMBERSHIPS,
                query -> {
                    query.setLong(1, user.value());
                    query.setLong(2, after == null ? BEFORE_ALL : after.value());
                    query.setInt(3, limit);
                },
                PostgresOwnData::membership);
    }

    @Override
    public List<Entry> said(UserId user, ConversationId conversation, @Nullable UUID after, int limit) {
        return reads.list(
                SAID,
                query -> {
                    query.setLong(1, conversation.value());
                    query.setLong(2, user.value());
                    query.setObject(3, after, Types.OTHER);
                    query.setObject(4, after, Types.OTHER);
                    query.setLong(5, conversation.value());
                    query.setInt(6, limit);
                },
                row -> EntryRows.read(row, 1));
    }

    @Override
    public List<Saved> saved(UserId user, @Nullable Saved after, int limit) {
        return reads.list(
                SAVED,
                query -> setPage(
                        query,
                        user,
                        after == null ? null : after.conversation(),
                        after == null ? BEFORE_ALL : after.seq(),
                        limit),
                row -> new Saved(
                        new ConversationId(row.getLong("conversation")),
                        row.getLong("seq"),
                        row.getObject("at", OffsetDateTime.class).toInstant()));
    }

    @Override
    public List<Begun> begun(UserId user, @Nullable Begun after, int limit) {
        return reads.list(
                BEGUN,
                query -> setPage(
                        query,
                        user,
                        after == null ? null : after.conversation(),
                        after == null ? BEFORE_ALL : thread(after),
                        limit),
                PostgresOwnData::begun);
    }

    private static void setPage(
            PreparedStatement query, UserId user, @Nullable ConversationId conversation, long place, int limit)
            throws SQLException {
        query.setLong(1, user.value());
        query.setLong(2, conversation == null ? BEFORE_ALL : conversation.value());
        query.setLong(3, place);
        query.setInt(4, limit);
    }

    /** As it is stored. */
    private static long thread(Begun begun) {
        Long thread = begun.thread();
        return thread == null ? 0 : thread;
    }

    private static Begun begun(ResultSet row) throws SQLException {
        long thread = row.getLong("thread");
        return new Begun(
                new ConversationId(row.getLong("conversation")),
                thread == 0 ? null : (Long) thread,
                row.getString("text"));
    }

    private static Membership membership(ResultSet row) throws SQLException {
        long left = row.getLong("left_at");
        Long leftAt = row.wasNull() ? null : left;
        return new Membership(
                new ConversationId(row.getLong("conversation")),
                StoredNames.kind(row.getInt("kind")),
                Optional.ofNullable(row.getString("title")),
                StoredNames.role(row.getInt("role")),
                row.getLong("joined"),
                leftAt,
                notices(row));
    }

    /** A muting that has ended is none. */
    private static NoticeChoice notices(ResultSet row) throws SQLException {
        int rule = row.getInt("notify");
        boolean none = row.wasNull();
        OffsetDateTime until = row.getObject("muted_until", OffsetDateTime.class);
        boolean muted = row.getBoolean("muted");
        return new NoticeChoice(
                none ? null : StoredNames.noticeRule(rule), muted, muted && until != null ? until.toInstant() : null);
    }
}
