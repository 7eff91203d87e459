package chat.parley.adapter.postgres;

import chat.parley.core.bus.Bus;
import chat.parley.core.bus.OwnThing;
import chat.parley.core.draft.DraftConfig;
import chat.parley.core.draft.Drafts;
import chat.parley.core.id.ConversationId;
import chat.parley.core.id.UserId;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** Drafts in rows; a transaction's id is the revision of what it wrote. */
public final class PostgresDrafts implements Drafts {
    private static final String OF = """
            select d.conversation, d.thread, d.text, d.revision
            from draft d
            join member m on m.conversation = d.conversation and m.account = d.account and m.left_at is null
            where d.account = ?
            order by d.conversation, d.thread""";

    /** One change of a user's at a time, so that none slips past the bounds; no row for an account that is deleted. */
    private static final String ALONE = "select id from account where id = ? and deleted_at is null for no key update";

    private static final String MEMBER =
            "select from member where account = ? and conversation = ? and left_at is null";

    private static final String KNOWN =
            "select text, revision from draft where account = ? and conversation = ? and thread = ?";

    private static final String OTHERS = """
            select count(*), coalesce(sum(octet_length(text)), 0)
            from draft where account = ? and (conversation, thread) <> (?, ?)""";

    private static final String KEEP = """
            insert into draft (account, conversation, thread, text) values (?, ?, ?, ?)
            on conflict (account, conversation, thread) do update set text = excluded.text, revision = excluded.revision
            returning revision""";

    private static final String DROP = "delete from draft where account = ? and conversation = ? and thread = ?";

    /** What the user cannot come back to makes room. */
    private static final String SWEEP = """
            delete from draft d
            where d.account = ? and not exists (
                select from member m
                where m.conversation = d.conversation and m.account = d.account and m.left_at is null)""";

    private final Reads reads;
    private final OwnMoves moves;
    private final DraftConfig config;

    public PostgresDrafts(ConnectionSource connections, Bus bus, DraftConfig config) {
        this.reads = new Reads(connections);
        this.moves = new OwnMoves(connections, bus, OwnThing.DRAFTS);
        this.config = config;
    }

    @Override
    public List<Draft> of(UserId user) {
        return reads.list(OF, query -> query.setLong(1, user.value()), PostgresDrafts::draft);
    }

    @Override
    public Outcome keep(UserId user, Place place, String text, long known) {
        return moves.change(user, connection -> {
            if (!isMember(connection, user, place)) {
                return new OwnMoves.Done<>(new Outcome.NoMember(), false);
            }
            Optional<Kept> kept = kept(connection, user, place);
            if (kept.map(Kept::text).orElse("").equals(text)) {
                OptionalLong revision =
                        kept.map(same -> OptionalLong.of(same.revision())).orElseGet(OptionalLong::empty);
                return new OwnMoves.Done<>(new Outcome.Kept(revision), false);
            }
            if (kept.isPresent() && kept.get().revision() != known) {
                return new OwnMoves.Done<>(new Outcome.Overtaken(), false);
            }
            if (text.isEmpty()) {
                at(connection, DROP, user, place, null);
                return new OwnMoves.Done<>(new Outcome.Kept(OptionalLong.empty()), true);
            }
            if (!hasRoom(connection, user, place, text)) {
                return new OwnMoves.Done<>(new Outcome.Full(), false);
            }
            return new OwnMoves.Done<>(new Outcome.Kept(at(connection, KEEP, user, place, text)), true);
        });
    }

    private record Kept(String text, long revision) {}

    private static boolean isMember(Connection connection, UserId user, Place place) throws SQLException {
        try (PreparedStatement alone = connection.prepareStatement(ALONE);
                PreparedStatement member = connection.prepareStatement(MEMBER)) {
            alone.setLong(1, user.value());
            member.setLong(1, user.value());
            member.setLong(2, place.conversation().value());
            try (ResultSet account = alone.executeQuery();
                    ResultSet row = member.executeQuery()) {
                return account.next() && row.next();
            }
        }
    }

    private static Optional<Kept> kept(Connection connection, UserId user, Place place) throws SQLException {
        try (PreparedStatement query = connection.prepareStatement(KNOWN)) {
            setPlace(query, user, place);
            try (ResultSet row = query.executeQuery()) {
                return row.next() ? Optional.of(new Kept(row.getString(1), row.getLong(2))) : Optional.empty();
            }
        }
    }

    private boolean hasRoom(Connection connection, UserId user, Place place, String text) throws SQLException {
        if (fits(connection, user, place, text)) {
            return true;
        }
        try (PreparedStatement sweep = connection.prepareStatement(SWEEP)) {
            sweep.setLong(1, user.value());
            sweep.executeUpdate();
        }
        return fits(connection, user, place, text);
    }

    private boolean fits(Connection connection, UserId user, Place place, String text) throws SQLException {
        try (PreparedStatement others = connection.prepareStatement(OTHERS)) {
            setPlace(others, user, place);
            try (ResultSet row = others.executeQuery()) {
                row.next();
                return row.getLong(1) < config.drafts()
                        && row.getLong(2) + text.getBytes(StandardCharsets.UTF_8).length <= config.bytes();
            }
        }
    }

    /** Runs the change; answers the revision where the statement returns one. */
    private static OptionalLong at(Connection connection, String sql, UserId user, Place place, @Nullable String text)
            throws SQLException {
        try (PreparedStatement change = connection.prepareStatement(sql)) {
            setPlace(change, user, place);
            if (text != null) {
                change.setString(4, text);
            }
            if (!change.execute()) {
                return OptionalLong.empty();
            }
            try (ResultSet row = change.getResultSet()) {
                row.next();
                return OptionalLong.of(row.getLong(1));
            }
        }
    }

    private static void setPlace(PreparedStatement statement, UserId user, Place place) throws SQLException {
        statement.setLong(1, user.value());
        statement.setLong(2, place.conversation().value());
        Long thread = place.thread();
        statement.setLong(3, thread == null ? 0 : thread);
    }

    private static Draft draft(ResultSet row) throws SQLException {
        long thread = row.getLong("thread");
        Place place = new Place(new ConversationId(row.getLong("conversation")), thread == 0 ? null : (Long) thread);
        return new Draft(place, row.getString("text"), row.getLong("revision"));
    }
}
