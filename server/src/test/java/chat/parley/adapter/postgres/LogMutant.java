package chat.parley.adapter.postgres;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Wrong logs, made from the right one as it is now, to show that the tests would notice. A mutant is a change of the
 * database's functions, of the connections that the log uses, or of both; only tests can make one.
 */
public enum LogMutant {
    /** The answer goes out, the commit comes with the next batch. */
    ACKNOWLEDGES_BEFORE_COMMIT {
        @Override
        public ConnectionSource connections(ConnectionSource source) {
            return Interference.with(source, (connection, query) -> {
                if (connection.getAutoCommit()) {
                    connection.setAutoCommit(false);
                } else {
                    connection.commit();
                }
                return query.run();
            });
        }
    },
    /** What is in the log already is looked up before the lock. */
    DEDUPES_BEFORE_THE_LOCK {
        @Override
        String functions(String right) {
            return before("lock", "known", right);
        }
    },
    /** Who is a member is looked up before the lock. */
    COMPARES_RIGHTS_BEFORE_THE_LOCK {
        @Override
        String functions(String right) {
            return before("lock", "rights", right);
        }
    },
    /** A change is made though the access that allowed it has changed. */
    IGNORES_THE_ACCESS_VERSION {
        @Override
        String functions(String right) {
            return right.replace("v_head.version <> p_version", "false");
        }
    };

    /** As the last migration left them. */
    private static final String FUNCTIONS = """
            select pg_get_functiondef(oid) from pg_proc
            where proname like 'parley\\_%' and pronamespace = current_schema()::regnamespace""";

    /** What the log gets for the connections it asks for. */
    public ConnectionSource connections(ConnectionSource source) {
        return source;
    }

    /** The functions' text, made wrong. */
    String functions(String right) {
        return right;
    }

    /** Makes the migrated database behind this connection wrong, unless it is already: a server may start on it again. */
    public final void infect(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            if (name().equals(first(statement, "select obj_description('parley_append'::regproc)"))) {
                return;
            }
            String right = functions(statement);
            String wrong = functions(right);
            if (wrong.equals(right) && this != ACKNOWLEDGES_BEFORE_COMMIT) {
                throw new IllegalStateException(this + " no longer fits the functions");
            }
            statement.execute(wrong);
            statement.execute("comment on function parley_append is '" + name() + "'");
        }
    }

    UnaryOperator<ConnectionSource> asOperator() {
        return this::connections;
    }

    /**
     * Moves the step named {@code later} (from its comment to the next blank line) in front of the step {@code earlier}, which
     * then comes a moment later: on a quiet machine nobody else would get between them.
     */
    private static String before(String earlier, String later, String text) {
        String step = step(later, text);
        String rest = text.replace(step, "");
        int place = rest.indexOf("    -- " + earlier + "\n");
        return rest.substring(0, place) + step + "    perform pg_sleep(0.005);\n\n" + rest.substring(place);
    }

    private static String step(String name, String text) {
        int from = text.indexOf("    -- " + name + "\n");
        return text.substring(from, text.indexOf("\n\n", from) + 2);
    }

    private static String functions(Statement statement) throws SQLException {
        StringBuilder functions = new StringBuilder();
        try (ResultSet rows = statement.executeQuery(FUNCTIONS)) {
            while (rows.next()) {
                functions.append(rows.getString(1)).append(";\n");
            }
        }
        return functions.toString();
    }

    private static @Nullable String first(Statement statement, String query) throws SQLException {
        try (ResultSet row = statement.executeQuery(query)) {
            row.next();
            return row.getString(1);
        }
    }
}
