package chat.parley.adapter.postgres;

import chat.parley.core.id.UserGroupId;
import chat.parley.core.id.UserId;
import chat.parley.core.usergroup.UserGroup;
import chat.parley.core.usergroup.UserGroups;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Table {@code user_group} (V28), members included. */
public final class PostgresUserGroups implements UserGroups {
    /** Held by whoever gives a group a handle, and shared by all who create accounts: they see what the other committed. */
    private static final String LOCK = "select pg_advisory_xact_lock(hashtext('parley handles'))";

    private static final String SHARED_LOCK = "select pg_advisory_xact_lock_shared(hashtext('parley handles'))";

    private static final String ALL =
            "select id, handle, name, cardinality(members) as members from user_group order by handle";

    private static final String FIND = "select id, handle, name, members from user_group where id = ?";

    private static final String TAKEN = """
            select from account where handle = ?
            union all select from user_group where handle = ? and id <> ?""";

    private static final String FULL = "select where (select count(*) from user_group) >= ?";

    /** Locked, so that none of them is deleted before they are members and stays one. */
    private static final String PRESENT = """
            select id from account where id = any (?) and deleted_at is null order by id for key share""";

    private static final String INSERT =
            "insert into user_group (handle, name, members, id) values (?, ?, ?::bigint[], ?)";

    private static final String UPDATE =
            "update user_group set handle = ?, name = ?, members = ?::bigint[] where id = ?";

    private static final String REMOVE = "delete from user_group where id = ?";

    private final Transactions transactions;
    private final Reads reads;

    public PostgresUserGroups(ConnectionSource connections) {
        this.transactions = new Transactions(connections);
        this.reads = new Reads(connections);
    }

    /** No group gets a handle until this transaction ends. */
    static void keepHandlesOfGroups(Connection connection) throws SQLException {
        execute(connection, SHARED_LOCK);
    }

    @Override
    public List<Summary> all() {
        return reads.list(
                ALL,
                none -> {},
                row -> new Summary(
                        new UserGroupId(row.getLong("id")),
                        row.getString("handle"),
                        row.getString("name"),
                        row.getInt("members")));
    }

    @Override
    public Optional<UserGroup> find(UserGroupId group) {
        return reads.first(
                FIND,
                query -> query.setLong(1, group.value()),
                row -> new UserGroup(
                        new UserGroupId(row.getLong("id")),
                        row.getString("handle"),
                        row.getString("name"),
                        Stream.of((Long[]) row.getArray("members").getArray())
                                .map(UserId::new)
                                .toList()));
    }

    @Override
    public Kept make(UserGroup group, int most) {
        return transactions.run(connection -> {
            execute(connection, LOCK);
            return exists(connection, FULL, full -> full.setInt(1, most))
                    ? new Kept.Full()
                    : keep(connection, group, INSERT);
        });
    }

    @Override
    public Kept replace(UserGroup group) {
        return transactions.run(connection -> {
            execute(connection, LOCK);
            return keep(connection, group, UPDATE);
        });
    }

    @Override
    public boolean remove(UserGroupId group) {
        return transactions.statement(connection ->
                update(connection, REMOVE, remove -> remove.setLong(1, group.value())) > 0);
    }

    /** @param write puts its row there; all is judged before it, so that what is refused has changed nothing */
    private static Kept keep(Connection connection, UserGroup group, String write) throws SQLException {
        if (exists(connection, TAKEN, taken -> {
            taken.setString(1, group.handle());
            taken.setString(2, group.handle());
            taken.setLong(3, group.id().value());
        })) {
            return new Kept.HandleTaken();
        }
        Optional<UserId> nobody = nobody(connection, group.members());
        if (nobody.isPresent()) {
            return new Kept.NoSuchUser(nobody.get());
        }
        int written = update(connection, write, row -> {
            row.setString(1, group.handle());
            row.setString(2, group.name());
            Reads.setIds(row, 3, group.members(), UserId::value);
            row.setLong(4, group.id().value());
        });
        return written == 0 ? new Kept.NoSuchGroup() : new Kept.Done();
    }

    /** The first of these who has no account. */
    private static Optional<UserId> nobody(Connection connection, List<UserId> users) throws SQLException {
        Set<UserId> present = new HashSet<>();
        try (PreparedStatement query = connection.prepareStatement(PRESENT)) {
            Reads.setIds(query, 1, users, UserId::value);
            try (ResultSet rows = query.executeQuery()) {
                while (rows.next()) {
                    present.add(new UserId(rows.getLong(1)));
                }
            }
        }
        return users.stream().filter(user -> !present.contains(user)).findFirst();
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static boolean exists(Connection connection, String sql, Reads.Parameters parameters) throws SQLException {
        try (PreparedStatement query = connection.prepareStatement(sql)) {
            parameters.set(query);
            try (ResultSet row = query.executeQuery()) {
                return row.next();
            }
        }
    }

    private static int update(Connection connection, String sql, Reads.Parameters parameters) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            parameters.set(statement);
            return statement.executeUpdate();
        }
    }
}
