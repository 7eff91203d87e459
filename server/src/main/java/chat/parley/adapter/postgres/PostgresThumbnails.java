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

/** What is known of thumbnails (V18). */
public final class PostgresThumbnails implements Thumbnails {
    /** What was given twice and neither came back as made nor as failed has ended two servers; it leaves the list here. */
    private static final String CLAIM = """
            with given as (
                update attachment
                set thumbnails_tries = thumbnails_tries + 1,
                    thumbnails_due = case when thumbnails_tries < 2 then now() + ? * interval '1 ms' end
                where id in (select id from attachment where thumbnails_due <= now() and state = 1
                             order by thumbnails_due limit 1 for update skip locked)
                returning id, thumbnails_due)
            select id from given where thumbnails_due is not null""";

    private static final String DONE = "update attachment set thumbnails_due = null where id = ? and state = 1";

    private static final String NOTE = """
            insert into thumbnail (attachment, pixels, type, bytes) values (?, ?, ?, ?)
            on conflict (attachment, pixels) do update set type = excluded.type, bytes = excluded.bytes""";

    private static final String FAILED = """
            update attachment
            set thumbnails_due = case when thumbnails_tries < 2 and state = 1 then now() + ? * interval '1 ms' end
            where id = ?""";

    private final Transactions transactions;
    private final Reads reads;

    public PostgresThumbnails(ConnectionSource connections) {
        this.transactions = new Transactions(connections);
        this.reads = new Reads(connections);
    }

    @Override
    public Optional<AttachmentId> claim(Duration lease) {
        return reads.first(
                CLAIM, query -> query.setLong(1, lease.toMillis()), row -> new AttachmentId(row.getLong("id")));
    }

    @Override
    public boolean made(AttachmentId id, List<Thumbnail> thumbnails) {
        return transactions.run(connection -> {
            try (PreparedStatement done = connection.prepareStatement(DONE)) {
                done.setLong(1, id.value());
                if (done.executeUpdate() == 0) {
                    return false;
                }
            }
            note(connection, id, thumbnails);
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
        transactions.statement(connection -> {
            try (PreparedStatement failed = connection.prepareStatement(FAILED)) {
                failed.setLong(1, pause.toMillis());
                failed.setLong(2, id.value());
                return failed.executeUpdate();
            }
        });
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
