package chat.parley.adapter.postgres;

import chat.parley.core.account.Session;
import chat.parley.core.account.Sessions;
import chat.parley.core.id.SessionId;
import chat.parley.core.id.UserId;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Sign-in sessions in table {@code session}. */
public final class PostgresSessions implements Sessions {
    /**
     * FOR SHARE waits for a change of password or a deletion in progress, and then sees its outcome; those end the sessions
     * after they have locked the account, so a session opened before is ended and one opened after is refused.
     */
    private static final String ACCOUNT = """
            select from account where id = ? and deleted_at is null and password is not distinct from ? for share""";

    private static final String OPEN = """
            insert into session (id, account, secret, generation, created_at, issued_at, device)
            values (?, ?, ?, ?, ?, ?, ?)""";

    private static final String END_EXCESS = """
            update session set ended_at = ?, ended_xid = pg_current_xact_id()
            where id in (
                select id from session where account = ? and ended_at is null
                order by issued_at desc, id desc offset ?)
            and ended_at is null returning id""";

    private static final String COLUMNS = """
            select s.id, s.account, a.role, s.secret, s.generation, s.created_at, s.issued_at, s.device,
                s.ended_at is not null as ended
            from session s join account a on a.id = s.account""";

    private static final String FIND = COLUMNS + " where s.id = ?";

    private static final String ADVANCE = """
            update session set generation = generation + 1, issued_at = ?
            where id = ? and generation = ? and ended_at is null""";

    private static final String OF_USER =
            COLUMNS + " where s.account = ? and s.ended_at is null order by s.issued_at desc, s.id desc limit ?";

    private static final String END = """
            update session set ended_at = ?, ended_xid = pg_current_xact_id()
            where id = ? and account = ? and ended_at is null""";

    private static final String EXISTS = "select from session where id = ? and account = ?";

    private static final String ENDED_SINCE =
            "select id from session where ended_xid is not null and ended_at >= ? and id > ? order by id limit ?";

    private static final String PURGE = """
            delete from session where id in (
                select id from session where ended_at < ? or issued_at < ? limit ?)""";

    private final Transactions transactions;

    public PostgresSessions(ConnectionSource connections) {
        this.transactions = new Transactions(connections);
    }

    @Override
    public Optional<List<SessionId>> open(Session session, Optional<String> password, int most) {
        return transactions.run(connection -> {
            if (!accountStillSo(connection, session.user(), password)) {
                return Optional.empty();
            }
            insert(connection, session);
            return Optional.of(endExcess(connection, session, most));
        });
    }

    @Override
    public Optional<Session> find(SessionId session) {
        return transactions.statement(connection -> {
            try (PreparedStatement query = connection.prepareStatement(FIND)) {
                query.setLong(1, session.value());
                return rows(query).stream().findFirst();
            }
        });
    }

    @Override
    public boolean advance(SessionId session, int generation, Instant issuedAt) {
        return transactions.statement(connection -> {
            try (PreparedStatement update = connection.prepareStatement(ADVANCE)) {
                AccountRows.setInstant(update, 1, issuedAt);
                update.setLong(2, session.value());
                update.setInt(3, generation);
                return update.executeUpdate() == 1;
            }
        });
    }

    @Override
    public List<Session> of(UserId user, int limit) {
        return transactions.statement(connection -> {
            try (PreparedStatement query = connection.prepareStatement(OF_USER)) {
                query.setLong(1, user.value());
                query.setInt(2, limit);
                return rows(query);
            }
        });
    }

    @Override
    public Optional<Boolean> end(UserId user, SessionId session, Instant now) {
        return transactions.run(connection -> {
            try (PreparedStatement update = connection.prepareStatement(END)) {
                AccountRows.setInstant(update, 1, now);
                update.setLong(2, session.value());
                update.setLong(3, user.value());
                if (update.executeUpdate() == 1) {
                    return Optional.of(true);
                }
            }
            try (PreparedStatement query = connection.prepareStatement(EXISTS)) {
                query.setLong(1, session.value());
                query.setLong(2, user.value());
                try (ResultSet row = query.executeQuery()) {
                    return row.next() ? Optional.of(false) : Optional.empty();
                }
            }
        });
    }

    @Override
    public List<SessionId> endedSince(Instant since, SessionId after, int limit) {
        return transactions.statement(connection -> {
            try (PreparedStatement query = connection.prepareStatement(ENDED_SINCE)) {
                AccountRows.setInstant(query, 1, since);
                query.setLong(2, after.value());
                query.setInt(3, limit);
                return AccountRows.sessions(query);
            }
        });
    }

    @Override
    public int purge(Instant endedBefore, Instant usedBefore, int limit) {
        return transactions.statement(connection -> {
            try (PreparedStatement delete = connection.prepareStatement(PURGE)) {
                AccountRows.setInstant(delete, 1, endedBefore);
                AccountRows.setInstant(delete, 2, usedBefore);
                delete.setInt(3, limit);
                return delete.executeUpdate();
            }
        });
    }

    private static boolean accountStillSo(Connection connection, UserId user, Optional<String> password)
            throws SQLException {
        try (PreparedStatement query = connection.prepareStatement(ACCOUNT)) {
            query.setLong(1, user.value());
            query.setString(2, password.orElse(null));
            try (ResultSet row = query.executeQuery()) {
                return row.next();
            }
        }
    }

    private static void insert(Connection connection, Session session) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement(OPEN)) {
            insert.setLong(1, session.id().value());
            insert.setLong(2, session.user().value());
            insert.setString(3, session.secret());
            insert.setInt(4, session.generation());
            AccountRows.setInstant(insert, 5, session.createdAt());
            AccountRows.setInstant(insert, 6, session.issuedAt());
            insert.setString(7, session.device());
            insert.executeUpdate();
        }
    }

    private static List<SessionId> endExcess(Connection connection, Session session, int most) throws SQLException {
        try (PreparedStatement update = connection.prepareStatement(END_EXCESS)) {
            AccountRows.setInstant(update, 1, session.createdAt());
            update.setLong(2, session.user().value());
            update.setInt(3, most);
            return AccountRows.sessions(update);
        }
    }

    private static List<Session> rows(PreparedStatement query) throws SQLException {
        List<Session> sessions = new ArrayList<>();
        try (ResultSet row = query.executeQuery()) {
            while (row.next()) {
                sessions.add(new Session(
                        new SessionId(row.getLong("id")),
                        new UserId(row.getLong("account")),
                        AccountRows.role(row),
                        row.getString("secret"),
                        row.getInt("generation"),
                        AccountRows.instant(row, "created_at"),
                        AccountRows.instant(row, "issued_at"),
                        row.getString("device"),
                        row.getBoolean("ended")));
            }
        }
        return sessions;
    }
}
