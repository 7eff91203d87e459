package chat.parley.app;

import chat.parley.adapter.inprocess.InProcessLeases;
import chat.parley.adapter.postgres.PostgresAudience;
import chat.parley.adapter.postgres.PostgresLastSeen;
import chat.parley.core.account.Blocks;
import chat.parley.core.conversation.Audience;
import chat.parley.core.presence.LastSeen;
import chat.parley.core.presence.OnlineUsers;
import chat.parley.core.presence.PresenceConfig;
import chat.parley.core.presence.PresenceLeases;
import chat.parley.core.presence.SeePresence;
import chat.parley.gateway.session.Company;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.InstantSource;

/** Who is here. */
final class PresenceWiring implements AutoCloseable {
    private final OnlineUsers online;
    private final SeePresence presence;
    private final Audience audience;

    PresenceWiring(StoreWiring store, PresenceConfig config, InstantSource clock, MeterRegistry registry) {
        PresenceLeases leases = new InProcessLeases(config.lease()).node();
        LastSeen lastSeen = new PostgresLastSeen(store.pool());
        audience = new PostgresAudience(store.pool());
        presence = new SeePresence(leases, lastSeen, store.people());
        online = new OnlineUsers(leases, lastSeen, store.bus(), clock, config);
        Gauge.builder("parley.presence.online", online, OnlineUsers::online)
                .description("Users who are connected, or were a grace period ago")
                .register(registry);
        FunctionCounter.builder("parley.presence.changes", online, OnlineUsers::changes)
                .description("Changes of how somebody is shown")
                .register(registry);
        FunctionCounter.builder("parley.presence.seen.dropped", online, OnlineUsers::seenDropped)
                .description("Last seen times that were lost while the store could not be reached")
                .register(registry);
    }

    Company company(Blocks blocks) {
        return new Company(blocks, presence, online, audience);
    }

    /** Stores when everybody was last seen. */
    @Override
    public void close() {
        online.close();
    }
}
