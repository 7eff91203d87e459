package chat.parley.adapter.postgres;

import chat.parley.core.account.Account;
import chat.parley.core.account.Accounts;
import chat.parley.core.account.Role;
import chat.parley.core.id.SessionId;
import chat.parley.core.id.UserId;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Accounts in table {@code account}; ends their sessions in table {@code session} in the same transaction. */
public final class PostgresAccounts implements Accounts {
    private static final String BY_HANDLE =
            "select " + AccountRows.ACCOUNT + " from account where handle = ? and deleted_at is null";

    private static final String BY_ID = "select " + AccountRows.ACCOUNT + " from account where id = ?";

    /** Locked, so that the last use of an invitation cannot be had twice. */
    private static final String INVITE =
            "select role, uses_left > 0 and expires_at > ? as good from invite where hash = ? for update";

    private static final String USE_INVITE = "update invite set uses_left = uses_left - 1, used_at = ? where hash = ?";

    private static final String CREATE = """
            insert into account (id, handle, name, role, password)
            select u.* from (values (?, ?, ?, ?, ?)) u (id, handle, name, role, password)
            where not exists (select from user_group g where g.handle = u.handle)
            on conflict do nothing returning\n""" + AccountRows.ACCOUNT;

    private static final String EDIT = """
            update account set name = coalesce(?, name), read_receipts = coalesce(?, read_receipts)
            where id = ? and deleted_at is null returning\n""" + AccountRows.ACCOUNT;

    private static final String PASSWORD =
            "update account set password = ? where id = ? and password = ? and deleted_at is null";

    private static final String DELETE = """
            update account set handle = ?, name = ?, password = null, read_receipts = false, deleted_at = ?
            where id = ? and deleted_at is null""";

    private static final String UNBLOCK = "delete from block where account = ? or blocked = ?";

    private static final String UNFOLLOW = "delete from follow where account = ?";

    private static final String UNSEE = "delete from last_seen where account = ?";

    private static final String FORGET_NOTICES = "delete from notice_preference where account = ?";

    private static final String FORGET_SAVED = "delete from saved where account = ?";

    private static final String FORGET_DRAFTS = "delete from draft where account = ?";

    private static final String LEAVE_USER_GROUPS = "update user_group set members = array_remove(members, ?)";

    private static final String FORGET_SCHEDULED = "delete from scheduled where account = ?";

    /** What was kept for messages to be sent later goes as any upload that is not sent. */
    private static final String LET_UPLOADS_GO =
            "update attachment set held = null where uploader = ? and message is null and held is not null";

    private static final List<String> PERSONAL = List.of(
            UNSEE, FORGET_NOTICES, FORGET_SAVED, FORGET_DRAFTS, FORGET_SCHEDULED, LET_UPLOADS_GO, LEAVE_USER_GROUPS);

    private static final String END_SESSIONS = """
            update session set ended_at = ?, ended_xid = pg_current_xact_id()
            where account = ? and id <> ? and ended_at is null returning id""";

    /** No session has this id. */
    private static final SessionId NONE = new SessionId(0);

    private final Transactions transactions;

    public PostgresAccounts(ConnectionSource connections) {
        this.transactions = new Transactions(connections);
    }

    @Override
    public Optional<Account> byHandle(String handle) {
        return transactions.statement(connection -> {
            try (PreparedStatement query = connection.prepareStatement(BY_HANDLE)) {
                query.setString(1, handle);
                return AccountRows.account(query);
            }
        });
    }

    @Override
    public Optional<Account> byId(UserId user) {
        return transactions.statement(connection -> {
            try (PreparedStatement query = connection.prepareStatement(BY_ID)) {
                query.setLong(1, user.value());
                return AccountRows.account(query);
            }
        });
    }

    @Override
    public Created create(NewAccount account, Optional<String> inviteHash, Instant now) {
        return transactions.run(connection -> {
            Role role = account.role();
            if (inviteHash.isPresent()) {
                Optional<InviteRow> invite = invite(connection, inviteHash.get(), now);
                if (invite.isEmpty()) {
                    return new Created.NoSuchInvite();
                }
                if (!invite.get().good()) {
                    return new Created.InviteSpent();
                }
                role = invite.get().role();
            }
            Optional<Account> made = insert(connection, account, role);
            if (made.isEmpty()) {
                return new Created.Taken();
            }
            if (inviteHash.isPresent()) {
                use(connection, inviteHash.get(), now);
            }
            return new Created.Made(made.get());
        });
    }

