package chat.parley.adapter.postgres.seed;

import chat.parley.adapter.postgres.ConnectionSource;
import chat.parley.core.id.IdSource;
import chat.parley.core.id.SessionId;
import chat.parley.core.id.UserId;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.SecureRandom;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.LongSupplier;
import java.util.function.ToLongFunction;

/**
 * Puts users and conversations straight into the store, in short transactions of many rows. Conversations are made by the
 * function that makes every other one ({@code parley_create}), so that nothing tells them apart. May run beside a server.
 * Failure: {@link UncheckedIOException} where the store cannot be reached; what was committed before stays.
 */
public final class StoreSeed {
    private static final int USERS_A_PAGE = 1_000;
    private static final int CONVERSATIONS_A_PAGE = 1_000;
    private static final int SECRET_BYTES = 32;

    private static final String USERS = """
            with account as (
                insert into account (id, handle, name, role)
                select * from unnest(?, ?, ?) as u (id, handle, name), (values ('member')) r (role)
                returning id)
            insert into session (id, account, secret, generation, created_at, issued_at, device)
            select s.id, s.account, s.secret, 0, ?, ?, 'seed'
            from unnest(?, ?, ?) as s (id, account, secret)
            """;

    private static final String CONVERSATIONS = """
            select count(*)
            from unnest(?, ?, ?) as wanted (id, one, other)
            cross join lateral parley_create(wanted.id, wanted.one, 0::smallint, null, null, 'all', array[wanted.other])
            """;

    private final ConnectionSource connections;
    private final IdSource ids;
    private final SecureRandom random = new SecureRandom();
    /** Made so quickly after each other, identifiers do meet. */
    private final Set<Long> taken = new HashSet<>();

    public StoreSeed(ConnectionSource connections, IdSource ids) {
        this.connections = connections;
        this.ids = ids;
    }

    /** Whether there is anybody who can sign in by password. */
    public boolean holdsRealAccounts() {
        try (Connection connection = connections.open();
                Statement statement = connection.createStatement();
                ResultSet row =
                        statement.executeQuery("select exists (select from account where password is not null)")) {
            return row.next() && row.getBoolean(1);
        } catch (SQLException e) {
            throw unreachable(e);
        }
    }

    /** Makes users, each with a session as of {@code now}, whole seconds. */
    public List<SeededUser> users(int count, Instant now) {
        List<SeededUser> users = new ArrayList<>();
        try (Connection connection = connections.open()) {
            while (users.size() < count) {
                List<SeededUser> page = new ArrayList<>();
                for (int i = users.size(); i < Math.min(count, users.size() + USERS_A_PAGE); i++) {
                    page.add(newUser());
                }
                insert(connection, page, now);
                users.addAll(page);
            }
            return users;
        } catch (SQLException e) {
            throw unreachable(e);
        }
    }

    /** Gives each of the users this many direct conversations with others of them, as far as there are others. */
    public int conversations(List<SeededUser> users, int each) {
        List<Pairs.Pair> pairs = Pairs.of(users.size(), each);
        try (Connection connection = connections.open()) {
            for (int from = 0; from < pairs.size(); from += CONVERSATIONS_A_PAGE) {
                List<Pairs.Pair> page = pairs.subList(from, Math.min(pairs.size(), from + CONVERSATIONS_A_PAGE));
                try (PreparedStatement call = connection.prepareStatement(CONVERSATIONS)) {
                    call.setArray(
                            1,
                            numbers(
                                    connection,
                                    page,
                                    pair -> fresh(() -> ids.conversation().value())));
                    call.setArray(
                            2,
                            numbers(
                                    connection,
                                    page,
                                    pair -> users.get(pair.one()).user().value()));
                    call.setArray(
                            3,
                            numbers(
                                    connection,
                                    page,
                                    pair -> users.get(pair.other()).user().value()));
                    call.execute();
                }
            }
            return pairs.size();
        } catch (SQLException e) {
            throw unreachable(e);
        }
    }

    private SeededUser newUser() {
        long id = fresh(() -> ids.user().value());
        return new SeededUser(
                new UserId(id),
                "seed-" + Long.toString(id, Character.MAX_RADIX),
                new SessionId(fresh(() -> ids.session().value())));
    }

    private void insert(Connection connection, List<SeededUser> page, Instant now) throws SQLException {
        OffsetDateTime time = now.atOffset(ZoneOffset.UTC);
        try (PreparedStatement insert = connection.prepareStatement(USERS)) {
            insert.setArray(1, numbers(connection, page, user -> user.user().value()));
            insert.setArray(
                    2, texts(connection, page.stream().map(SeededUser::handle).toArray()));
            insert.setArray(
                    3,
                    texts(
                            connection,
                            page.stream().map(user -> "Seeded " + user.handle()).toArray()));
            insert.setObject(4, time);
            insert.setObject(5, time);
            insert.setArray(6, numbers(connection, page, user -> user.session().value()));
            insert.setArray(7, numbers(connection, page, user -> user.user().value()));
            insert.setArray(
                    8, texts(connection, page.stream().map(user -> secret()).toArray()));
            insert.executeUpdate();
        }
    }

    private String secret() {
        byte[] bytes = new byte[SECRET_BYTES];
        random.nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    private long fresh(LongSupplier source) {
        long id = source.getAsLong();
        while (!taken.add(id)) {
            id = source.getAsLong();
        }
        return id;
    }

    private static <T> Array numbers(Connection connection, List<T> rows, ToLongFunction<T> number)
            throws SQLException {
        return connection.createArrayOf(
                "int8", rows.stream().mapToLong(number).boxed().toArray());
    }

    private static Array texts(Connection connection, Object[] texts) throws SQLException {
        return connection.createArrayOf("text", texts);
    }

    private static UncheckedIOException unreachable(SQLException e) {
        return new UncheckedIOException(new IOException("seeding the store", e));
    }
}
