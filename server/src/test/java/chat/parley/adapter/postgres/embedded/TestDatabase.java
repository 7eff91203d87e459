package chat.parley.adapter.postgres.embedded;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URLEncoder;

/** An empty database of its own for one test or test class. */
public record TestDatabase(String jdbcUrl, String user, String password) {

    /** As a person writes it after {@code --database}. */
    public String url() {
        return "postgresql://" + user + ":" + URLEncoder.encode(password, UTF_8).replace("+", "%20") + "@"
                + jdbcUrl.substring("jdbc:postgresql://".length());
    }
}
