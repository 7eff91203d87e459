package chat.parley.core.presence;

import static chat.parley.core.bus.Availability.AWAY;
import static chat.parley.core.bus.Availability.DND;
import static chat.parley.core.bus.Availability.OFFLINE;
import static chat.parley.core.bus.Availability.ONLINE;
import static org.assertj.core.api.Assertions.assertThat;

import chat.parley.adapter.inprocess.InProcessBus;
import chat.parley.adapter.inprocess.InProcessLeases;
import chat.parley.core.bus.Availability;
import chat.parley.core.bus.Signal;
import chat.parley.core.id.UserId;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What is told of people as their devices come and go. */
class OnlineUsersTest {
    private static final UserId ADA = new UserId(1);
    private static final UserId BOB = new UserId(2);
    private static final int MOST_WAITING = 3;
    private static final PresenceConfig QUICK = new PresenceConfig(
            Duration.ofMillis(400),
            Duration.ofMillis(100),
            Duration.ofMillis(5),
            Duration.ofSeconds(30),
            2,
            MOST_WAITING);

    private final InProcessLeases nodes = new InProcessLeases(QUICK.lease());
    private final PresenceLeases elsewhere = nodes.node();
    private final InProcessBus bus = new InProcessBus();
    private final List<Signal.Presence> told = new CopyOnWriteArrayList<>();
    private final Ledger ledger = new Ledger();
    private final OnlineUsers users;

    OnlineUsersTest() {
        bus.subscribe(signal -> {
            if (signal instanceof Signal.PresenceChanged(List<Signal.Presence> changed)) {
                told.addAll(changed);
            }
        });
        users = new OnlineUsers(nodes.node(), ledger, bus, InstantSource.system(), QUICK);
    }

    @AfterEach
    void close() {
        users.close();
    }

    /** A store that can be out of reach. */
    private static final class Ledger implements LastSeen {
        final Map<UserId, Instant> seen = new ConcurrentHashMap<>();
        volatile boolean cut;
        volatile int largest;

        @Override
        public void store(Map<UserId, Instant> batch) {
            if (cut) {
                throw new UncheckedIOException(new IOException("cut by the test"));
            }
            largest = Math.max(largest, batch.size());
            seen.putAll(batch);
        }

        @Override
        public Map<UserId, Instant> of(Collection<UserId> wanted) {
            return Map.copyOf(seen);
        }
    }

    @Test
    void tellsAtOnceWhoComesAndAfterAWhileWhoGoes() {
        users.arrived(ADA);
        awaitTold(ADA, ONLINE);
        assertThat(users.online()).isEqualTo(1);
        Instant before = Instant.now();
        users.departed(ADA, ONLINE);
        awaitTold(ADA, ONLINE, OFFLINE);
        assertThat(told.getLast().lastSeen()).isBetween(before, Instant.now());
        until(() -> ledger.seen.containsKey(ADA));
        assertThat(ledger.seen.get(ADA)).isEqualTo(told.getLast().lastSeen());
        until(() -> users.online() == 0);
    }

    @Test
    void saysNothingOfOneWhoComesBackWithinTheGracePeriod() {
        users.arrived(ADA);
        awaitTold(ADA, ONLINE);
        users.departed(ADA, ONLINE);
        users.arrived(ADA);
        users.departed(ADA, ONLINE);
        awaitTold(ADA, ONLINE, OFFLINE);
    }

    @Test
    void letsOneWhoComesBackSayHowTheyWantToBeShown() {
        users.arrived(ADA);
        users.changed(ADA, ONLINE, DND);
        awaitTold(ADA, DND);
        users.departed(ADA, DND);
        users.arrived(ADA);
        users.changed(ADA, ONLINE, DND);
        users.departed(ADA, DND);
        awaitTold(ADA, DND, OFFLINE);
    }

    @Test
    void tellsOnceOfManyChangesOfMind() {
        users.arrived(ADA);
        awaitTold(ADA, ONLINE);
        for (int i = 0; i < 100; i++) {
            users.changed(ADA, ONLINE, AWAY);
            users.changed(ADA, AWAY, ONLINE);
        }
        users.changed(ADA, ONLINE, AWAY);
        awaitTold(ADA, ONLINE, AWAY);
    }

    @Test
    void isOnlineWhileAnyDeviceIsAndAsksForQuietWhileAnyDoes() {
        users.arrived(ADA);
        users.changed(ADA, ONLINE, AWAY);
        awaitTold(ADA, AWAY);
        users.arrived(ADA);
        awaitTold(ADA, AWAY, ONLINE);
        users.changed(ADA, AWAY, DND);
        awaitTold(ADA, AWAY, ONLINE, DND);
        users.departed(ADA, DND);
        awaitTold(ADA, AWAY, ONLINE, DND, ONLINE);
    }

    @Test
    void doesNotTellOfOneWhoGoesFromHereAndStaysElsewhere() {
        elsewhere.put(Map.of(ADA, AWAY));
        users.arrived(ADA);
        awaitTold(ADA, ONLINE);
        users.departed(ADA, ONLINE);
        awaitTold(ADA, ONLINE, AWAY);
        assertThat(told.getLast().lastSeen()).isNull();
        until(() -> users.online() == 0);
        assertThat(ledger.seen).doesNotContainKey(ADA);
    }

    @Test
    void keepsTimesWhileTheStoreCannotBeReachedAsManyAsItMay() {
        ledger.cut = true;
        for (long id = 1; id <= MOST_WAITING + 2; id++) {
            UserId user = new UserId(id);
            users.arrived(user);
            awaitTold(user, ONLINE);
            users.departed(user, ONLINE);
            awaitTold(user, ONLINE, OFFLINE);
        }
        until(() -> users.seenDropped() == 2);
        ledger.cut = false;
        until(() -> ledger.seen.size() == MOST_WAITING);
        assertThat(ledger.seen).doesNotContainKeys(ADA, BOB);
        assertThat(ledger.largest).isEqualTo(2);
    }

    @Test
    void storesWhenEverybodyWasLastSeenBeforeItEnds() {
        users.arrived(ADA);
        users.arrived(BOB);
        awaitTold(ADA, ONLINE);
        awaitTold(BOB, ONLINE);
        users.departed(BOB, ONLINE);
        users.close();
        assertThat(ledger.seen).containsOnlyKeys(ADA, BOB);
        assertThat(elsewhere.of(List.of(ADA, BOB))).isEmpty();
    }

    @Test
    void keepsTheTimeOfAVisitTooShortToBeToldOf() {
        users.arrived(ADA);
        users.departed(ADA, ONLINE);
        until(() -> ledger.seen.containsKey(ADA));
    }

    private void awaitTold(UserId user, Availability... wanted) {
        until(() -> told.stream()
                .filter(presence -> presence.user().equals(user))
                .map(Signal.Presence::availability)
                .toList()
                .equals(List.of(wanted)));
    }

    private void until(BooleanSupplier so) {
        long end = System.nanoTime() + Duration.ofSeconds(90).toNanos();
        while (!so.getAsBoolean()) {
            assertThat(System.nanoTime()).as("told: %s", told).isLessThan(end);
            LockSupport.parkNanos(1_000_000);
        }
    }
}
