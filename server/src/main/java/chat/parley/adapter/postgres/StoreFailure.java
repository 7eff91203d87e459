package chat.parley.adapter.postgres;

import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;

/** What an SQLSTATE (PostgreSQL manual, appendix A) means for a call that may be repeated. */
enum StoreFailure {
    /** The connection or the server is gone or going; whether the call committed is unknown. */
    LOST,
    /** Rolled back for the sake of others: deadlock, lock or statement timeout, serialization. */
    CONTENDED,
    /** Rolled back because of what was asked; asking again brings the same. */
    REJECTED;

    static StoreFailure of(SQLException failure) {
        String state = failure.getSQLState();
        if (failure instanceof SQLTransientConnectionException || state == null || state.length() != 5) {
            return LOST;
        }
        return switch (state) {
            case "55P03", "57014" -> CONTENDED;
            // a server that became read-only was demoted: the primary is elsewhere
            case "25006" -> LOST;
            default ->
                switch (state.substring(0, 2)) {
                    case "40" -> CONTENDED;
                    // connection, resources, operator, system: of the server, not of the call
                    case "08", "53", "57", "58" -> LOST;
                    default -> REJECTED;
                };
        };
    }
}
