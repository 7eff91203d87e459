package chat.parley.adapter.postgres;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import chat.parley.adapter.postgres.embedded.OtherPostgres;
import chat.parley.adapter.postgres.embedded.TestDatabase;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ValueSource;

/** The contract, and the migrations before it, on the versions of PostgreSQL that a user may run, for two servers. */
@ParameterizedClass(name = "PostgreSQL {0}")
@ValueSource(ints = {14, 16, 17})
class OtherPostgresTest implements MessageLogContract, ChangeLogContract, RevisionContract, ReadingContract {
    private static OtherPostgres postgres;
    private static LogFixture fixture;
    private static List<LogFixture.Node> servers;

    @BeforeParameterizedClassInvocation
    static void start(int major) {
        postgres = OtherPostgres.start(major);
        fixture = new LogFixture(postgres.fresh());
        servers = List.of(fixture.node(), fixture.node());
    }

    @AfterParameterizedClassInvocation
    static void stop() {
        fixture.close();
        postgres.close();
    }

    OtherPostgresTest(int major) {}

    @Override
    public LogFixture fixture() {
        return fixture;
    }

    @Override
    public List<LogFixture.Node> servers() {
        return servers;
    }

    @Test
    void refusesADatabaseThatCannotHoldEveryText() {
        TestDatabase latin = postgres.fresh("ENCODING 'LATIN1' LOCALE 'C' TEMPLATE template0");
        DatabaseConfig config = DatabaseConfig.of(latin.jdbcUrl(), latin.user(), latin.password());
        assertThatThrownBy(() -> Database.open(config, new SimpleMeterRegistry()))
                .isInstanceOf(UnfitDatabaseException.class)
                .hasMessageContainingAll("LATIN1", "needs UTF8");
    }
}
