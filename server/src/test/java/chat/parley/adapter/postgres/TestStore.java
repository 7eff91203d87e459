package chat.parley.adapter.postgres;

import chat.parley.adapter.postgres.embedded.TestDatabase;
import chat.parley.adapter.postgres.embedded.TestPostgres;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;

/** Databases with the tables of today and nothing in them: each a copy of one that was migrated, since that takes a second or two. */
public final class TestStore {
    private TestStore() {}

    private static final class Migrated {
        static final TestDatabase TEMPLATE = migrated(TestPostgres.fresh());
    }

    /** As {@link TestPostgres#fresh}, for who does not care how the tables come about. */
    public static TestDatabase fresh() {
        return TestPostgres.copyOf(Migrated.TEMPLATE);
    }

    private static TestDatabase migrated(TestDatabase empty) {
        Database.open(DatabaseConfig.of(empty.jdbcUrl(), empty.user(), empty.password()), new SimpleMeterRegistry())
                .close();
        return empty;
    }
}
