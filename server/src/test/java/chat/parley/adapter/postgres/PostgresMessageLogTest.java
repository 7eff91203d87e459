package chat.parley.adapter.postgres;

import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** The contract on one server's log. */
class PostgresMessageLogTest
        implements MessageLogContract,
                ChangeLogContract,
                RevisionContract,
                ContextContract,
                CalledGroupsContract,
                ReadingContract {
    private static LogFixture fixture;
    private static List<LogFixture.Node> servers;

    @BeforeAll
    static void start() {
        fixture = new LogFixture();
        servers = List.of(fixture.node());
    }

    @AfterAll
    static void stop() {
        fixture.close();
    }

    @Override
    public LogFixture fixture() {
        return fixture;
    }

    @Override
    public List<LogFixture.Node> servers() {
        return servers;
    }
}
