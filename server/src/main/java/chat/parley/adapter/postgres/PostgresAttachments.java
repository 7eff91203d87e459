package chat.parley.adapter.postgres;

import chat.parley.core.attachment.Attachment;
import chat.parley.core.attachment.Attachments;
import chat.parley.core.attachment.ImageSize;
import chat.parley.core.id.AttachmentId;
import chat.parley.core.id.UserId;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;

/** What is known of attachments (V10). The log gives them to messages in {@code parley_append}, and a trigger takes them away. */
public final class PostgresAttachments implements Attachments {
    /** One user's uploads begin one after the other, so that the bounds hold however many begin at once. */
    private static final String LOCK = "select from account where id = ? for no key update";

    private static final String BEGIN = """
            insert into attachment (id, uploader, at, state, name, type, bytes)
            select ?, ?, now(), 0, '', '', ?
            from (select count(*) as uploads, coalesce(sum(a.bytes), 0) as bytes
                  from attachment a where a.uploader = ? and a.message is null) unsent
            where unsent.uploads < ? and unsent.bytes + ? <= ?""";

    private static final String COMPLETE = """
            with whole as (
                update attachment set state = 1, name = ?, type = ?, bytes = ?, width = ?, height = ?
                where id = ? and state = 0
                returning id, width),
            job as (
                insert into thumbnail_job (attachment, due) select id, now() from whole where width is not null)
            select id from whole""";

    private static final String SEE = """
            select a.id, a.state, a.name, a.type, a.bytes, a.width, a.height
            from attachment a
            where a.id = ? and a.state > 0
              and case when a.message is null then a.uploader = ? and a.state = 1
                  else exists (
                      select from entry e
                      join head h on h.conversation = e.conversation
                      join member m on m.conversation = e.conversation and m.account = ? and m.left_at is null
                      where e.conversation = a.conversation and e.sender = a.uploader and e.id = a.message
                        and e.seq >= greatest(m.first, h.first)) end""";

    private static final String CONDEMN = """
            update attachment set state = 2
            where id in (select id from attachment where message is null and held is null and state < 2 and at < ?
                         order by at limit ? for update skip locked)""";

    /** Not while thumbnails are being made of it: what is written after the deletion nobody would find. */
    private static final String CONDEMNED = """
            select a.id from attachment a
            where a.state = 2 and not exists (
                select from thumbnail_job j where j.attachment = a.id and j.tries > 0 and j.due > now())
            order by a.id limit ?""";

    private static final String FORGET = """
            delete from attachment a
            where a.id = any (?) and a.state = 2
              and not exists (select from entry e
                              where e.conversation = a.conversation and e.sender = a.uploader and e.id = a.message)""";

    private final Transactions transactions;
    private final Reads reads;

    public PostgresAttachments(ConnectionSource connections) {
        this.transactions = new Transactions(connections);
        this.reads = new Reads(connections);
    }

    @Override
    public boolean begin(AttachmentId id, UserId uploader, long most, Bounds bounds) {
        return transactions.run(connection -> {
            try (PreparedStatement lock = connection.prepareStatement(LOCK)) {
                lock.setLong(1, uploader.value());
                lock.execute();
            }
            try (PreparedStatement insert = connection.prepareStatement(BEGIN)) {
                insert.setLong(1, id.value());
                insert.setLong(2, uploader.value());
                insert.setLong(3, most);
                insert.setLong(4, uploader.value());
                insert.setInt(5, bounds.unsent());
                insert.setLong(6, most);
                insert.setLong(7, bounds.unsentBytes());
                return insert.executeUpdate() == 1;
            }
        });
    }

    @Override
    public void complete(Attachment attachment) {
        ImageSize size = attachment.size();
        Optional<AttachmentId> whole = reads.first(
                COMPLETE,
                update -> {
                    update.setString(1, attachment.name());
                    update.setString(2, attachment.type());
                    update.setLong(3, attachment.bytes());
                    update.setObject(4, size == null ? null : size.width(), Types.INTEGER);
                    update.setObject(5, size == null ? null : size.height(), Types.INTEGER);
                    update.setLong(6, attachment.id().value());
                },
                row -> new AttachmentId(row.getLong("id")));
        if (whole.isEmpty()) {
            throw new IllegalStateException("an upload was swept before it was whole");
        }
    }

    @Override
    public void forget(AttachmentId id) {
        update("delete from attachment where id = ? and message is null", delete -> delete.setLong(1, id.value()));
    }

    @Override
    public Optional<Seen> see(AttachmentId id, UserId viewer) {
        return reads.first(
                SEE,
                query -> {
                    query.setLong(1, id.value());
                    query.setLong(2, viewer.value());
                    query.setLong(3, viewer.value());
                },
                PostgresAttachments::seen);
    }

    @Override
    public List<AttachmentId> condemn(Instant before, int limit) {
        update(CONDEMN, update -> {
            update.setObject(1, before.atOffset(ZoneOffset.UTC));
            update.setInt(2, limit);
        });
        return reads.list(CONDEMNED, query -> query.setInt(1, limit), row -> new AttachmentId(row.getLong("id")));
    }

    /** Those of messages that are there stay known, so that whoever asks for them is told that they were recalled. */
    @Override
    public void deleted(List<AttachmentId> ids) {
        update(FORGET, delete -> Reads.setIds(delete, 1, ids, AttachmentId::value));
        update(
                "update attachment set state = 3 where id = any (?) and state = 2",
                update -> Reads.setIds(update, 1, ids, AttachmentId::value));
        for (String table : List.of("thumbnail", "thumbnail_job")) {
            update(
                    "delete from " + table + " where attachment = any (?)",
                    delete -> Reads.setIds(delete, 1, ids, AttachmentId::value));
        }
    }

    private int update(String sql, Reads.Parameters parameters) {
        return transactions.statement(connection -> update(connection, sql, parameters));
    }

    private static int update(Connection connection, String sql, Reads.Parameters parameters) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            parameters.set(statement);
            return statement.executeUpdate();
        }
    }

    private static Seen seen(ResultSet row) throws SQLException {
        if (row.getInt("state") > 1) {
            return new Seen.Recalled();
        }
        int width = row.getInt("width");
        ImageSize size = row.wasNull() ? null : new ImageSize(width, row.getInt("height"));
        return new Seen.There(new Attachment(
                new AttachmentId(row.getLong("id")),
                row.getString("name"),
                row.getString("type"),
                row.getLong("bytes"),
                size));
    }
}
