package chat.parley.adapter.postgres;

import chat.parley.core.account.Blocks;
import chat.parley.core.id.UserId;
import chat.parley.wire.Profile;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Who blocks whom, in table {@code block}. */
public final class PostgresBlocks implements Blocks {
    /** One at a time for a user, so that the bound holds. */
    private static final String LOCK = "select from account where id = ? for no key update";

    private static final String ADD = """
            insert into block (account, blocked)
            select ?, ? where (select count(*) from block where account = ?) < ?
            on conflict do nothing""";

    private static final String PRESENT = "select from block where account = ? and blocked = ?";

    private static final String REMOVE = "delete from block where account = ? and blocked = ?";

    private static final String OF_USER = """
            select a.id, a.handle, a.name, a.role, a.deleted_at is not null as deleted
            from block b join account a on a.id = b.blocked where b.account = ? order by a.handle""";

    private static final String BETWEEN = """
            select u.id, b.blocked as other from unnest(?::bigint[]) u (id) join block b on b.account = u.id
            union all
            select u.id, b.account as other from unnest(?::bigint[]) u (id) join block b on b.blocked = u.id""";

    private final Transactions transactions;

    public PostgresBlocks(ConnectionSource connections) {
        this.transactions = new Transactions(connections);
    }

    @Override
    public boolean add(UserId user, UserId blocked, int most) {
        return transactions.run(connection -> {
            try (PreparedStatement lock = connection.prepareStatement(LOCK)) {
                lock.setLong(1, user.value());
                lock.execute();
            }
            try (PreparedStatement insert = connection.prepareStatement(ADD)) {
                insert.setLong(1, user.value());
                insert.setLong(2, blocked.value());
                insert.setLong(3, user.value());
                insert.setInt(4, most);
                insert.executeUpdate();
            }
            try (PreparedStatement query = connection.prepareStatement(PRESENT)) {
                return found(query, user, blocked);
            }
        });
    }

    @Override
    public void remove(UserId user, UserId blocked) {
        transactions.statement(connection -> {
            try (PreparedStatement delete = connection.prepareStatement(REMOVE)) {
                delete.setLong(1, user.value());
                delete.setLong(2, blocked.value());
                return delete.executeUpdate();
            }
        });
    }

    @Override
    public List<Profile> of(UserId user) {
        return transactions.statement(connection -> {
            try (PreparedStatement query = connection.prepareStatement(OF_USER)) {
                query.setLong(1, user.value());
                return PostgresDirectory.profiles(query);
            }
        });
    }

    @Override
    public Map<UserId, Set<UserId>> between(Collection<UserId> users) {
        return transactions.statement(connection -> {
            try (PreparedStatement query = connection.prepareStatement(BETWEEN)) {
                Reads.setIds(query, 1, users, UserId::value);
                Reads.setIds(query, 2, users, UserId::value);
                Map<UserId, Set<UserId>> between = new HashMap<>();
                try (ResultSet row = query.executeQuery()) {
                    while (row.next()) {
                        between.computeIfAbsent(new UserId(row.getLong("id")), user -> new HashSet<>())
                                .add(new UserId(row.getLong("other")));
                    }
                }
                return between;
            }
        });
    }

    private static boolean found(PreparedStatement query, UserId user, UserId blocked) throws SQLException {
        query.setLong(1, user.value());
        query.setLong(2, blocked.value());
        try (ResultSet row = query.executeQuery()) {
            return row.next();
        }
    }
}
