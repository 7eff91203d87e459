package chat.parley.adapter.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import chat.parley.core.id.UserId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class PostgresLastSeenTest {
    private static final Instant NOW = Instant.parse("2026-11-24T01:02:03.123Z");
    private static ConversationFixture fixture;
    private static PostgresLastSeen lastSeen;

    private final UserId ada = fixture.user();
    private final UserId bob = fixture.user();

    @BeforeAll
    static void open() {
        fixture = new ConversationFixture();
        lastSeen = new PostgresLastSeen(fixture.node.database.pool());
    }

    @AfterAll
    static void close() {
        fixture.close();
    }

    @Test
    void keepsTheLatestTimeOfEach() {
        lastSeen.store(Map.of(ada, NOW, bob, NOW));
        lastSeen.store(Map.of(ada, NOW.plusSeconds(1), bob, NOW.minusSeconds(1)));
        assertThat(lastSeen.of(List.of(ada, bob, new UserId(7)))).isEqualTo(Map.of(ada, NOW.plusSeconds(1), bob, NOW));
    }

    @Test
    void forgetsWhoDeletesTheirAccountForGood() {
        PostgresAccounts accounts = new PostgresAccounts(fixture.node.database.pool());
        lastSeen.store(Map.of(ada, NOW));
        accounts.delete(ada, "deleted-" + ada, "Deleted user", NOW);
        assertThat(lastSeen.of(List.of(ada))).isEmpty();
        lastSeen.store(Map.of(ada, NOW.plus(Duration.ofMinutes(1))));
        assertThat(lastSeen.of(List.of(ada))).isEmpty();
    }
}
