package chat.parley.app;

import static org.assertj.core.api.Assertions.assertThat;

import chat.parley.adapter.postgres.embedded.PostgresAddress;
import java.net.URI;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DatabaseUrlTest {
    @ParameterizedTest
    @CsvSource({
        "postgresql://me:hush@db.example:5433/chat, jdbc:postgresql://db.example:5433/chat, me, hush",
        "postgres://db.example/chat, jdbc:postgresql://db.example/chat, '', ''",
        "postgresql://me@[::1]/chat?sslmode=require, jdbc:postgresql://[::1]/chat?sslmode=require, me, ''",
        "postgresql://a%40b:p%2Fa%3As+s@h/c, jdbc:postgresql://h/c, a@b, p/a:s+s"
    })
    void becomesWhatJdbcWants(String url, String jdbc, String user, String password) {
        PostgresAddress address = DatabaseUrl.address(URI.create(url));
        assertThat(address).isEqualTo(new PostgresAddress(jdbc, user, password));
    }
}
