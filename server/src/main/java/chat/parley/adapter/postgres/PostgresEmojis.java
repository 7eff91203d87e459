package chat.parley.adapter.postgres;

import chat.parley.core.emoji.CustomEmoji;
import chat.parley.core.emoji.CustomEmojis;
import chat.parley.core.emoji.EmojiPicture;
import chat.parley.core.id.UserId;
import chat.parley.core.message.EmojiName;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;

/** Table {@code emoji} (V27), pictures included. */
public final class PostgresEmojis implements CustomEmojis {
    private static final String COLUMNS = " name, picture, added_by, added_at ";

    private static final String LOCK = "select pg_advisory_xact_lock(hashtext('parley emoji'))";

    private static final String FIND = "select" + COLUMNS + "from emoji where name = ?";

    private static final String ADD = """
            insert into emoji (name, picture, type, bytes, added_by, added_at)
            select ?, ?, ?, ?, ?, date_trunc('milliseconds', now())
            where (select count(*) from emoji) < ?
            returning""" + COLUMNS;

    private static final String REMOVE = "delete from emoji where name = ? and (added_by = ? or ?)";

    private final Transactions transactions;
    private final Reads reads;

    public PostgresEmojis(ConnectionSource connections) {
        this.transactions = new Transactions(connections);
        this.reads = new Reads(connections);
    }

    @Override
    public List<CustomEmoji> all() {
        return reads.list("select" + COLUMNS + "from emoji order by name", none -> {}, PostgresEmojis::emoji);
    }

    @Override
    public Optional<EmojiPicture> picture(String id) {
        return reads.first(
                "select type, bytes from emoji where picture = ? limit 1",
                query -> query.setString(1, id),
                row -> new EmojiPicture(row.getString("type"), row.getBytes("bytes")));
    }

    @Override
    public Added add(EmojiName name, EmojiPicture picture, UserId by, int most) {
        return transactions.run(connection -> {
            try (Statement lock = connection.createStatement()) {
                lock.execute(LOCK);
            }
            Optional<CustomEmoji> there = find(connection, name);
            if (there.isPresent()) {
                return there.get().picture().equals(picture.id())
                        ? new Added.Already(there.get())
                        : new Added.NameTaken();
            }
            return insert(connection, name, picture, by, most)
                    .<Added>map(Added.New::new)
                    .orElseGet(Added.Full::new);
        });
    }

    private static Optional<CustomEmoji> insert(
            Connection connection, EmojiName name, EmojiPicture picture, UserId by, int most) throws SQLException {
        return first(connection, ADD, add -> {
            add.setString(1, name.value());
            add.setString(2, picture.id());
            add.setString(3, picture.type());
            add.setBytes(4, picture.bytes());
            add.setLong(5, by.value());
            add.setInt(6, most);
        });
    }

    @Override
    public Removed remove(EmojiName name, UserId by, boolean others) {
        return transactions.run(connection -> {
            try (PreparedStatement remove = connection.prepareStatement(REMOVE)) {
                remove.setString(1, name.value());
                remove.setLong(2, by.value());
                remove.setBoolean(3, others);
                if (remove.executeUpdate() > 0) {
                    return Removed.DONE;
                }
            }
            return find(connection, name).isPresent() ? Removed.NOT_THEIRS : Removed.NONE;
        });
    }

    private static Optional<CustomEmoji> find(Connection connection, EmojiName name) throws SQLException {
        return first(connection, FIND, find -> find.setString(1, name.value()));
    }

    private static Optional<CustomEmoji> first(Connection connection, String sql, Reads.Parameters parameters)
            throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            parameters.set(statement);
            try (ResultSet row = statement.executeQuery()) {
                return row.next() ? Optional.of(emoji(row)) : Optional.empty();
            }
        }
    }

    private static CustomEmoji emoji(ResultSet row) throws SQLException {
        return new CustomEmoji(
                new EmojiName(row.getString("name")),
                row.getString("picture"),
                new UserId(row.getLong("added_by")),
                row.getObject("added_at", OffsetDateTime.class).toInstant());
    }
}
