package chat.parley.adapter.postgres;

import chat.parley.core.id.ConversationId;
import chat.parley.core.id.UserId;
import chat.parley.core.retention.RetentionStore;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** The work of retention by the functions of {@code R__retention.sql}, and the row that says whose it is. */
public final class PostgresRetention implements RetentionStore {
    private static final String TURN = """
            update retention_round
            set worker = ?, worker_till = clock_timestamp() + ? * interval '1 millisecond'
            where worker = ? or worker_till < clock_timestamp()""";

    private static final String PAGE = """
            select p.conversation, p.creator, p.due, e.at
            from retention_round r
            cross join lateral parley_retention_page(r.walked, ?, ? * interval '1 millisecond') p
            join head h on h.conversation = p.conversation
            left join entry e on e.conversation = h.conversation and e.seq = h.first
            order by p.conversation""";

    private static final String WALKED =
            "update retention_round set walked = ?, ended = case when ? then ended else clock_timestamp() end";

    private final Transactions transactions;
    private final Reads reads;
    private final UUID worker = UUID.randomUUID();

    public PostgresRetention(ConnectionSource connections) {
        this.transactions = new Transactions(connections);
        this.reads = new Reads(connections);
    }

    @Override
    public boolean turn(Duration lease) {
        return transactions.statement(connection -> {
            try (PreparedStatement statement = connection.prepareStatement(TURN)) {
                statement.setObject(1, worker);
                statement.setLong(2, lease.toMillis());
                statement.setObject(3, worker);
                return statement.executeUpdate() == 1;
            }
        });
    }

    @Override
    public Page page(int limit, Duration spared) {
        List<Walked> walked = reads.list(
                PAGE,
                query -> {
                    query.setInt(1, limit);
                    query.setLong(2, spared.toMillis());
                },
                PostgresRetention::walked);
        List<Due> due = new ArrayList<>();
        Optional<Instant> oldest = Optional.empty();
        for (Walked each : walked) {
            if (each.due()) {
                due.add(new Due(each.conversation(), each.creator()));
            }
            oldest = oldest.filter(at -> at.isBefore(each.first())).or(() -> Optional.of(each.first()));
        }
        boolean more = walked.size() == limit;
        return new Page(due, more ? Optional.of(walked.getLast().conversation()) : Optional.empty(), oldest);
    }

    @Override
    public void walked(Optional<ConversationId> last) {
        transactions.statement(connection -> {
            try (PreparedStatement statement = connection.prepareStatement(WALKED)) {
                statement.setLong(1, last.map(ConversationId::value).orElse(-1L));
                statement.setBoolean(2, last.isPresent());
                return statement.executeUpdate();
            }
        });
    }

    @Override
    public List<ConversationId> owed(int limit) {
        return reads.list(
                "select conversation from purge where not parley_held(conversation) order by conversation limit ?",
                query -> query.setInt(1, limit),
                row -> new ConversationId(row.getLong(1)));
    }

    /** First the log, then the index: what is in no log any more can be brought into the index by nobody. */
    @Override
    public Purged purge(ConversationId conversation, int limit) {
        return transactions.statement(connection -> {
            try (PreparedStatement statement =
                    connection.prepareStatement("select entries, rows, files from parley_purge(?, ?)")) {
                statement.setLong(1, conversation.value());
                statement.setInt(2, limit);
                try (ResultSet row = statement.executeQuery()) {
                    row.next();
                    boolean done = row.getInt("rows") == 0
                            && number(connection, "select parley_purge_index(?, " + limit + ")", conversation) == 0;
                    if (done) {
                        number(connection, "select parley_purged(?)::int", conversation);
                    }
                    return new Purged(row.getInt("entries"), row.getInt("files"), done);
                }
            }
        });
    }

    private static int number(Connection connection, String sql, ConversationId conversation) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setLong(1, conversation.value());
            try (ResultSet row = statement.executeQuery()) {
                row.next();
                return row.getInt(1);
            }
        }
    }

    private record Walked(ConversationId conversation, UserId creator, boolean due, Instant first) {}

    private static Walked walked(ResultSet row) throws SQLException {
        return new Walked(
                new ConversationId(row.getLong("conversation")),
                new UserId(row.getLong("creator")),
                row.getBoolean("due"),
                row.getObject("at", OffsetDateTime.class).toInstant());
    }
}
