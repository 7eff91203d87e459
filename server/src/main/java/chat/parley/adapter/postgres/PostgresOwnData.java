package chat.parley.adapter.postgres;

import chat.parley.core.export.OwnData;
import chat.parley.core.id.ConversationId;
import chat.parley.core.id.UserId;
import chat.parley.wire.Entry;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** By the indexes that members and dedupe have anyway. */
public final class PostgresOwnData implements OwnData {
    private static final String MEMBERSHIPS = """
            select m.conversation, c.kind, c.title, m.role, m.joined, m.left_at
            from member m join conversation c on c.id = m.conversation
            where m.account = ? and m.conversation > ?
            order by m.conversation limit ?""";

    private static final String SAID = "select " + EntryRows.COLUMNS + """
             from entry
            where conversation = ? and sender = ? and id is not null and (?::uuid is null or id > ?::uuid)
              and seq >= (select h.first from head h where h.conversation = ?)
            order by id limit ?""";

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
                    query.setLong(2, after == null ? -1 : after.value());
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

    private static Membership membership(ResultSet row) throws SQLException {
        long left = row.getLong("left_at");
        Long leftAt = row.wasNull() ? null : left;
        return new Membership(
                new ConversationId(row.getLong("conversation")),
                StoredNames.kind(row.getInt("kind")),
                Optional.ofNullable(row.getString("title")),
                StoredNames.role(row.getInt("role")),
                row.getLong("joined"),
                leftAt);
    }
}
