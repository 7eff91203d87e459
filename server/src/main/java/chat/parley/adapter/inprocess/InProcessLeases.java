package chat.parley.adapter.inprocess;

import chat.parley.core.bus.Availability;
import chat.parley.core.id.UserId;
import chat.parley.core.presence.PresenceLeases;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.LongSupplier;

/** The leases of all nodes of this process: of the one there is, or of several in a test. */
public final class InProcessLeases {
    private final LongSupplier nanos;
    private final Duration life;
    private final List<Lease> leases = new CopyOnWriteArrayList<>();

    public InProcessLeases(Duration life) {
        this(life, System::nanoTime);
    }

    /** @param nanos a clock that does not jump: a lease must not lapse because somebody set the time */
    InProcessLeases(Duration life, LongSupplier nanos) {
        this.nanos = nanos;
        this.life = life;
    }

    /** A lease for one more node. */
    public PresenceLeases node() {
        Lease lease = new Lease();
        leases.add(lease);
        return lease;
    }

    private final class Lease implements PresenceLeases {
        private final Map<UserId, Availability> users = new ConcurrentHashMap<>();
        private volatile long until = nanos.getAsLong() + life.toNanos();

        @Override
        public void put(Map<UserId, Availability> changed) {
            changed.forEach((user, availability) -> {
                if (availability == Availability.OFFLINE) {
                    users.remove(user);
                } else {
                    users.put(user, availability);
                }
            });
        }

        @Override
        public boolean renew() {
            boolean held = holds();
            if (!held) {
                users.clear();
            }
            until = nanos.getAsLong() + life.toNanos();
            return held;
        }

        @Override
        public void end() {
            users.clear();
        }

        @Override
        public Map<UserId, Availability> of(Collection<UserId> wanted) {
            Map<UserId, Availability> found = new HashMap<>();
            for (Lease lease : leases) {
                if (lease.holds()) {
                    lease.addTo(found, wanted);
                }
            }
            return found;
        }

        private void addTo(Map<UserId, Availability> found, Collection<UserId> wanted) {
            for (UserId user : wanted) {
                Availability availability = users.get(user);
                if (availability != null) {
                    found.merge(user, availability, Availability::and);
                }
            }
        }

        private boolean holds() {
            return nanos.getAsLong() - until < 0;
        }
    }
}
