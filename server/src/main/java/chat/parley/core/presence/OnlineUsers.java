package chat.parley.core.presence;

import chat.parley.core.bus.Availability;
import chat.parley.core.bus.Bus;
import chat.parley.core.bus.Signal;
import chat.parley.core.id.UserId;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The users connected to this node: counts their devices, tells when how they are shown changes, and stores when they were
 * last seen. Whoever comes is told of at once; whoever goes, when the grace period is over; what changes in between, when
 * it has settled. A connection that stays as it is costs nothing here.
 *
 * <p>One thread of its own does all of it, in rounds. {@link #arrived}, {@link #changed} and {@link #departed} may be called
 * by any thread, do not block and take no lock; of one user they must be called in order.
 */
public final class OnlineUsers implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(OnlineUsers.class);
    private static final Duration RETRY = Duration.ofSeconds(1);
    private static final Duration CLOSE_PATIENCE = Duration.ofSeconds(5);

    private final PresenceLeases leases;
    private final SeenQueue seen;
    private final Bus bus;
    private final InstantSource clock;
    private final PresenceConfig config;
    private final Queue<Move> moves = new ConcurrentLinkedQueue<>();
    private final Thread worker;
    private volatile boolean closing;
    private volatile int online;
    private final LongAdder changes = new LongAdder();

    /** The worker's own: everybody who is here or still shown, and whose time to be told comes when. */
    private final Map<UserId, Devices> people = new HashMap<>();

    private final PriorityQueue<Due> due = new PriorityQueue<>();
    private long renewAt;

    public OnlineUsers(PresenceLeases leases, LastSeen lastSeen, Bus bus, InstantSource clock, PresenceConfig config) {
        this.leases = leases;
        this.seen = new SeenQueue(lastSeen, config);
        this.bus = bus;
        this.clock = clock;
        this.config = config;
        this.renewAt = System.nanoTime() + renewEvery();
        this.worker = Thread.ofVirtual().name("presence").start(this::run);
    }

    /** A device of a user's: what it was shown as and what it is now; OFFLINE before it came and after it went. */
    private record Move(UserId user, Availability from, Availability to) {}

    /** When {@code devices} are to be looked at, in {@link System#nanoTime}. */
    private record Due(long at, Devices devices) implements Comparable<Due> {
        @Override
        public int compareTo(Due other) {
            return Long.compare(at - other.at, 0);
        }
    }

    /** A device of the user's connected: it is online until it says otherwise. */
    public void arrived(UserId user) {
        move(user, Availability.OFFLINE, Availability.ONLINE);
    }

    /** A device says how it wants to be shown. */
    public void changed(UserId user, Availability from, Availability to) {
        move(user, from, to);
    }

    /** A device is gone. */
    public void departed(UserId user, Availability last) {
        move(user, last, Availability.OFFLINE);
    }

    /** How many are shown as being here; any thread. */
    public int online() {
        return online;
    }

    /** How often it was told that somebody is shown in another way; any thread. */
    public long changes() {
        return changes.sum();
    }

    /** How many last seen times were lost since the store could not be reached for long; any thread. */
    public long seenDropped() {
        return seen.dropped();
    }

    /** Everybody goes: stores when they were last seen, in bounded time. */
    @Override
    public void close() {
        closing = true;
        LockSupport.unpark(worker);
        try {
            if (!worker.join(CLOSE_PATIENCE)) {
                LOG.warn("some last seen times were not stored before the end");
            }
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
        }
    }

    private void move(UserId user, Availability from, Availability to) {
        moves.add(new Move(user, from, to));
        LockSupport.unpark(worker);
    }

    private void run() {
        try {
            while (!closing) {
                roundOrSay();
                Thread.sleep(config.gather());
                if (moves.isEmpty() && !closing) {
                    LockSupport.parkNanos(Math.max(1, untilNext()));
                }
            }
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
        }
        leaveAll();
    }

    private void roundOrSay() {
        try {
            round();
        } catch (RuntimeException fault) {
            // A round that fails must not be the last one.
            LOG.error("a round of presence failed", fault);
        }
    }

    private void round() {
        long now = System.nanoTime();
        for (Move move = moves.poll(); move != null; move = moves.poll()) {
            count(move, now);
        }
        renew(now);
        tell(takeDue(now), now);
        seen.store(now);
        online = people.size();
    }

    private void count(Move move, long now) {
        Devices devices = people.computeIfAbsent(move.user(), Devices::new);
        boolean wasHere = devices.together() != Availability.OFFLINE;
        devices.move(move.from(), move.to());
        Availability wanted = devices.together();
        boolean goes = wasHere && wanted == Availability.OFFLINE;
        if (goes) {
            devices.left = clock.instant();
        }
        if (goes && devices.shown == Availability.OFFLINE) {
            // Too short a visit to be told of, but a visit.
            seen.add(devices.user, devices.left);
        }
        if (wanted == devices.shown) {
            devices.dueAt = Devices.NEVER;
            forgetIfGone(devices);
        } else if (goes) {
            look(devices, now + config.grace().toNanos());
        } else if (devices.dueAt == Devices.NEVER || !wasHere) {
            boolean comes = devices.shown == Availability.OFFLINE;
            look(devices, now + (comes ? 0 : config.settle().toNanos()));
        }
        // Otherwise the time is set: by the first change of mind, not put off by more of them.
    }

    private void look(Devices devices, long at) {
        // 0 says never, and a nanosecond more harms nobody.
        devices.dueAt = at == Devices.NEVER ? at + 1 : at;
        due.add(new Due(devices.dueAt, devices));
    }

    private List<Devices> takeDue(long now) {
        List<Devices> taken = new ArrayList<>();
        while (!due.isEmpty() && due.peek().at() - now <= 0) {
            Due next = due.poll();
            // Others were put off, or came to nothing.
            if (next.devices().dueAt == next.at()) {
                next.devices().dueAt = Devices.NEVER;
                taken.add(next.devices());
            }
        }
        return taken;
    }

    private void tell(List<Devices> changed, long now) {
        if (changed.isEmpty()) {
            return;
        }
        Map<UserId, Availability> here = new LinkedHashMap<>();
        changed.forEach(devices -> here.put(devices.user, devices.together()));
        Map<UserId, Availability> everywhere;
        try {
            leases.put(here);
            everywhere = leases.of(here.keySet());
        } catch (UncheckedIOException unreachable) {
            LOG.debug("presence cannot be shared now", unreachable);
            changed.forEach(devices -> look(devices, now + RETRY.toNanos()));
            return;
        }
        List<Signal.Presence> told = new ArrayList<>();
        for (Devices devices : changed) {
            devices.shown = devices.together();
            told.add(presence(devices, everywhere.getOrDefault(devices.user, Availability.OFFLINE)));
            forgetIfGone(devices);
        }
        changes.add(told.size());
        bus.publish(new Signal.PresenceChanged(told));
    }

    /** Whoever went from here may still be somewhere else. */
    private Signal.Presence presence(Devices devices, Availability everywhere) {
        if (everywhere != Availability.OFFLINE) {
            return new Signal.Presence(devices.user, everywhere, null);
        }
        seen.add(devices.user, devices.left);
        return new Signal.Presence(devices.user, everywhere, devices.left);
    }

    private void forgetIfGone(Devices devices) {
        if (devices.shown == Availability.OFFLINE && devices.together() == Availability.OFFLINE) {
            people.remove(devices.user);
        }
    }

    private void renew(long now) {
        if (now - renewAt < 0) {
            return;
        }
        renewAt = now + renewEvery();
        try {
            if (!leases.renew()) {
                Map<UserId, Availability> all = new HashMap<>();
                people.values().forEach(devices -> all.put(devices.user, devices.shown));
                leases.put(all);
            }
        } catch (UncheckedIOException unreachable) {
            LOG.warn("the lease of this node's users cannot be prolonged now: {}", unreachable.getMessage());
            renewAt = now + RETRY.toNanos();
        }
    }

    private void leaveAll() {
        for (Move move = moves.poll(); move != null; move = moves.poll()) {
            count(move, System.nanoTime());
        }
        Instant now = clock.instant();
        people.values().stream()
                .filter(devices -> devices.shown != Availability.OFFLINE)
                .forEach(devices ->
                        seen.add(devices.user, devices.together() == Availability.OFFLINE ? devices.left : now));
        try {
            leases.end();
        } catch (UncheckedIOException unreachable) {
            LOG.debug("the lease lapses by itself", unreachable);
        }
        seen.storeAll();
    }

    private long untilNext() {
        long now = System.nanoTime();
        long next = renewAt - now;
        if (!due.isEmpty()) {
            next = Math.min(next, due.peek().at() - now);
        }
        return seen.isEmpty() ? next : Math.min(next, RETRY.toNanos());
    }

    /** Three tries before the lease is over. */
    private long renewEvery() {
        return config.lease().dividedBy(3).toNanos();
    }
}
