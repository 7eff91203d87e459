package chat.parley.core.account;

import chat.parley.core.bus.Bus;
import chat.parley.core.bus.Signal;
import chat.parley.core.id.SessionId;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicReference;

/**
 * The sessions whose tokens would still be good had they not ended: what makes a token refusable without a read of the
 * database. Filled at start from the store, then by the bus, and repaired by whoever tails the store ({@link #ended}). A
 * session is forgotten when the longest-lived token it can have is over. Safe for use by many threads.
 */
public final class RevokedSessions {
    private static final int LOAD_PAGE = 10_000;
    private static final Duration BETWEEN_SWEEPS = Duration.ofMinutes(10);

    private final ConcurrentMap<SessionId, Instant> forgetAt = new ConcurrentHashMap<>();
    private final AtomicReference<Instant> nextSweep = new AtomicReference<>(Instant.MIN);
    private final Bus bus;
    private final InstantSource clock;
    private final Duration memory;

    public RevokedSessions(Bus bus, InstantSource clock, TokenConfig config) {
        this.bus = bus;
        this.clock = clock;
        this.memory = config.longestLifetime().plus(TokenConfig.LEEWAY.multipliedBy(2));
        bus.subscribe(signal -> {
            if (signal instanceof Signal.SessionsEnded(List<SessionId> sessions)) {
                ended(sessions);
            }
        });
    }

    /** Reads what ended before this node listened. Call it once the bus delivers, and before the first request. */
    public void load(Sessions sessions) {
        Instant since = clock.instant().minus(memory);
        List<SessionId> page = sessions.endedSince(since, new SessionId(0), LOAD_PAGE);
        ended(page);
        while (page.size() == LOAD_PAGE) {
            page = sessions.endedSince(since, page.getLast(), LOAD_PAGE);
            ended(page);
        }
    }

    /** These sessions have ended, as the store says. */
    public void ended(Collection<SessionId> sessions) {
        Instant now = clock.instant();
        sessions.forEach(session -> forgetAt.put(session, now.plus(memory)));
        sweep(now);
    }

    /** These sessions were just ended here: refuses them at once and tells the others. */
    void announce(List<SessionId> sessions) {
        if (!sessions.isEmpty()) {
            ended(sessions);
            bus.publish(new Signal.SessionsEnded(sessions));
        }
    }

    /** Whether this session has ended. */
    public boolean contains(SessionId session) {
        return forgetAt.containsKey(session);
    }

    private void sweep(Instant now) {
        Instant due = nextSweep.get();
        if (!now.isBefore(due) && nextSweep.compareAndSet(due, now.plus(BETWEEN_SWEEPS))) {
            forgetAt.values().removeIf(now::isAfter);
        }
    }
}
