package chat.parley.gateway.session;

import chat.parley.core.account.Authenticator;
import chat.parley.core.bus.Bus;
import chat.parley.core.id.SessionId;
import java.util.Collection;
import java.util.function.Consumer;

/**
 * Everything between the bus and the connections, put together. Hear the bus from the start, welcome clients after it, and
 * heal as long as it runs.
 */
public final class Delivery {
    private final Loops loops;
    private final Greeting greeting;
    private final Healer healer;

    /**
     * Starts delivering. Blocks to read where the log ends.
     *
     * @param revoked is told of the sign-in sessions that the tail of the log shows to be ended
     */
    public Delivery(
            GatewayConfig config,
            Stores stores,
            Authenticator authenticator,
            Bus bus,
            Consumer<Collection<SessionId>> revoked,
            GatewayMetrics metrics,
            Faults faults) {
        FrameEncoder encoder = new FrameEncoder();
        StoreReads repairs = new StoreReads("repair", config.delivery().concurrentReads());
        Hints hints = new Hints(
                config.hints(),
                stores.company(),
                new BlockLists(stores.company().blocks(), config.hints(), metrics),
                new StoreReads("presence", config.hints().presenceReads()));
        Deliveries deliveries = new Deliveries(
                config,
                stores.log(),
                stores.conversations(),
                stores.sync(),
                repairs,
                new UserConnections(config.connectionsPerUser()),
                encoder,
                metrics,
                faults,
                hints);
        loops = new Loops(deliveries);
        greeting = new Greeting(authenticator, stores.sync(), deliveries, loops);
        ProfileNews profiles = new ProfileNews(stores.company().audience(), loops, config.hints(), metrics);
        new FanOut(loops, encoder, new Typings(loops, config.hints()), profiles).listen(bus);
        healer = new Healer(stores.tail(), loops, revoked, deliveries);
        healer.start();
    }

    public Loops loops() {
        return loops;
    }

    public Greeting greeting() {
        return greeting;
    }

    /** Sends everybody away and ends. Blocks, for a bounded time. */
    public void stop() {
        loops.drain();
        healer.stop();
    }
}
