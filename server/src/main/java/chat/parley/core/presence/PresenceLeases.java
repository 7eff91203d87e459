package chat.parley.core.presence;

import chat.parley.core.bus.Availability;
import chat.parley.core.id.UserId;
import java.util.Collection;
import java.util.Map;

/**
 * Who is connected to which node, as one node sees it: each node has a lease, and under it the set of its users. So a node
 * prolongs one lease however many it serves, and a connection that is idle writes nothing. When a lease lapses, all under it
 * are gone.
 *
 * <p>Order: a node's own calls take effect in their order. Atomicity: none between users. Delivery: what one node put, the
 * others see with their next call; nobody is told. Threads: {@link #of} any, the others one; all may block. Failure: {@link
 * java.io.UncheckedIOException} where the shared state cannot be reached; the call may be repeated.
 */
public interface PresenceLeases {
    /** How this node's users are shown from now on; {@link Availability#OFFLINE} takes them out from under the lease. */
    void put(Map<UserId, Availability> users);

    /** Prolongs the lease; false where it had lapsed, so that everybody has to be put again. */
    boolean renew();

    /** Ends the lease, and with it the presence of all under it. */
    void end();

    /**
     * How these users are shown by all nodes together; those who are nowhere are left out. Somebody at several nodes is
     * what {@link Availability#and} makes of them.
     */
    Map<UserId, Availability> of(Collection<UserId> users);
}
