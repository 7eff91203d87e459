package chat.parley.adapter.postgres;

import chat.parley.core.account.Account;
import chat.parley.core.account.Role;
import chat.parley.core.id.SessionId;
import chat.parley.core.id.UserId;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Rows of accounts and sessions, in both directions. */
final class AccountRows {
    static final String ACCOUNT = "id, handle, name, role, password, read_receipts, deleted_at is not null as deleted";

    private AccountRows() {}

    static Optional<Account> account(PreparedStatement statement) throws SQLException {
        try (ResultSet row = statement.executeQuery()) {
            return row.next() ? Optional.of(account(row)) : Optional.empty();
        }
    }

    /** Ids of the sessions that the statement returns. */
    static List<SessionId> sessions(PreparedStatement statement) throws SQLException {
        List<SessionId> sessions = new ArrayList<>();
        try (ResultSet row = statement.executeQuery()) {
            while (row.next()) {
                sessions.add(new SessionId(row.getLong(1)));
            }
        }
        return sessions;
    }

    static Role role(ResultSet row) throws SQLException {
        String name = row.getString("role");
        return Role.parse(name).orElseThrow(() -> new SQLException("unknown role " + name));
    }

    static Instant instant(ResultSet row, String column) throws SQLException {
        Timestamp time = row.getTimestamp(column);
        if (time == null) {
            throw new SQLException(column + " is null");
        }
        return time.toInstant();
    }

    static void setInstant(PreparedStatement statement, int index, Instant instant) throws SQLException {
        statement.setObject(index, OffsetDateTime.ofInstant(instant, ZoneOffset.UTC));
    }

    private static Account account(ResultSet row) throws SQLException {
        return new Account(
                new UserId(row.getLong("id")),
                row.getString("handle"),
                row.getString("name"),
                role(row),
                Optional.ofNullable(row.getString("password")),
                row.getBoolean("read_receipts"),
                row.getBoolean("deleted"));
    }
}
