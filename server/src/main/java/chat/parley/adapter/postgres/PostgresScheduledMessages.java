package chat.parley.adapter.postgres;

import chat.parley.core.bus.Bus;
import chat.parley.core.bus.OwnThing;
import chat.parley.core.id.AttachmentId;
import chat.parley.core.id.ConversationId;
import chat.parley.core.id.UserId;
import chat.parley.core.scheduled.Scheduled;
import chat.parley.core.scheduled.ScheduledConfig;
import chat.parley.core.scheduled.ScheduledMessages;
import chat.parley.wire.Entry;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Messages to be sent later in rows (V25). Who sends one holds its row's lock, and the log commits on a connection of its own: it
 * never asks for these rows, so nobody waits in a circle, and a server that dies lets go of them.
 */
public final class PostgresScheduledMessages implements ScheduledMessages {
    /** One making of a user's at a time, so that none slips past the bound; no row for an account that is deleted. */
    private static final String ALONE = "select id from account where id = ? and deleted_at is null for no key update";

    private static final String ONE =
            "select " + ScheduledRows.COLUMNS + " from scheduled s where s.account = ? and s.id = ?";

    private static final String IN_LOG = """
            select seq from entry where conversation = ? and sender = ? and id = ?
            union all
            select seq from spent where conversation = ? and sender = ? and id = ?""";

    private static final String COUNT = "select count(*) from scheduled where account = ?";

    /** All of them, or the caller lets go of them again. */
    private static final String HOLD = """
            update attachment set held = ?
            where id = any (?) and uploader = ? and state = 1 and message is null and held is null""";

    private static final String LET_GO =
            "update attachment set held = null where uploader = ? and message is null and held = ?";

    private static final String MAKE = """
            insert into scheduled (account, id, conversation, kind, text, data, target, made, due, try_at)
            values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""";

    private static final String PAGE = "select " + ScheduledRows.COLUMNS + """
             from scheduled s
            where s.account = ? and (s.due, s.id) > (?, ?)
            order by s.due, s.id limit ?""";

    private static final String FIRST_PAGE = "select " + ScheduledRows.COLUMNS + """
             from scheduled s
            where s.account = ?
            order by s.due, s.id limit ?""";

    private static final String SAY = "update scheduled set text = ?, data = ? where account = ? and id = ?";

    private static final String MOVE = """
            update scheduled set due = ?, try_at = ?, failed_at = null, failure = null, detail = null
            where account = ? and id = ?""";

    private static final String FORGET = "delete from scheduled where account = ? and id = ?";

    /** Of several servers one sends at a time, so that what was due earlier goes out earlier. */
    private static final String TURN = "select pg_try_advisory_xact_lock(hashtext('parley scheduled'))";

    private static final String DUE = "select s.account, a.role, " + ScheduledRows.COLUMNS + """
             from scheduled s join account a on a.id = s.account
            where s.failed_at is null and s.try_at <= ? and a.deleted_at is null
            order by s.try_at, s.due, s.account, s.id limit ?
            for update of s skip locked""";

    private static final String NOW = "select s.account, a.role, " + ScheduledRows.COLUMNS + """
             from scheduled s join account a on a.id = s.account
            where s.account = ? and s.id = ? and a.deleted_at is null
            for update of s""";

    private static final String FAIL =
            "update scheduled set failed_at = ?, failure = ?, detail = ? where account = ? and id = ?";

    /** All that the user has waiting, so that their order stays. Whoever is over a rate is passed by until it is their turn. */
    private static final String POSTPONE =
            "update scheduled set try_at = ? where account = ? and failed_at is null and try_at < ?";

    private final Reads reads;
    private final Transactions transactions;
    private final OwnMoves moves;
    private final ScheduledConfig config;

    public PostgresScheduledMessages(ConnectionSource connections, Bus bus, ScheduledConfig config) {
        this.reads = new Reads(connections);
        this.transactions = new Transactions(connections);
        this.moves = new OwnMoves(connections, bus, OwnThing.SCHEDULED);
        this.config = config;
    }

    @Override
    public Made make(UserId user, Scheduled message) {
        return moves.change(user, connection -> {
            if (!alone(connection, user)) {
                return unmoved(new Made.NoAccount());
            }
            Optional<Made> known = known(connection, user, message.conversation(), message.id());
            if (known.isPresent()) {
                return unmoved(known.get());
            }
            if (count(connection, user) >= config.messages()) {
                return unmoved(new Made.Full());
            }
            if (!hold(connection, user, message)) {
                return unmoved(new Made.NoSuchAttachment());
            }
            insert(connection, user, message);
            return new OwnMoves.Done<>(
                    new Made.New(one(connection, user, message.id()).orElseThrow()), true);
        });
    }

    @Override
    public Optional<Made> known(UserId user, ConversationId conversation, UUID id) {
        return transactions.statement(connection -> known(connection, user, conversation, id));
    }

