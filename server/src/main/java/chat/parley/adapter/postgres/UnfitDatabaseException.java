package chat.parley.adapter.postgres;

import java.net.UnknownHostException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/** The database must not be the store: it cannot be reached, is too old, or would lose what was acknowledged. */
public final class UnfitDatabaseException extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private static final int OLDEST = 14;

    /** What to do about one that does not answer. */
    public static final String CHECK_ACCESS =
            "Check the URL, the password, and that the database runs and lets this machine in.";

    private static final String ENCODING = "UTF8";

    UnfitDatabaseException(String message) {
        super(message);
    }

    UnfitDatabaseException(String message, Throwable cause) {
        super(message, cause);
    }

    /** One that cannot be reached, or lets nobody in. */
    public static UnfitDatabaseException unreachable(String url, SQLException refusal) {
        String unknownHost = refusal.getCause() instanceof UnknownHostException host
                ? " The host " + host.getMessage() + " is not known."
                : "";
        return new UnfitDatabaseException(
                "The database " + DatabaseConfig.withoutParameters(url) + " does not answer: " + refusal.getMessage()
                        + unknownHost + " " + CHECK_ACCESS,
                refusal);
    }

    /** There is no way around these: an acknowledgement is a promise. */
    public static void check(Connection connection) throws SQLException {
        checkVersion(connection.getMetaData().getDatabaseMajorVersion());
        String encoding = show(connection, "server_encoding");
        if (!encoding.equals(ENCODING)) {
            throw new UnfitDatabaseException("The database's encoding is " + encoding + "; Parley needs " + ENCODING
                    + ": createdb --encoding=" + ENCODING + " --template=template0.");
        }
        for (String setting : new String[] {"fsync", "full_page_writes", "synchronous_commit"}) {
            if (show(connection, setting).equals("off")) {
                throw new UnfitDatabaseException("The database runs with " + setting
                        + " = off, so a crash would lose messages that were acknowledged. Set it to on in"
                        + " postgresql.conf (and look at ALTER ROLE and ALTER DATABASE settings), then reload.");
            }
        }
        if (show(connection, "transaction_read_only").equals("on")) {
            throw new UnfitDatabaseException("The database is read-only (a standby?); Parley needs the primary.");
        }
    }

    static void checkVersion(int major) {
        if (major < OLDEST) {
            throw new UnfitDatabaseException(
                    "PostgreSQL " + major + " is too old; Parley needs " + OLDEST + " or later.");
        }
    }

    private static String show(Connection connection, String setting) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("show " + setting)) {
            row.next();
            return row.getString(1);
        }
    }
}
