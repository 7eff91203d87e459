package chat.parley.gateway.session;

import io.netty.channel.EventLoop;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

/**
 * The event loops that serve connections. They belong to the web server, which shares its port with the gateway, so they
 * are met as their first connections come. Any thread.
 */
public final class Loops {
    private static final long POLL_NANOS = TimeUnit.MILLISECONDS.toNanos(10);

    private final Deliveries deliveries;
    private final ConcurrentHashMap<EventLoop, Loop> byExecutor = new ConcurrentHashMap<>();
    private final Crowds crowds = new Crowds();
    private final List<Loop> loops = new CopyOnWriteArrayList<>();
    private final Map<Link.Kind, AtomicInteger> connections = new EnumMap<>(Link.Kind.class);
    private volatile boolean draining;

    Loops(Deliveries deliveries) {
        this.deliveries = deliveries;
        for (Link.Kind kind : Link.Kind.values()) {
            AtomicInteger count = new AtomicInteger();
            connections.put(kind, count);
            deliveries.metrics().connections(kind, count::get);
        }
        deliveries.metrics().fallback(this::fallback);
        deliveries
                .metrics()
                .outboxBytes(() -> loops.stream().mapToLong(Loop::outboxBytes).sum());
    }

    /** A session for a new connection. Call it on the link's event loop, and {@link #closed} when that is gone. */
    public Session open(Link link) {
        of(link.kind()).incrementAndGet();
        return of(link.eventLoop()).open(link);
    }

    /** Whether there are more connections than may be: the newest is to be turned away. */
    public boolean overfull() {
        return connections() > deliveries.config().maxConnections();
    }

    /** The session's connection is gone. */
    public void closed(Session session) {
        of(session.kind()).decrementAndGet();
        session.loop().closed(session);
    }

    /** Whether the server is stopping, so that nobody is welcomed any more. */
    public boolean draining() {
        return draining;
    }

    /** Says goodbye to everybody, and waits until they have gone, but not for ever. Blocks. */
    void drain() {
        draining = true;
        onEach(Loop::drain);
        long deadline = System.nanoTime() + deliveries.config().drain().toNanos();
        while (connections() > 0 && System.nanoTime() < deadline) {
            LockSupport.parkNanos(POLL_NANOS);
        }
        onEach(Loop::abort);
    }

    /** Runs {@code task} on every loop that has connections. */
    void onEach(Consumer<Loop> task) {
        for (Loop loop : loops) {
            if (loop.busy()) {
                loop.later(() -> task.accept(loop));
            }
        }
    }

    List<Loop> all() {
        return loops;
    }

    private int connections() {
        return connections.values().stream().mapToInt(AtomicInteger::get).sum();
    }

    private double fallback() {
        int all = connections();
        return all == 0 ? 0 : (double) of(Link.Kind.POLL).get() / all;
    }

    private AtomicInteger of(Link.Kind kind) {
        return Objects.requireNonNull(connections.get(kind));
    }

    private Loop of(EventLoop executor) {
        return byExecutor.computeIfAbsent(executor, met -> {
            Loop loop = new Loop(met, deliveries, crowds);
            loops.add(loop);
            return loop;
        });
    }
}
