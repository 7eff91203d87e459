package chat.parley.adapter.postgres;

import chat.parley.core.id.ConversationId;
import chat.parley.core.id.UserId;
import chat.parley.core.receipt.Receipts;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Who has an entry, from the members' markers. Who joined after it stands beyond it without ever having had it. */
public final class PostgresReceipts implements Receipts {
    private static final String RECEIPTS = """
            select o.account, o.read >= e.seq as read
            from entry e
            join member o on o.conversation = e.conversation
            join account a on a.id = o.account and a.read_receipts
            where e.conversation = ? and e.seq = ?
              and o.account > ? and o.account <> e.sender and o.left_at is null
              and o.joined <= e.seq and o.delivered >= e.seq
              and not exists (
                  select from block b where (b.account, b.blocked) in ((o.account, ?), (?, o.account)))
            order by o.account
            limit ?""";

    private final Reads reads;

    public PostgresReceipts(ConnectionSource connections) {
        this.reads = new Reads(connections);
    }

    @Override
    public List<Receipt> of(ConversationId conversation, long seq, UserId viewer, @Nullable UserId after, int limit) {
        return reads.list(
                RECEIPTS,
                query -> {
                    query.setLong(1, conversation.value());
                    query.setLong(2, seq);
                    query.setLong(3, after == null ? -1 : after.value());
                    query.setLong(4, viewer.value());
                    query.setLong(5, viewer.value());
                    query.setInt(6, limit);
                },
                row -> new Receipt(new UserId(row.getLong("account")), row.getBoolean("read")));
    }
}
