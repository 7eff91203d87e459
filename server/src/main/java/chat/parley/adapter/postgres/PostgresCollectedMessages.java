package chat.parley.adapter.postgres;

import chat.parley.core.bus.Bus;
import chat.parley.core.bus.OwnThing;
import chat.parley.core.collected.CollectedConfig;
import chat.parley.core.collected.CollectedMessages;
import chat.parley.core.id.ConversationId;
import chat.parley.core.id.UserId;
import chat.parley.core.message.MessageLog.Viewer;
import chat.parley.wire.CurrentMessage;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Lists by index lookups: where the messages of a page are, and then the messages, in one snapshot. */
public final class PostgresCollectedMessages implements CollectedMessages {
    /**
     * The newest mentions of each conversation, of the user (their number) and of all (0), merged. Where the newest of one
     * are as many as are listed, older ones are not looked at, so that a flood of them costs no more.
     */
    private static final String MENTIONS = """
            with me as (select ?::bigint as account),
                 found as (
                     select distinct m.conversation, n.seq, n.seq > m.read as unread
                     from me
                     join member m on m.account = me.account and m.left_at is null
                     join head h on h.conversation = m.conversation
                     cross join lateral (values (me.account), (0)) whom (account)
                     cross join lateral (
                         select x.seq, x.sender
                         from mention x
                         where x.conversation = m.conversation and x.account = whom.account
                           and x.seq >= greatest(m.first, h.first)
                         order by x.seq desc
                         limit ?) n
                     where n.sender <> me.account
                       and not exists (
                           select from block b
                           where (b.account, b.blocked) in ((n.sender, me.account), (me.account, n.sender))))
            select f.conversation, f.seq, e.at, f.unread
            from found f
            join entry e on e.conversation = f.conversation and e.seq = f.seq
            where (e.at, f.conversation, f.seq) < (?, ?, ?)
            order by e.at desc, f.conversation desc, f.seq desc
            limit ?""";

    private static final String VISIBLE = """
            from saved s
            join member m on m.conversation = s.conversation and m.account = s.account and m.left_at is null
            join head h on h.conversation = s.conversation and s.seq >= greatest(m.first, h.first)
            where s.account = ?""";

    private static final String SAVED = "select s.conversation, s.seq, s.at, false as unread " + VISIBLE + """
             and (s.at, s.conversation, s.seq) < (?, ?, ?)
            order by s.at desc, s.conversation desc, s.seq desc
            limit ?""";

    private static final String PLACES = "select s.conversation, s.seq " + VISIBLE;

    /** One change of a user's at a time, so that none slips past the bound; no row for an account that is deleted. */
    private static final String ALONE = "select id from account where id = ? and deleted_at is null for no key update";

    /** Whether the message is saved already, and whether it was recalled; no row where the user sees none. */
    private static final String JUDGE = """
            select e.text is null as recalled,
                   exists (select from saved s where s.account = m.account and s.conversation = e.conversation and s.seq = e.seq)
                       as known
            from entry e
            join member m on m.conversation = e.conversation and m.account = ? and m.left_at is null
            join head h on h.conversation = e.conversation
            where e.conversation = ? and e.seq = ? and e.kind in (1, 10) and e.seq >= greatest(m.first, h.first)""";

    private static final String COUNT = "select count(*) from saved where account = ?";

    /** What the user does not see any more makes room. */
    private static final String SWEEP = """
            delete from saved s
            where s.account = ? and not exists (
                select from member m
                join head h on h.conversation = m.conversation
                where m.conversation = s.conversation and m.account = s.account and m.left_at is null
                  and s.seq >= greatest(m.first, h.first))""";

    private static final String INSERT = "insert into saved (account, conversation, seq) values (?, ?, ?)";

    private static final String DELETE = "delete from saved where account = ? and conversation = ? and seq = ?";

    private final Reads reads;
    private final Transactions transactions;
    private final OwnMoves moves;
    private final CollectedConfig config;

    public PostgresCollectedMessages(ConnectionSource connections, Bus bus, CollectedConfig config) {
        this.reads = new Reads(connections);
        this.transactions = new Transactions(connections);
        this.moves = new OwnMoves(connections, bus, OwnThing.SAVED);
        this.config = config;
    }

    @Override
    public List<Mention> mentions(Viewer viewer, @Nullable String before, int limit) {
        return transactions.snapshot(connection -> {
            List<Spot> spots = new ArrayList<>();
            try (PreparedStatement query = connection.prepareStatement(MENTIONS)) {
                query.setLong(1, viewer.user().value());
                query.setInt(2, config.mentions());
                setPage(query, 3, before, limit);
                read(query, spots);
            }
            List<CurrentMessage> messages = messages(connection, viewer, spots);
            List<Mention> found = new ArrayList<>();
            for (int i = 0; i < spots.size(); i++) {
                found.add(new Mention(
                        messages.get(i), spots.get(i).unread(), spots.get(i).text()));
            }
            return found;
        });
    }

    @Override
    public List<Saved> saved(Viewer viewer, @Nullable String before, int limit) {
        return transactions.snapshot(connection -> {
            List<Spot> spots = new ArrayList<>();
            try (PreparedStatement query = connection.prepareStatement(SAVED)) {
                query.setLong(1, viewer.user().value());
                setPage(query, 2, before, limit);
                read(query, spots);
            }
            List<CurrentMessage> messages = messages(connection, viewer, spots);
            List<Saved> found = new ArrayList<>();
            for (int i = 0; i < spots.size(); i++) {
                found.add(new Saved(
                        messages.get(i), spots.get(i).at(), spots.get(i).text()));
            }
            return found;
        });
    }

