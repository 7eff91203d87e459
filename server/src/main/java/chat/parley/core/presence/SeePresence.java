package chat.parley.core.presence;

import chat.parley.core.account.Caller;
import chat.parley.core.bus.Availability;
import chat.parley.core.conversation.People;
import chat.parley.core.id.UserId;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/**
 * Shows who is there. A guest may know only of those it shares a conversation with; to it all others look as if they had
 * never been there, as does somebody who does not exist. Blocks are not looked at here: they change while one watches, so
 * whoever tells what is found holds them against it each time.
 *
 * <p>Threads: blocks; call it on a virtual thread. Failure: {@link java.io.UncheckedIOException}.
 */
public final class SeePresence {
    private final PresenceLeases leases;
    private final LastSeen lastSeen;
    private final People people;

    public SeePresence(PresenceLeases leases, LastSeen lastSeen, People people) {
        this.leases = leases;
        this.lastSeen = lastSeen;
        this.people = people;
    }

    /** How those of {@code users} are shown whom the caller may know of; the others are left out. */
    public Map<UserId, Availability> of(Caller caller, Collection<UserId> users) {
        Collection<UserId> visible = caller.guest() ? people.sharing(caller.user(), users) : Set.copyOf(users);
        Map<UserId, Availability> connected = leases.of(visible);
        Map<UserId, Availability> all = new HashMap<>();
        visible.forEach(user -> all.put(user, connected.getOrDefault(user, Availability.OFFLINE)));
        return all;
    }

    /** When these were last seen, whom the caller was found to know of. */
    public Map<UserId, Instant> lastSeen(Collection<UserId> users) {
        return users.isEmpty() ? Map.of() : lastSeen.of(users);
    }
}
