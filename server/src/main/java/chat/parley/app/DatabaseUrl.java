package chat.parley.app;

import static java.nio.charset.StandardCharsets.UTF_8;

import chat.parley.adapter.postgres.embedded.PostgresAddress;
import java.net.URI;
import java.net.URLDecoder;

/** Database URLs as people know them ({@code postgresql://user:password@host:5432/name?parameters}) and as JDBC wants them. */
final class DatabaseUrl {
    static final String AS_IT_SHOULD_BE = "a URL such as postgresql://user:password@host:5432/name, where spaces and"
            + " / @ : ? # % in a name or password are written as %20 %2F %40 %3A %3F %23 %25";

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
