package chat.parley.adapter.postgres;

import chat.parley.core.account.Directory;
import chat.parley.core.id.UserId;
import chat.parley.wire.Profile;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Looks people up by index: the handle's beginning, or the beginnings of words of the name (text search, 'simple'). */
public final class PostgresDirectory implements Directory {
    /** Nobody but the companion and whoever shares a conversation with them; with a null companion, everybody. */
    private static final String VISIBLE = """
            and (?::bigint is null or a.id = ? or exists (
                select from member o join member c on c.conversation = o.conversation
                where o.account = ? and o.left_at is null and c.account = a.id and c.left_at is null))
            """;

    private static final String COLUMNS =
            "select a.id, a.handle, a.name, a.role, a.deleted_at is not null as deleted from account a ";

    private static final String BY_IDS = COLUMNS + "where a.id = any (?) " + VISIBLE;

    private static final String EVERYBODY =
            COLUMNS + "where a.deleted_at is null and a.handle > ? " + VISIBLE + "order by a.handle limit ?";

    /** Two index scans, united: an OR of both conditions would make it one scan of everything. */
    private static final String SEARCH = COLUMNS + """
            where a.id in (
                select id from account where handle like ? and deleted_at is null
                union
                select id from account where to_tsvector('simple', name) @@ to_tsquery('simple', ?) and deleted_at is null)
            and a.deleted_at is null and a.handle > ?
            """ + VISIBLE + "order by a.handle limit ?";

    private static final Pattern NO_WORD = Pattern.compile("[^\\p{L}\\p{N}]+");

    private final Transactions transactions;

    public PostgresDirectory(ConnectionSource connections) {
        this.transactions = new Transactions(connections);
    }

    @Override
    public List<Profile> byIds(Collection<UserId> users, Optional<UserId> companion) {
        Long[] ids = users.stream().map(UserId::value).toArray(Long[]::new);
        return transactions.statement(connection -> {
            try (PreparedStatement query = connection.prepareStatement(BY_IDS)) {
                query.setArray(1, connection.createArrayOf("bigint", ids));
                setCompanion(query, 2, companion);
                return profiles(query);
            }
        });
    }

    @Override
    public List<Profile> search(String query, Optional<String> after, int limit, Optional<UserId> companion) {
        return query.isBlank() ? everybody(after, limit, companion) : matching(query, after, limit, companion);
    }

    private List<Profile> everybody(Optional<String> after, int limit, Optional<UserId> companion) {
        return transactions.statement(connection -> {
            try (PreparedStatement select = connection.prepareStatement(EVERYBODY)) {
                select.setString(1, after.orElse(""));
                setCompanion(select, 2, companion);
                select.setInt(5, limit);
                return profiles(select);
            }
        });
    }

    private List<Profile> matching(String query, Optional<String> after, int limit, Optional<UserId> companion) {
        return transactions.statement(connection -> {
            try (PreparedStatement select = connection.prepareStatement(SEARCH)) {
                select.setString(1, prefixPattern(query));
                select.setString(2, wordsQuery(query));
                select.setString(3, after.orElse(""));
                setCompanion(select, 4, companion);
                select.setInt(7, limit);
                return profiles(select);
            }
        });
    }

    private static void setCompanion(PreparedStatement query, int index, Optional<UserId> companion)
            throws SQLException {
        @Nullable Long id = companion.map(UserId::value).orElse(null);
        for (int i = index; i < index + 3; i++) {
            query.setObject(i, id, Types.BIGINT);
        }
    }

    private static String prefixPattern(String query) {
        return query.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_") + "%";
    }

    /** Every word of the query must begin a word of the name. A query without a word matches no name. */
    private static String wordsQuery(String query) {
        return NO_WORD.splitAsStream(query.toLowerCase(Locale.ROOT))
                .filter(word -> !word.isEmpty())
                .map(word -> "'" + word + "':*")
                .collect(Collectors.joining(" & "));
    }

    static List<Profile> profiles(PreparedStatement query) throws SQLException {
        List<Profile> profiles = new ArrayList<>();
        try (ResultSet row = query.executeQuery()) {
            while (row.next()) {
                profiles.add(new Profile(
                        new UserId(row.getLong("id")).toString(),
                        row.getString("handle"),
                        row.getString("name"),
                        row.getString("role"),
                        row.getBoolean("deleted")));
            }
        }
        return profiles;
    }
}
