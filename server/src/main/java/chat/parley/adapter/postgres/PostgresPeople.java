package chat.parley.adapter.postgres;

import chat.parley.core.conversation.People;
import chat.parley.core.id.UserId;
import chat.parley.wire.Profile;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** What conversations need to know of accounts, by index lookups, one statement a call. */
public final class PostgresPeople implements People {
    private static final String PRESENT = "select id from account where id = any (?) and deleted_at is null";

    private static final String SHARING = """
            select u.id from unnest(?::bigint[]) u (id)
            where exists (
                select from member o
                join member m on m.conversation = o.conversation and m.account = ? and m.left_at is null
                where o.account = u.id and o.left_at is null)""";

    private static final String BLOCKED = "select from block where (account, blocked) in ((?, ?), (?, ?)) limit 1";

    private static final String FULL = """
            select u.id from unnest(?::bigint[]) u (id)
            where (select count(*) from member m where m.account = u.id and m.left_at is null) >= ?""";

    private static final String PROFILES = """
            select a.id, a.handle, a.name, a.role, a.deleted_at is not null as deleted
            from unnest(?) with ordinality u (id, n) join account a on a.id = u.id
            order by u.n""";

    private final Reads reads;

    public PostgresPeople(ConnectionSource connections) {
        this.reads = new Reads(connections);
    }

    @Override
    public Set<UserId> present(Collection<UserId> users) {
        return new LinkedHashSet<>(reads.list(
                PRESENT, query -> Reads.setIds(query, 1, users, UserId::value), row -> new UserId(row.getLong("id"))));
    }

    @Override
    public Set<UserId> sharing(UserId user, Collection<UserId> others) {
        return new LinkedHashSet<>(reads.list(
                SHARING,
                query -> {
                    Reads.setIds(query, 1, others, UserId::value);
                    query.setLong(2, user.value());
                },
                row -> new UserId(row.getLong("id"))));
    }

    @Override
    public boolean blocked(UserId one, UserId other) {
        return reads.first(
                        BLOCKED,
                        query -> {
                            query.setLong(1, one.value());
                            query.setLong(2, other.value());
                            query.setLong(3, other.value());
                            query.setLong(4, one.value());
                        },
                        row -> true)
                .isPresent();
    }

    @Override
    public Set<UserId> full(Collection<UserId> users, int most) {
        return new LinkedHashSet<>(reads.list(
                FULL,
                query -> {
                    Reads.setIds(query, 1, users, UserId::value);
                    query.setInt(2, most);
                },
                row -> new UserId(row.getLong("id"))));
    }

    @Override
    public List<Profile> profiles(Collection<UserId> users) {
        if (users.isEmpty()) {
            return List.of();
        }
        return reads.list(
                PROFILES,
                query -> Reads.setIds(query, 1, users, UserId::value),
                row -> new Profile(
                        new UserId(row.getLong("id")).toString(),
                        row.getString("handle"),
                        row.getString("name"),
                        row.getString("role"),
                        row.getBoolean("deleted")));
    }
}
