package chat.parley.adapter.postgres;

import chat.parley.core.id.ConversationId;
import chat.parley.wire.ThreadState;
import java.sql.ResultSet;
import java.sql.SQLException;

/**
 * States of threads, each for who follows it, by index lookups. A statement is made of CTEs, of which {@code wanted (account,
 * conversation, thread)} says which, then {@code select …}, {@link #COLUMNS}, {@link #FROM}. There is no row of a thread that its
 * follower may not see now.
 */
final class ThreadRows {
    /** A row of an earlier membership says nothing: whoever comes back follows no thread yet. */
    static final String COLUMNS = """
             f.conversation, f.thread, f.following and f.read >= m.joined as following, f.read, f.read_messages,
             coalesce(o.replies, 0) as thread_messages, o.last_reply, u.mentions, c.mentions as conversation_mentions, f.version
            """;

    static final String FROM = """
             from wanted w
             join follow f on f.conversation = w.conversation and f.account = w.account and f.thread = w.thread
             join member m on m.conversation = f.conversation and m.account = f.account and m.left_at is null
             join head h on h.conversation = f.conversation and f.thread >= greatest(m.first, h.first)
             left join fold o on o.conversation = f.conversation and o.seq = f.thread
             cross join lateral unread_thread_mentions(f.conversation, f.account, f.thread, f.read) u
             cross join lateral unread_mentions(f.conversation, f.account, m.read) c
            """;

    private ThreadRows() {}

    static ThreadState read(ResultSet row) throws SQLException {
        long last = row.getLong("last_reply");
        return new ThreadState(
                new ConversationId(row.getLong("conversation")).toString(),
                row.getLong("thread"),
                row.getBoolean("following"),
                row.getLong("read"),
                row.getLong("read_messages"),
                row.getLong("thread_messages"),
                last == 0 ? null : last,
                row.getLong("mentions"),
                row.getLong("conversation_mentions"),
                row.getLong("version"));
    }
}
