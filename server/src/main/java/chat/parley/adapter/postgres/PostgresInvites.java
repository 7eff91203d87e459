package chat.parley.adapter.postgres;

import chat.parley.core.account.Invites;
import chat.parley.core.id.UserId;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.Types;

/** Invitations in table {@code invite}. The administrator's links are those without a creator. */
public final class PostgresInvites implements Invites {
    private static final String ADD =
            "insert into invite (hash, role, creator, expires_at, uses_left) values (?, ?, ?, ?, ?)";

    private static final String LINK_MADE = "select from invite where creator is null and role = 'admin' limit 1";

    private static final String LINK_USED =
            "select from invite where creator is null and role = 'admin' and used_at is not null limit 1";

    private final Transactions transactions;

    public PostgresInvites(ConnectionSource connections) {
        this.transactions = new Transactions(connections);
    }

    @Override
    public void add(Invite invite) {
        transactions.statement(connection -> {
            try (PreparedStatement insert = connection.prepareStatement(ADD)) {
                insert.setString(1, invite.hash());
                insert.setString(2, invite.role().wireName());
                insert.setObject(3, invite.creator().map(UserId::value).orElse(null), Types.BIGINT);
                AccountRows.setInstant(insert, 4, invite.expiresAt());
                insert.setInt(5, invite.uses());
                return insert.executeUpdate();
            }
        });
    }

    @Override
    public boolean administratorLinkMade() {
        return any(LINK_MADE);
    }

    @Override
    public boolean administratorLinkUsed() {
        return any(LINK_USED);
    }

    private boolean any(String sql) {
        return transactions.statement(connection -> {
            try (PreparedStatement query = connection.prepareStatement(sql);
                    ResultSet row = query.executeQuery()) {
                return row.next();
            }
        });
    }
}
