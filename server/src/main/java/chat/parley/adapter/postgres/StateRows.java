package chat.parley.adapter.postgres;

import chat.parley.core.conversation.Kind;
import chat.parley.core.conversation.MemberRole;
import chat.parley.core.id.ConversationId;
import chat.parley.core.id.UserId;
import chat.parley.wire.ConversationState;
import chat.parley.wire.Entry;
import chat.parley.wire.Retention;
import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * States of many conversations, each for its viewer, by one statement of index lookups.
 *
 * <p>A statement is made of CTEs, of which {@code wanted (account, conversation, whole)} says for whom and what to look up
 * ({@code whole} false: only the row of {@code wanted}, no state), then {@code select …}, {@link #COLUMNS},
 * {@link #FROM}.
 */
final class StateRows {
    /** How many code points of the last message a state shows; {@link #FROM} cuts. */
    static final int LAST_TEXT_CODE_POINTS = 200;

    static final String COLUMNS = """
             c.id, c.kind, c.title, c.topic, c.history, c.invites,
             least(c.keep_days, s.keep_days) as keep_days, least(c.keep_messages, s.keep_messages) as keep_messages,
             h.seq as head, h.messages, h.first as head_first, h.first_messages as head_first_messages, h.members,
             m.role, m.first, m.first_messages, m.delivered, greatest(m.read, h.first - 1) as read,
             greatest(m.read_messages, h.first_messages) as read_messages,
             case when m.unread_from < h.first then h.first else m.unread_from end as unread_from, u.mentions,
             m.muted and coalesce(m.muted_until > now(), true) as muted, m.muted_until, m.notify,
             p.id as peer, p.handle as peer_handle, p.name as peer_name,
             l.seq as last_seq, l.messages as last_messages, l.at as last_at, l.sender as last_sender, l.id as last_id,
             l.data as last_data, l.target as last_target,
             left(coalesce(v.text, l.text), 200) as last_text,
             k.accounts as mark_accounts, k.delivereds as mark_delivereds, k.reads as mark_reads
            """;

    /** {@code h.messages > …} spares the walk down a log in which the member can see no message. */
    static final String FROM = """
             from wanted w
             left join conversation c on c.id = w.conversation and w.whole
             left join head h on h.conversation = c.id
             left join workspace s on s.one and c.id is not null
             left join member m on m.conversation = c.id and m.account = w.account and m.left_at is null
             left join lateral unread_mentions(m.conversation, m.account, greatest(m.read, h.first - 1)) u on m.account is not null
             left join account p on c.kind = 0 and p.id = case when c.low = w.account then c.high else c.low end
             left join lateral (
                 select e.seq, e.messages, e.at, e.sender, e.id, e.text, e.data, e.target
                 from entry e
                 where e.conversation = c.id and e.kind = 1 and e.seq >= greatest(m.first, h.first)
                   and h.messages > case when m.first >= h.first then m.first_messages else h.first_messages end
                 order by e.seq desc
                 limit 1) l on m.account is not null
             left join fold f on f.conversation = c.id and f.seq = l.seq
             left join entry v on v.conversation = f.conversation and v.seq = f.edited
             left join lateral (
                 select array_agg(o.account) as accounts, array_agg(o.delivered) as delivereds, array_agg(o.read) as reads
                 from member o
                 join account a on a.id = o.account and a.read_receipts
                 where o.conversation = c.id and o.left_at is null and o.account <> w.account
                   and receipts_live(c.kind, h.members)
                   and not exists (
                       select from block b
                       where (b.account, b.blocked) in ((o.account, w.account), (w.account, o.account)))) k
                 on m.account is not null
            """;

    private StateRows() {}

    /** The state in this row, or empty where there is none that the viewer may see. */
    static Optional<ConversationState> read(ResultSet row) throws SQLException {
        long id = row.getLong("id");
        if (row.wasNull()) {
            return Optional.empty();
        }
        Kind kind = StoredNames.kind(row.getInt("kind"));
        int role = row.getInt("role");
        if (!row.wasNull()) {
            return Optional.of(asMember(row, new ConversationId(id).toString(), kind, StoredNames.role(role)));
        }
        return kind == Kind.CHANNEL
                ? Optional.of(asOnlooker(row, new ConversationId(id).toString()))
                : Optional.empty();
    }

    private static ConversationState asMember(ResultSet row, String id, Kind kind, MemberRole role)
            throws SQLException {
        boolean raised = row.getLong("head_first") > row.getLong("first");
        return new ConversationState(
                id,
                kind.wireName(),
                row.getString("title"),
                peer(row),
                row.getString("topic"),
                row.getString("history"),
                row.getString("invites"),
                row.getLong("head"),
                row.getLong("messages"),
                row.getLong(raised ? "head_first" : "first"),
                row.getLong(raised ? "head_first_messages" : "first_messages"),
                row.getLong("read"),
                row.getLong("read_messages"),
                row.getLong("delivered"),
                nullableLong(row, "unread_from"),
                row.getLong("mentions"),
                role.wireName(),
                row.getBoolean("muted"),
                row.getBoolean("muted") ? nullableTime(row, "muted_until") : null,
                noticeRule(row),
                row.getInt("members"),
                marks(row),
                retention(row),
                last(row, id));
    }

    /** A channel from outside: no text of it, and nothing of the log where newcomers see nothing of the past. */
    private static ConversationState asOnlooker(ResultSet row, String id) throws SQLException {
        boolean all = row.getString("history").equals("all");
        return new ConversationState(
                id,
                Kind.CHANNEL.wireName(),
                row.getString("title"),
                null,
                row.getString("topic"),
                row.getString("history"),
                row.getString("invites"),
                row.getLong("head"),
                row.getLong("messages"),
                all ? row.getLong("head_first") : row.getLong("head") + 1,
                all ? row.getLong("head_first_messages") : row.getLong("messages"),
                0,
                0,
                0,
                null,
                0,
                null,
                false,
                null,
                null,
                row.getInt("members"),
                Map.of(),
                retention(row),
                null);
    }

    private static ConversationState.@Nullable Peer peer(ResultSet row) throws SQLException {
        long peer = row.getLong("peer");
        return row.wasNull()
                ? null
                : new ConversationState.Peer(
                        new UserId(peer).toString(), row.getString("peer_handle"), row.getString("peer_name"));
    }

    private static @Nullable Retention retention(ResultSet row) throws SQLException {
        Retention retention = PostgresWorkspace.retention(row);
        return retention.none() ? null : retention;
    }

    private static Map<String, ConversationState.Marks> marks(ResultSet row) throws SQLException {
        Array accounts = row.getArray("mark_accounts");
        if (accounts == null) {
            return Map.of();
        }
        Long[] users = (Long[]) accounts.getArray();
        Long[] delivereds = (Long[]) row.getArray("mark_delivereds").getArray();
        Long[] reads = (Long[]) row.getArray("mark_reads").getArray();
        Map<String, ConversationState.Marks> marks = new HashMap<>();
        for (int i = 0; i < users.length; i++) {
            marks.put(new UserId(users[i]).toString(), new ConversationState.Marks(delivereds[i], reads[i]));
        }
        return marks;
    }

    private static @Nullable Entry last(ResultSet row, String conversation) throws SQLException {
        long seq = row.getLong("last_seq");
        if (row.wasNull()) {
            return null;
        }
        String text = row.getString("last_text");
        return new Entry(
                conversation,
                seq,
                row.getLong("last_messages"),
                row.getObject("last_at", OffsetDateTime.class).toInstant(),
                new UserId(row.getLong("last_sender")).toString(),
                EntryRows.message(
                        EntryRows.MESSAGE,
                        row.getString("last_id"),
                        text,
                        row.getString("last_data"),
                        row.getLong("last_target")));
    }

    private static @Nullable String noticeRule(ResultSet row) throws SQLException {
        int rule = row.getInt("notify");
        return row.wasNull() ? null : StoredNames.noticeRule(rule).wireName();
    }

    private static @Nullable Instant nullableTime(ResultSet row, String column) throws SQLException {
        OffsetDateTime time = row.getObject(column, OffsetDateTime.class);
        return time == null ? null : time.toInstant();
    }

    private static @Nullable Long nullableLong(ResultSet row, String column) throws SQLException {
        long value = row.getLong(column);
        return row.wasNull() ? null : value;
    }
}