    @Override
    public Optional<Account> edit(UserId user, Optional<String> name, Optional<Boolean> readReceipts) {
        return transactions.statement(connection -> {
            try (PreparedStatement update = connection.prepareStatement(EDIT)) {
                update.setString(1, name.orElse(null));
                update.setObject(2, readReceipts.orElse(null), Types.BOOLEAN);
                update.setLong(3, user.value());
                return AccountRows.account(update);
            }
        });
    }

    @Override
    public void rehash(UserId user, String before, String after) {
        transactions.statement(connection -> replacePassword(connection, user, before, after));
    }

    @Override
    public Optional<List<SessionId>> changePassword(
            UserId user, String before, String after, SessionId keep, Instant now) {
        return transactions.run(connection -> replacePassword(connection, user, before, after)
                ? Optional.of(endSessions(connection, user, keep, now))
                : Optional.empty());
    }

    @Override
    public List<SessionId> delete(UserId user, String handle, String name, Instant now) {
        return transactions.run(connection -> {
            try (PreparedStatement update = connection.prepareStatement(DELETE)) {
                update.setString(1, handle);
                update.setString(2, name);
                AccountRows.setInstant(update, 3, now);
                update.setLong(4, user.value());
                update.executeUpdate();
            }
            try (PreparedStatement unblock = connection.prepareStatement(UNBLOCK)) {
                unblock.setLong(1, user.value());
                unblock.setLong(2, user.value());
                unblock.executeUpdate();
            }
            for (String personal : PERSONAL) {
                try (PreparedStatement forget = connection.prepareStatement(personal)) {
                    forget.setLong(1, user.value());
                    forget.executeUpdate();
                }
            }
            try (PreparedStatement unfollow = connection.prepareStatement(UNFOLLOW)) {
                unfollow.setLong(1, user.value());
                unfollow.executeUpdate();
            }
            return endSessions(connection, user, NONE, now);
        });
    }

    private record InviteRow(Role role, boolean good) {}

    private static Optional<InviteRow> invite(Connection connection, String hash, Instant now) throws SQLException {
        try (PreparedStatement query = connection.prepareStatement(INVITE)) {
            AccountRows.setInstant(query, 1, now);
            query.setString(2, hash);
            try (ResultSet row = query.executeQuery()) {
                return row.next()
                        ? Optional.of(new InviteRow(AccountRows.role(row), row.getBoolean("good")))
                        : Optional.empty();
            }
        }
    }

    private static void use(Connection connection, String hash, Instant now) throws SQLException {
        try (PreparedStatement update = connection.prepareStatement(USE_INVITE)) {
            AccountRows.setInstant(update, 1, now);
            update.setString(2, hash);
            update.executeUpdate();
        }
    }

    private static Optional<Account> insert(Connection connection, NewAccount account, Role role) throws SQLException {
        PostgresUserGroups.keepHandlesOfGroups(connection);
        try (PreparedStatement insert = connection.prepareStatement(CREATE)) {
            insert.setLong(1, account.id().value());
            insert.setString(2, account.handle());
            insert.setString(3, account.name());
            insert.setString(4, role.wireName());
            insert.setString(5, account.password());
            return AccountRows.account(insert);
        }
    }

    private static boolean replacePassword(Connection connection, UserId user, String before, String after)
            throws SQLException {
        try (PreparedStatement update = connection.prepareStatement(PASSWORD)) {
            update.setString(1, after);
            update.setLong(2, user.value());
            update.setString(3, before);
            return update.executeUpdate() == 1;
        }
    }

    private static List<SessionId> endSessions(Connection connection, UserId user, SessionId keep, Instant now)
            throws SQLException {
        try (PreparedStatement update = connection.prepareStatement(END_SESSIONS)) {
            AccountRows.setInstant(update, 1, now);
            update.setLong(2, user.value());
            update.setLong(3, keep.value());
            return AccountRows.sessions(update);
        }
    }
}
