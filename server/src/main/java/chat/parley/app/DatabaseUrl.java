package chat.parley.app;

import static java.nio.charset.StandardCharsets.UTF_8;

import chat.parley.adapter.postgres.embedded.PostgresAddress;
import java.net.URI;
import java.net.URLDecoder;

/** Database URLs as people know them ({@code postgresql://user:password@host:5432/name?parameters}) and as JDBC wants them. */
final class DatabaseUrl {
    private DatabaseUrl() {}

    /** Of the user information, percent escapes are decoded, since a password may hold any character. */
    static PostgresAddress address(URI url) {
        String authority = url.getRawAuthority() == null ? "" : url.getRawAuthority();
        int at = authority.lastIndexOf('@');
        String[] user = (at < 0 ? "" : authority.substring(0, at)).split(":", 2);
        String jdbc = "jdbc:postgresql://" + authority.substring(at + 1) + url.getRawPath()
                + (url.getRawQuery() == null ? "" : "?" + url.getRawQuery());
        return new PostgresAddress(jdbc, decoded(user[0]), user.length < 2 ? "" : decoded(user[1]));
    }

    private static String decoded(String text) {
        return URLDecoder.decode(text.replace("+", "%2B"), UTF_8);
    }
}
