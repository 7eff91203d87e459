package chat.parley.adapter.postgres;

import chat.parley.core.attachment.Rendition;
import chat.parley.core.attachment.Thumbnail;
import chat.parley.core.attachment.Thumbnails;
import chat.parley.core.id.AttachmentId;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** What is known of thumbnails (V18, V19). */
public final class PostgresThumbnails implements Thumbnails {
    private static final String CLAIM = """
            update thumbnail_job set tries = tries + 1, due = now() + ? * interval '1 ms'
            where attachment in (
                select j.attachment from thumbnail_job j
                join attachment a on a.id = j.attachment
                where j.due <= now() and j.tries < 2 and a.state = 1
                order by j.due limit 1 for update of j skip locked)
            returning attachment""";

    /** What was given twice and neither came back as made nor as failed has ended two servers. */
    private static final String GIVE_UP = "delete from thumbnail_job where tries >= 2 and due <= now()";

    private static final String THERE = "select id from attachment where id = ? and state = 1";

    private static final String NOTE = """
            insert into thumbnail (attachment, pixels, type, bytes) values (?, ?, ?, ?)
            on conflict (attachment, pixels) do update set type = excluded.type, bytes = excluded.bytes""";

    private static final String DONE = "delete from thumbnail_job where attachment = ?";

    private static final String AGAIN =
            "update thumbnail_job set due = now() + ? * interval '1 ms' where attachment = ? and tries < 2";

    private static final String NOT_AGAIN = "delete from thumbnail_job where attachment = ? and tries >= 2";

    private final Transactions transactions;
    private final Reads reads;

    public PostgresThumbnails(ConnectionSource connections) {
        this.transactions = new Transactions(connections);
        this.reads = new Reads(connections);
    }

    @Override
    public Optional<AttachmentId> claim(Duration lease) {
        Optional<AttachmentId> claimed = reads.first(
                CLAIM, query -> query.setLong(1, lease.toMillis()), row -> new AttachmentId(row.getLong("attachment")));
        if (claimed.isEmpty()) {
            transactions.statement(connection -> update(connection, GIVE_UP, none -> {}));
        }
        return claimed;
    }

    @Override
    public boolean made(AttachmentId id, List<Thumbnail> thumbnails) {
        return transactions.run(connection -> {
            try (PreparedStatement there = connection.prepareStatement(THERE)) {
                there.setLong(1, id.value());
                if (!there.executeQuery().next()) {
                    return false;
                }
            }
            note(connection, id, thumbnails);
            update(connection, DONE, done -> done.setLong(1, id.value()));
            return true;
        });
    }

    private static void note(Connection connection, AttachmentId id, List<Thumbnail> thumbnails) throws SQLException {
        try (PreparedStatement note = connection.prepareStatement(NOTE)) {
            for (Thumbnail each : thumbnails) {
                note.setLong(1, id.value());
                note.setInt(2, each.rendition().pixels());
                note.setString(3, each.type());
                note.setLong(4, each.bytes());
                note.addBatch();
            }
            note.executeBatch();
        }
    }

    @Override
    public void failed(AttachmentId id, Duration pause) {
        transactions.run(connection -> {
            update(connection, AGAIN, again -> {
                again.setLong(1, pause.toMillis());
                again.setLong(2, id.value());
            });
            return update(connection, NOT_AGAIN, done -> done.setLong(1, id.value()));
        });
    }

    private static int update(Connection connection, String sql, Reads.Parameters parameters) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            parameters.set(statement);
            return statement.executeUpdate();
        }
    }

    @Override
    public Optional<Thumbnail> find(AttachmentId id, Rendition rendition) {
        return reads.first(
                "select type, bytes from thumbnail where attachment = ? and pixels = ?",
                query -> {
                    query.setLong(1, id.value());
                    query.setInt(2, rendition.pixels());
                },
                row -> new Thumbnail(rendition, row.getString("type"), row.getLong("bytes")));
    }
}
