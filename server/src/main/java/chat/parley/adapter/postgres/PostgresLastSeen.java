package chat.parley.adapter.postgres;

import chat.parley.core.id.UserId;
import chat.parley.core.presence.LastSeen;
import java.sql.PreparedStatement;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** When people were last connected, in table {@code last_seen}. */
public final class PostgresLastSeen implements LastSeen {
    /**
     * The lock on the account waits for a deletion in progress and then sees it, so that nothing personal is written after
     * what was there has been erased. In order of accounts, so that two servers do not wait for each other.
     */
    private static final String STORE = """
            insert into last_seen as s (account, at)
            select a.id, v.at
            from unnest(?::bigint[], ?::timestamptz[]) v (account, at)
            join account a on a.id = v.account and a.deleted_at is null
            order by a.id
            for key share of a
            on conflict (account) do update set at = excluded.at where s.at < excluded.at""";

    private static final String OF = "select account, at from last_seen where account = any (?)";

    private final Transactions transactions;
    private final Reads reads;

    public PostgresLastSeen(ConnectionSource connections) {
        this.transactions = new Transactions(connections);
        this.reads = new Reads(connections);
    }

    @Override
    public void store(Map<UserId, Instant> seen) {
        List<Map.Entry<UserId, Instant>> rows = List.copyOf(seen.entrySet());
        transactions.statement(connection -> {
            try (PreparedStatement insert = connection.prepareStatement(STORE)) {
                Reads.setIds(insert, 1, rows, row -> row.getKey().value());
                OffsetDateTime[] times = rows.stream()
                        .map(row -> row.getValue().atOffset(ZoneOffset.UTC))
                        .toArray(OffsetDateTime[]::new);
                insert.setArray(2, connection.createArrayOf("timestamptz", times));
                return insert.executeUpdate();
            }
        });
    }

    @Override
    public Map<UserId, Instant> of(Collection<UserId> users) {
        Map<UserId, Instant> seen = new HashMap<>();
        reads.list(
                OF,
                query -> Reads.setIds(query, 1, users, UserId::value),
                row -> seen.put(
                        new UserId(row.getLong("account")),
                        row.getObject("at", OffsetDateTime.class).toInstant()));
        return seen;
    }
}
