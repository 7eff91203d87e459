package chat.parley.app;

import chat.parley.adapter.caffeine.CaffeineProfiles;
import chat.parley.adapter.caffeine.CaffeineRecentLog;
import chat.parley.adapter.postgres.ConnectionSource;
import chat.parley.adapter.postgres.Database;
import chat.parley.adapter.postgres.Lanes;
import chat.parley.adapter.postgres.PostgresChangeLog;
import chat.parley.adapter.postgres.PostgresConversations;
import chat.parley.adapter.postgres.PostgresLogTail;
import chat.parley.adapter.postgres.PostgresMarkers;
import chat.parley.adapter.postgres.PostgresMessageChanges;
import chat.parley.adapter.postgres.PostgresMessageLog;
import chat.parley.adapter.postgres.PostgresPeople;
import chat.parley.adapter.postgres.PostgresReceipts;
import chat.parley.adapter.postgres.PostgresSyncStore;
import chat.parley.adapter.postgres.PostgresThreads;
import chat.parley.adapter.web.Reachable;
import chat.parley.core.bus.Bus;
import chat.parley.core.conversation.ChangeLog;
import chat.parley.core.conversation.Conversations;
import chat.parley.core.conversation.People;
import chat.parley.core.conversation.Profiles;
import chat.parley.core.message.MessageChanges;
import chat.parley.core.message.MessageLog;
import chat.parley.core.message.RecentLog;
import chat.parley.core.receipt.Markers;
import chat.parley.core.receipt.Receipts;
import chat.parley.core.sync.LogTail;
import chat.parley.core.sync.SyncStore;
import chat.parley.core.thread.Threads;
import chat.parley.gateway.session.Faults;
import chat.parley.http.ReadinessCheck;
import io.micrometer.core.instrument.MeterRegistry;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.function.UnaryOperator;

/** The store and everything that reads and writes it, opened in this order and closed in the opposite one. */
final class StoreWiring implements AutoCloseable {
    private static final int PROBE_SECONDS = 2;

    /**
     * How the log is written and how its news travels. A test's launcher puts worse ways in; nothing else chooses.
     *
     * @param bus carries the hints
     * @param appending stands between the log and the connections it writes by
     * @param delivering what is wrong with how clients are told
     * @param reaching what of the web may be looked at
     */
    record Ways(Bus bus, UnaryOperator<ConnectionSource> appending, Faults delivering, Reachable reaching) {}

    private final Database database;
    private final Bus bus;
    private final Lanes lanes;
    private final PostgresMarkers markers;
    private final RecentLog recent;
    private final Profiles profiles;
    private final ConnectionSource pool;

    StoreWiring(OpenStore store, ServerConfig.Log config, Ways ways, MeterRegistry registry) {
        bus = ways.bus();
        database = store.open(registry);
        pool = database.pool();
        UnaryOperator<ConnectionSource> appending = ways.appending();
        lanes = new Lanes(config.appending(), appending.apply(database.own()), appending.apply(pool), bus, registry);
        markers = new PostgresMarkers(pool, bus, config.markers(), registry);
        recent = new CaffeineRecentLog(messages(), bus, config.recent(), registry);
        profiles = new CaffeineProfiles(people(), bus, config.recent());
    }

    ConnectionSource pool() {
        return pool;
    }

    Bus bus() {
        return bus;
    }

    MessageLog messages() {
        return new PostgresMessageLog(lanes, pool);
    }

    RecentLog recent() {
        return recent;
    }

    Profiles profiles() {
        return profiles;
    }

    ChangeLog changes() {
        return new PostgresChangeLog(lanes);
    }

    MessageChanges messageChanges() {
        return new PostgresMessageChanges(lanes, pool);
    }

    Conversations conversations() {
        return new PostgresConversations(pool);
    }

    People people() {
        return new PostgresPeople(pool);
    }

    Markers markers() {
        return markers;
    }

    Receipts receipts() {
        return new PostgresReceipts(pool);
    }

    Threads threads() {
        return new PostgresThreads(pool, bus);
    }

    SyncStore sync() {
        return new PostgresSyncStore(pool, people());
    }

    LogTail tail() {
        return new PostgresLogTail(pool);
    }

    ReadinessCheck readiness() {
        return new ReadinessCheck("database", this::answers);
    }

    private boolean answers() {
        try (Connection connection = pool.open()) {
            return connection.isValid(PROBE_SECONDS);
        } catch (SQLException unreachable) {
            return false;
        }
    }

    /** Takes nothing more, and commits what waits. */
    void commit() {
        lanes.close();
        markers.close();
    }

    @Override
    public void close() {
        database.close();
    }
}
