package chat.parley.adapter.postgres.search;

import chat.parley.adapter.postgres.ConnectionSource;
import chat.parley.adapter.postgres.Transactions;
import java.sql.PreparedStatement;
import java.sql.ResultSet;

/**
 * Has the index of messages made anew by whichever {@link SearchIndexer} works on it, and sees how far that is. Failure: {@link
 * java.io.UncheckedIOException} where the store cannot be reached.
 */
public final class IndexRebuild {
    private static final String LOOK = "select walking, walk_done, walk_total from search_progress";

    private final Transactions transactions;

    private IndexRebuild(Transactions transactions) {
        this.transactions = transactions;
    }

    /** Asks for it; one that was under way begins anew. */
    public static IndexRebuild begin(ConnectionSource connections) {
        Transactions transactions = new Transactions(connections);
        transactions.statement(connection -> {
            Progress.ask(connection);
            return true;
        });
        return new IndexRebuild(transactions);
    }

    /**
     * @param entries so many of the log were looked at
     * @param total of about so many; those that arrive meanwhile are not counted
     */
    public record State(boolean over, long entries, long total) {}

    public State look() {
        return transactions.statement(connection -> {
            try (PreparedStatement statement = connection.prepareStatement(LOOK);
                    ResultSet row = statement.executeQuery()) {
                row.next();
                return new State(!row.getBoolean(1), row.getLong(2), row.getLong(3));
            }
        });
    }
}
