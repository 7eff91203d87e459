package chat.parley.core.presence;

import static org.assertj.core.api.Assertions.assertThat;

import chat.parley.core.bus.Availability;
import chat.parley.core.id.UserId;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What every adapter of {@link PresenceLeases} holds to. */
public interface PresenceLeasesContract {
    UserId ADA = new UserId(1);
    UserId BOB = new UserId(2);

    /** The lease of one more node; all of a test's nodes share what they share. */
    PresenceLeases node();

    /** Lets the time of a lease pass. */
    void lapse();

    @Test
    default void showsWhatAnyNodePut() {
        PresenceLeases here = node();
        PresenceLeases there = node();
        here.put(Map.of(ADA, Availability.ONLINE));
        there.put(Map.of(BOB, Availability.AWAY));
        for (PresenceLeases each : List.of(here, there)) {
            assertThat(each.of(List.of(ADA, BOB, new UserId(3))))
                    .isEqualTo(Map.of(ADA, Availability.ONLINE, BOB, Availability.AWAY));
            assertThat(each.of(List.of(BOB))).containsOnlyKeys(BOB);
        }
    }

    @Test
    default void takesOutWhoIsPutOffline() {
        PresenceLeases here = node();
        here.put(Map.of(ADA, Availability.ONLINE, BOB, Availability.ONLINE));
        here.put(Map.of(ADA, Availability.OFFLINE));
        assertThat(here.of(List.of(ADA, BOB))).isEqualTo(Map.of(BOB, Availability.ONLINE));
    }

    @Test
    default void makesOnePersonOfSeveralNodes() {
        PresenceLeases here = node();
        PresenceLeases there = node();
        here.put(Map.of(ADA, Availability.AWAY, BOB, Availability.ONLINE));
        there.put(Map.of(ADA, Availability.ONLINE, BOB, Availability.DND));
        assertThat(here.of(List.of(ADA, BOB))).isEqualTo(Map.of(ADA, Availability.ONLINE, BOB, Availability.DND));
        there.put(Map.of(ADA, Availability.OFFLINE, BOB, Availability.OFFLINE));
        assertThat(here.of(List.of(ADA, BOB))).isEqualTo(Map.of(ADA, Availability.AWAY, BOB, Availability.ONLINE));
    }

    @Test
    default void forgetsTheUsersOfANodeThatIsNotHeardOfAndOfNoOther() {
        PresenceLeases here = node();
        PresenceLeases there = node();
        here.put(Map.of(ADA, Availability.ONLINE));
        there.put(Map.of(BOB, Availability.ONLINE));
        lapse();
        assertThat(here.renew()).isFalse();
        assertThat(here.of(List.of(ADA, BOB))).isEmpty();
        here.put(Map.of(ADA, Availability.ONLINE));
        assertThat(there.of(List.of(ADA, BOB))).containsOnlyKeys(ADA);
        assertThat(here.renew()).isTrue();
        assertThat(here.of(List.of(ADA))).containsOnlyKeys(ADA);
    }

    @Test
    default void endsWithTheNode() {
        PresenceLeases here = node();
        PresenceLeases there = node();
        here.put(Map.of(ADA, Availability.ONLINE));
        here.end();
        assertThat(there.of(List.of(ADA))).isEmpty();
    }
}