    @Override
    public List<Scheduled> of(UserId user, @Nullable Place after, int limit) {
        return reads.list(
                after == null ? FIRST_PAGE : PAGE,
                query -> {
                    query.setLong(1, user.value());
                    if (after != null) {
                        AccountRows.setInstant(query, 2, after.due());
                        query.setObject(3, after.id());
                    }
                    query.setInt(after == null ? 2 : 4, limit);
                },
                ScheduledRows::read);
    }

    @Override
    public Optional<Scheduled> change(UserId user, UUID id, Revision revision) {
        return moves.change(user, connection -> {
            Optional<Due> found = locked(connection, user, id);
            if (found.isEmpty()) {
                return new OwnMoves.Done<>(Optional.empty(), false);
            }
            Entry.Message now = revised(found.get().message().message(), revision);
            update(connection, SAY, say -> {
                say.setString(1, now.text());
                say.setString(2, ScheduledRows.data(now));
                say.setLong(3, user.value());
                say.setObject(4, id);
            });
            Instant due = revision.due();
            if (due != null) {
                update(connection, MOVE, move -> {
                    AccountRows.setInstant(move, 1, due);
                    AccountRows.setInstant(move, 2, due);
                    move.setLong(3, user.value());
                    move.setObject(4, id);
                });
            }
            return new OwnMoves.Done<>(one(connection, user, id), true);
        });
    }

    @Override
    public boolean cancel(UserId user, UUID id) {
        return moves.change(user, connection -> {
            boolean there = forget(connection, user, id);
            if (there) {
                letGo(connection, user, id);
            }
            return new OwnMoves.Done<>(there, there);
        });
    }

    @Override
    public Optional<Fate> now(UserId user, UUID id, Sending sending) {
        return moves.change(user, connection -> {
            Optional<Due> found = locked(connection, user, id);
            if (found.isEmpty()) {
                return new OwnMoves.Done<>(Optional.empty(), false);
            }
            Fate fate = sending.send(List.of(found.get())).getFirst();
            boolean sent = fate instanceof Fate.Sent && forget(connection, user, id);
            return new OwnMoves.Done<>(Optional.of(fate), sent);
        });
    }

    @Override
    public List<Settled> due(Instant now, int limit, Sending sending) {
        return moves.changeFor(connection -> {
            List<Due> due = turn(connection) ? ready(connection, now, limit) : List.of();
            if (due.isEmpty()) {
                return new OwnMoves.DoneFor<>(List.of(), List.of());
            }
            List<Fate> fates = sending.send(due);
            List<Settled> settled = new ArrayList<>();
            List<UserId> moved = new ArrayList<>();
            Map<UserId, Instant> postponed = new HashMap<>();
            for (int i = 0; i < due.size(); i++) {
                Due one = due.get(i);
                settled.add(new Settled(one, fates.get(i)));
                switch (fates.get(i)) {
                    case Fate.Sent _ -> {
                        forget(connection, one.sender(), one.message().id());
                        moved.add(one.sender());
                    }
                    case Fate.Failed failed -> {
                        fail(connection, one, failed, now);
                        moved.add(one.sender());
                    }
                    case Fate.Later later ->
                        postponed.merge(one.sender(), now.plus(later.after()), PostgresScheduledMessages::latest);
                }
            }
            for (Map.Entry<UserId, Instant> each : postponed.entrySet()) {
                postpone(connection, each.getKey(), each.getValue());
            }
            return new OwnMoves.DoneFor<>(settled, moved);
        });
    }

    private static Instant latest(Instant one, Instant other) {
        return one.isAfter(other) ? one : other;
    }

    private static OwnMoves.Done<Made> unmoved(Made made) {
        return new OwnMoves.Done<>(made, false);
    }

    private static boolean alone(Connection connection, UserId user) throws SQLException {
        try (PreparedStatement query = connection.prepareStatement(ALONE)) {
            query.setLong(1, user.value());
            try (ResultSet row = query.executeQuery()) {
                return row.next();
            }
        }
    }

    private static Optional<Made> known(Connection connection, UserId user, ConversationId conversation, UUID id)
            throws SQLException {
        Optional<Scheduled> here = one(connection, user, id);
        if (here.isPresent()) {
            return Optional.of(
                    here.get().conversation().equals(conversation) ? new Made.There(here.get()) : new Made.Elsewhere());
        }
        try (PreparedStatement query = connection.prepareStatement(IN_LOG)) {
            for (int at : List.of(1, 4)) {
                query.setLong(at, conversation.value());
                query.setLong(at + 1, user.value());
                query.setObject(at + 2, id);
            }
            try (ResultSet row = query.executeQuery()) {
                return row.next() ? Optional.of(new Made.Sent(row.getLong(1))) : Optional.empty();
            }
        }
    }

