package chat.parley.adapter.inprocess;

import chat.parley.core.presence.PresenceLeases;
import chat.parley.core.presence.PresenceLeasesContract;
import java.time.Duration;

class InProcessLeasesTest implements PresenceLeasesContract {
    private static final Duration LIFE = Duration.ofSeconds(30);

    private long now;
    private final InProcessLeases leases = new InProcessLeases(LIFE, () -> now);

    @Override
    public PresenceLeases node() {
        return leases.node();
    }

    @Override
    public void lapse() {
        now += LIFE.toNanos();
    }
}