    @Override
    public List<Place> places(UserId user) {
        return reads.list(
                PLACES,
                query -> query.setLong(1, user.value()),
                row -> new Place(new ConversationId(row.getLong("conversation")), row.getLong("seq")));
    }

    @Override
    public Outcome save(UserId user, Place message) {
        return moves.change(user, connection -> {
            Judged judged = judge(connection, user, message);
            boolean fresh = judged.outcome() == Outcome.SAVED && !judged.known();
            if (fresh) {
                put(connection, INSERT, user, message);
            }
            return new OwnMoves.Done<>(judged.outcome(), fresh);
        });
    }

    @Override
    public void forget(UserId user, Place message) {
        moves.change(user, connection -> {
            boolean gone = put(connection, DELETE, user, message);
            return new OwnMoves.Done<>(gone, gone);
        });
    }

    private record Judged(Outcome outcome, boolean known) {}

    private Judged judge(Connection connection, UserId user, Place message) throws SQLException {
        try (PreparedStatement alone = connection.prepareStatement(ALONE);
                PreparedStatement judge = connection.prepareStatement(JUDGE)) {
            alone.setLong(1, user.value());
            judge.setLong(1, user.value());
            judge.setLong(2, message.conversation().value());
            judge.setLong(3, message.seq());
            try (ResultSet account = alone.executeQuery();
                    ResultSet row = judge.executeQuery()) {
                if (!account.next() || !row.next()) {
                    return new Judged(Outcome.NO_SUCH_MESSAGE, false);
                }
                if (row.getBoolean("known")) {
                    return new Judged(Outcome.SAVED, true);
                }
                if (row.getBoolean("recalled")) {
                    return new Judged(Outcome.RECALLED, false);
                }
            }
        }
        return new Judged(hasRoom(connection, user) ? Outcome.SAVED : Outcome.FULL, false);
    }

    private boolean hasRoom(Connection connection, UserId user) throws SQLException {
        if (count(connection, user) < config.saved()) {
            return true;
        }
        try (PreparedStatement sweep = connection.prepareStatement(SWEEP)) {
            sweep.setLong(1, user.value());
            sweep.executeUpdate();
        }
        return count(connection, user) < config.saved();
    }

    private static long count(Connection connection, UserId user) throws SQLException {
        try (PreparedStatement count = connection.prepareStatement(COUNT)) {
            count.setLong(1, user.value());
            try (ResultSet row = count.executeQuery()) {
                row.next();
                return row.getLong(1);
            }
        }
    }

    private static boolean put(Connection connection, String sql, UserId user, Place message) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setLong(1, user.value());
            statement.setLong(2, message.conversation().value());
            statement.setLong(3, message.seq());
            return statement.executeUpdate() > 0;
        }
    }

    private static void setPage(PreparedStatement query, int index, @Nullable String before, int limit)
            throws SQLException {
        Spot from = before == null ? Spot.TOP : Spot.parse(before).orElse(Spot.TOP);
        query.setObject(index, from.time());
        query.setLong(index + 1, from.message().conversation().value());
        query.setLong(index + 2, from.message().seq());
        query.setInt(index + 3, limit);
    }

    private static void read(PreparedStatement query, List<Spot> spots) throws SQLException {
        try (ResultSet row = query.executeQuery()) {
            while (row.next()) {
                Place message = new Place(new ConversationId(row.getLong("conversation")), row.getLong("seq"));
                spots.add(new Spot(row.getObject("at", OffsetDateTime.class), message, row.getBoolean("unread")));
            }
        }
    }

    private static List<CurrentMessage> messages(Connection connection, Viewer viewer, List<Spot> spots)
            throws SQLException {
        return MessageQueries.named(
                connection, viewer, spots.stream().map(Spot::message).toList());
    }

    /** A place in a list: microseconds since 1970 in base 36, the conversation, the number in base 36, dots between. */
    private record Spot(OffsetDateTime time, Place message, boolean unread) {
        private static final int PARTS = 3;

        /** Above everything. */
        static final Spot TOP =
                new Spot(OffsetDateTime.MAX, new Place(new ConversationId(Long.MAX_VALUE), Long.MAX_VALUE), false);

        Instant at() {
            return time.toInstant();
        }

        String text() {
            long micros = ChronoUnit.MICROS.between(Instant.EPOCH, at());
            return Long.toString(micros, Character.MAX_RADIX) + "." + message.conversation() + "."
                    + Long.toString(message.seq(), Character.MAX_RADIX);
        }

        static Optional<Spot> parse(String text) {
            String[] parts = text.split("\\.", -1);
            if (parts.length != PARTS) {
                return Optional.empty();
            }
            try {
                OffsetDateTime time = Instant.EPOCH
                        .plus(Long.parseLong(parts[0], Character.MAX_RADIX), ChronoUnit.MICROS)
                        .atOffset(ZoneOffset.UTC);
                long seq = Long.parseLong(parts[2], Character.MAX_RADIX);
                return ConversationId.parse(parts[1]).map(id -> new Spot(time, new Place(id, seq), false));
            } catch (NumberFormatException | DateTimeException | ArithmeticException notAPlace) {
                return Optional.empty();
            }
        }
    }
}
