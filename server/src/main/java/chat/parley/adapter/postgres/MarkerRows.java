package chat.parley.adapter.postgres;

import chat.parley.core.bus.Signal;
import chat.parley.core.id.ConversationId;
import chat.parley.core.id.UserId;
import java.sql.ResultSet;
import java.sql.SQLException;

/** A member's markers, by the names of their columns. */
final class MarkerRows {
    private MarkerRows() {}

    static Signal.Marks marks(ResultSet row) throws SQLException {
        return new Signal.Marks(
                new ConversationId(row.getLong("conversation")),
                new UserId(row.getLong("account")),
                row.getLong("delivered"),
                row.getLong("read"),
                row.getLong("read_messages"),
                row.getLong("mentions"),
                row.getBoolean("shared"));
    }
}
