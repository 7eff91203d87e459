package chat.parley.adapter.postgres;

import chat.parley.core.id.ConversationId;
import chat.parley.core.id.HoldId;
import chat.parley.core.id.UserId;
import chat.parley.core.retention.Hold;
import chat.parley.core.retention.Holds;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Types;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Table {@code legal_hold} (V17). */
public final class PostgresHolds implements Holds {
    private static final String COLUMNS =
            " id, conversation, account, reason, placed_by, placed_at, released_by, released_at ";

    /** {@code parley_purge} has it to itself while it deletes. */
    private static final String LOCK = "select pg_advisory_xact_lock_shared(hashtext('parley purge'))";

    private static final String PLACE = """
            insert into legal_hold (id, conversation, account, reason, placed_by)
            select ?, c.id, a.id, ?, ?
            from (select ?::bigint as conversation, ?::bigint as account) t
            left join conversation c on c.id = t.conversation
            left join account a on a.id = t.account
            where num_nonnulls(c.id, a.id) = 1
            returning""" + COLUMNS;

    private static final String RELEASE = """
            update legal_hold
            set released_by = coalesce(released_by, ?), released_at = coalesce(released_at, now())
            where id = ?
            returning""" + COLUMNS;

    private static final String LIST = "select" + COLUMNS + "from legal_hold where id < ? order by id desc limit ?";

    private final Transactions transactions;
    private final Reads reads;

    public PostgresHolds(ConnectionSource connections) {
        this.transactions = new Transactions(connections);
        this.reads = new Reads(connections);
    }

    @Override
    public Optional<Hold> place(HoldId id, Hold.Target target, String reason, UserId by) {
        return transactions.run(connection -> {
            try (Statement lock = connection.createStatement()) {
                lock.execute(LOCK);
            }
            return first(connection, PLACE, place -> {
                place.setLong(1, id.value());
                place.setString(2, reason);
                place.setLong(3, by.value());
                switch (target) {
                    case Hold.Target.OfConversation(ConversationId conversation) -> {
                        place.setLong(4, conversation.value());
                        place.setNull(5, Types.BIGINT);
                    }
                    case Hold.Target.OfUser(UserId user) -> {
                        place.setNull(4, Types.BIGINT);
                        place.setLong(5, user.value());
                    }
                }
            });
        });
    }

    @Override
    public Optional<Hold> release(HoldId id, UserId by) {
        return transactions.statement(connection -> first(connection, RELEASE, release -> {
            release.setLong(1, by.value());
            release.setLong(2, id.value());
        }));
    }

    @Override
    public List<Hold> list(@Nullable HoldId before, int limit) {
        return reads.list(
                LIST,
                query -> {
                    query.setLong(1, before == null ? Long.MAX_VALUE : before.value());
                    query.setInt(2, limit);
                },
                PostgresHolds::hold);
    }

    private static Optional<Hold> first(Connection connection, String sql, Reads.Parameters parameters)
            throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            parameters.set(statement);
            try (ResultSet row = statement.executeQuery()) {
                return row.next() ? Optional.of(hold(row)) : Optional.empty();
            }
        }
    }

    private static Hold hold(ResultSet row) throws SQLException {
        long account = row.getLong("account");
        Hold.Target target = row.wasNull()
                ? new Hold.Target.OfConversation(new ConversationId(row.getLong("conversation")))
                : new Hold.Target.OfUser(new UserId(account));
        OffsetDateTime released = row.getObject("released_at", OffsetDateTime.class);
        return new Hold(
                new HoldId(row.getLong("id")),
                target,
                row.getString("reason"),
                new UserId(row.getLong("placed_by")),
                row.getObject("placed_at", OffsetDateTime.class).toInstant(),
                released == null
                        ? Optional.empty()
                        : Optional.of(new Hold.End(new UserId(row.getLong("released_by")), released.toInstant())));
    }
}