    private static Optional<Scheduled> one(Connection connection, UserId user, UUID id) throws SQLException {
        try (PreparedStatement query = connection.prepareStatement(ONE)) {
            query.setLong(1, user.value());
            query.setObject(2, id);
            try (ResultSet row = query.executeQuery()) {
                return row.next() ? Optional.of(ScheduledRows.read(row)) : Optional.empty();
            }
        }
    }

    private static Optional<Due> locked(Connection connection, UserId user, UUID id) throws SQLException {
        try (PreparedStatement query = connection.prepareStatement(NOW)) {
            query.setLong(1, user.value());
            query.setObject(2, id);
            return dues(query).stream().findFirst();
        }
    }

    private static List<Due> ready(Connection connection, Instant now, int limit) throws SQLException {
        try (PreparedStatement query = connection.prepareStatement(DUE)) {
            AccountRows.setInstant(query, 1, now);
            query.setInt(2, limit);
            return dues(query);
        }
    }

    private static List<Due> dues(PreparedStatement query) throws SQLException {
        List<Due> dues = new ArrayList<>();
        try (ResultSet row = query.executeQuery()) {
            while (row.next()) {
                dues.add(new Due(new UserId(row.getLong("account")), AccountRows.role(row), ScheduledRows.read(row)));
            }
        }
        return dues;
    }

    private static int count(Connection connection, UserId user) throws SQLException {
        try (PreparedStatement query = connection.prepareStatement(COUNT)) {
            query.setLong(1, user.value());
            try (ResultSet row = query.executeQuery()) {
                row.next();
                return row.getInt(1);
            }
        }
    }

    private static boolean hold(Connection connection, UserId user, Scheduled message) throws SQLException {
        List<AttachmentId> ids = ScheduledRows.attachments(message.message());
        if (ids.isEmpty()) {
            return true;
        }
        int held = update(connection, HOLD, hold -> {
            hold.setObject(1, message.id());
            Reads.setIds(hold, 2, ids, AttachmentId::value);
            hold.setLong(3, user.value());
        });
        if (held < ids.size()) {
            letGo(connection, user, message.id());
        }
        return held == ids.size();
    }

    private static void letGo(Connection connection, UserId user, UUID id) throws SQLException {
        update(connection, LET_GO, letGo -> {
            letGo.setLong(1, user.value());
            letGo.setObject(2, id);
        });
    }

    private static void insert(Connection connection, UserId user, Scheduled scheduled) throws SQLException {
        Entry.Message message = scheduled.message();
        update(connection, MAKE, make -> {
            make.setLong(1, user.value());
            make.setObject(2, scheduled.id());
            make.setLong(3, scheduled.conversation().value());
            make.setInt(4, ScheduledRows.kind(message));
            make.setString(5, message.text());
            make.setString(6, ScheduledRows.data(message));
            make.setObject(7, message.thread(), Types.BIGINT);
            AccountRows.setInstant(make, 8, scheduled.made());
            AccountRows.setInstant(make, 9, scheduled.due());
            AccountRows.setInstant(make, 10, scheduled.due());
        });
    }

    private static Entry.Message revised(Entry.Message before, Revision revision) {
        String text = revision.text();
        return new Entry.Message(
                before.id(),
                text == null ? before.text() : text,
                before.replyTo(),
                before.thread(),
                null,
                before.broadcast(),
                Objects.requireNonNullElse(revision.mentions(), before.mentions()).stream()
                        .distinct()
                        .toList(),
                before.groups(),
                before.attachments(),
                before.files(),
                false);
    }

    private static boolean forget(Connection connection, UserId user, UUID id) throws SQLException {
        return update(connection, FORGET, forget -> {
                    forget.setLong(1, user.value());
                    forget.setObject(2, id);
                })
                == 1;
    }

    private static void fail(Connection connection, Due one, Fate.Failed failed, Instant now) throws SQLException {
        update(connection, FAIL, fail -> {
            AccountRows.setInstant(fail, 1, now);
            fail.setString(2, failed.code().wireName());
            fail.setString(3, failed.detail());
            fail.setLong(4, one.sender().value());
            fail.setObject(5, one.message().id());
        });
    }

    private static void postpone(Connection connection, UserId user, Instant till) throws SQLException {
        update(connection, POSTPONE, postpone -> {
            AccountRows.setInstant(postpone, 1, till);
            postpone.setLong(2, user.value());
            AccountRows.setInstant(postpone, 3, till);
        });
    }

    private static boolean turn(Connection connection) throws SQLException {
        try (PreparedStatement query = connection.prepareStatement(TURN);
                ResultSet row = query.executeQuery()) {
            return row.next() && row.getBoolean(1);
        }
    }

    private static int update(Connection connection, String sql, Reads.Parameters parameters) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            parameters.set(statement);
            return statement.executeUpdate();
        }
    }
}
