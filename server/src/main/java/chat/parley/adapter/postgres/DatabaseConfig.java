package chat.parley.adapter.postgres;

import chat.parley.setting.Setting;
import java.time.Duration;

/**
 * Where the database is and how it is used.
 *
 * @param url a JDBC URL, {@code jdbc:postgresql://host:port/name}
 * @param user the role to sign in as
 * @param password its password, blank for none
 */
public record DatabaseConfig(
        String url,
        String user,
        String password,

        @Setting("How many connections the requests share; each lane of the log has one of its own beside them.")
        int poolSize,

        @Setting("How long to wait for a connection.") Duration connectTimeout,

        @Setting("How long a statement waits for a row lock.")
        Duration lockTimeout,

        @Setting("How long a statement may take.") Duration statementTimeout) {

    public DatabaseConfig {
        if (!url.startsWith("jdbc:postgresql:")) {
            throw new IllegalArgumentException("the database URL must begin with jdbc:postgresql:");
        }
        if (poolSize < 2 || poolSize > 500) {
            throw new IllegalArgumentException("poolSize must be 2 to 500");
        }
    }

    public static DatabaseConfig of(String url, String user, String password) {
        return new DatabaseConfig(
                url, user, password, 10, Duration.ofSeconds(5), Duration.ofSeconds(2), Duration.ofSeconds(10));
    }

    /** The same settings for another database. */
    public DatabaseConfig at(String newUrl, String newUser, String newPassword) {
        return new DatabaseConfig(
                newUrl, newUser, newPassword, poolSize, connectTimeout, lockTimeout, statementTimeout);
    }

    /** A JDBC URL as it may be shown: a password can be among its parameters. */
    public static String withoutParameters(String url) {
        return url.replaceFirst("\\?.*", "");
    }

    /** Without the password, so that it can be logged. */
    @Override
    public String toString() {
        return "DatabaseConfig[url=" + withoutParameters(url) + ", user=" + user + ", poolSize=" + poolSize + "]";
    }
}
