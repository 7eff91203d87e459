package chat.parley.adapter.postgres;

import chat.parley.core.conversation.Workspace;
import chat.parley.wire.Retention;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;

/** The one row of {@code workspace} (V16). */
public final class PostgresWorkspace implements Workspace {
    private static final String SET = """
            insert into workspace (keep_days, keep_messages) values (?, ?)
            on conflict (one) do update set keep_days = excluded.keep_days, keep_messages = excluded.keep_messages""";

    private final Transactions transactions;
    private final Reads reads;

    public PostgresWorkspace(ConnectionSource connections) {
        this.transactions = new Transactions(connections);
        this.reads = new Reads(connections);
    }

    @Override
    public Retention retention() {
        return reads.first("select keep_days, keep_messages from workspace", query -> {}, PostgresWorkspace::retention)
                .orElse(Retention.NONE);
    }

    @Override
    public void retain(Retention retention) {
        transactions.statement(connection -> {
            try (PreparedStatement statement = connection.prepareStatement(SET)) {
                statement.setObject(1, retention.days(), Types.INTEGER);
                statement.setObject(2, retention.messages(), Types.BIGINT);
                return statement.executeUpdate();
            }
        });
    }

    /** What columns {@code keep_days} and {@code keep_messages} say. */
    static Retention retention(ResultSet row) throws SQLException {
        long days = row.getLong("keep_days");
        Long keptDays = row.wasNull() ? null : days;
        long messages = row.getLong("keep_messages");
        return new Retention(keptDays, row.wasNull() ? null : (Long) messages);
    }
}
