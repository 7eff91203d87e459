package chat.parley.adapter.postgres.search;

import chat.parley.adapter.postgres.ConnectionSource;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The index of words by their parts, which needs the extension {@code pg_trgm}. It ships with PostgreSQL, is trusted (whoever
 * may create in the database may have it), and is missing only where somebody left it out. Parley then goes on without:
 * {@code *part*} finds words that begin so.
 */
final class WordParts {
    static final String INDEX = "search_word_parts";

    private static final Logger LOG = LoggerFactory.getLogger(WordParts.class);

    private static final String HELD = "select to_regclass('" + INDEX + "') is not null";
    private static final String EXTENSION = "create extension if not exists pg_trgm";
    private static final String CREATED =
            "create index if not exists " + INDEX + " on search_word using gin (word gin_trgm_ops)";

    private WordParts() {}

    /** Makes the index where it can be made, and says where it cannot. */
    static void prepare(ConnectionSource connections) throws SQLException {
        try (Connection connection = connections.open();
                Statement statement = connection.createStatement()) {
            if (held(statement)) {
                return;
            }
            // Two servers that start together would meet at the catalogue.
            statement.execute("select pg_advisory_lock(hashtext('" + INDEX + "'))");
            try {
                create(statement);
            } finally {
                statement.execute("select pg_advisory_unlock(hashtext('" + INDEX + "'))");
            }
        }
    }

    private static boolean held(Statement statement) throws SQLException {
        try (ResultSet row = statement.executeQuery(HELD)) {
            return row.next() && row.getBoolean(1);
        }
    }

    private static void create(Statement statement) throws SQLException {
        try {
            statement.execute(EXTENSION);
        } catch (SQLException missing) {
            LOG.warn(
                    "the database has no extension pg_trgm ({}): parts of words (*part*) find only words that begin so."
                            + " Install PostgreSQL's contrib package, or let somebody who may run: {}",
                    missing.getMessage(),
                    EXTENSION);
            return;
        }
        statement.execute(CREATED);
    }
}
