package chat.parley.core.account;

import static org.assertj.core.api.Assertions.assertThat;

import chat.parley.adapter.inprocess.InProcessBus;
import chat.parley.core.bus.Signal;
import chat.parley.core.id.SessionId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class RevokedSessionsTest {
    private static final SessionId ONE = new SessionId(1);
    private static final SessionId OTHER = new SessionId(2);

    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2026-11-24T00:00:00Z"));
    private final InProcessBus bus = new InProcessBus();
    private final RevokedSessions revoked = new RevokedSessions(bus, now::get, TokenConfig.defaults());

    @Test
    void learnsFromTheBus() {
        bus.publish(new Signal.SessionsEnded(List.of(ONE)));
        assertThat(revoked.contains(ONE)).isTrue();
        assertThat(revoked.contains(OTHER)).isFalse();
    }

    @Test
    void learnsFromWhoeverTailsTheStoreWithoutTellingOthers() {
        List<Signal> heard = new ArrayList<>();
        bus.subscribe(heard::add);
        revoked.ended(List.of(ONE));
        assertThat(revoked.contains(ONE)).isTrue();
        assertThat(heard).isEmpty();
    }

    @Test
    void tellsTheOthersWhatEndedHere() {
        List<Signal> heard = new ArrayList<>();
        bus.subscribe(heard::add);
        revoked.announce(List.of(ONE, OTHER));
        revoked.announce(List.of());
        assertThat(heard).containsExactly(new Signal.SessionsEnded(List.of(ONE, OTHER)));
    }

    @Test
    void remembersAsLongAsTheLongestLivedTokenIsGood() {
        revoked.ended(List.of(ONE));
        now.updateAndGet(
                time -> time.plus(TokenConfig.defaults().longestLifetime()).plus(TokenConfig.LEEWAY));
        revoked.ended(List.of(OTHER));
        assertThat(revoked.contains(ONE)).isTrue();

        now.updateAndGet(time -> time.plus(Duration.ofMinutes(12)));
        revoked.ended(List.of(OTHER));
        assertThat(revoked.contains(ONE)).isFalse();
        assertThat(revoked.contains(OTHER)).isTrue();
    }
}
