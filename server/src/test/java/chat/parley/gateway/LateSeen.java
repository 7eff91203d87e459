package chat.parley.gateway;

import chat.parley.core.id.UserId;
import chat.parley.core.presence.LastSeen;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** When people were last seen, of whom a test may say that the next reading comes before that is stored. */
final class LateSeen implements LastSeen {
    private final LastSeen real;
    private final Set<UserId> late = ConcurrentHashMap.newKeySet();

    LateSeen(LastSeen real) {
        this.real = real;
    }

    void lateFor(UserId user) {
        late.add(user);
    }

    @Override
    public void store(Map<UserId, Instant> seen) {
        real.store(seen);
    }

    @Override
    public Map<UserId, Instant> of(Collection<UserId> users) {
        List<UserId> inTime = users.stream().filter(user -> !late.remove(user)).toList();
        return real.of(inTime);
    }
}
