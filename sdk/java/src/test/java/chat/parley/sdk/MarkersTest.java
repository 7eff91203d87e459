package chat.parley.sdk;

import static org.assertj.core.api.Assertions.assertThat;

import chat.parley.wire.ClientFrame;
import chat.parley.wire.ServerFrame;
import chat.parley.wire.ThreadState;
import chat.parley.wire.WireLimits;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class MarkersTest {
    private final Markers markers = new Markers();
    private final List<ClientFrame> wire = new ArrayList<>();

    @Test
    void neverMoveBack() {
        markers.delivered("c", 7);
        markers.delivered("c", 3);
        markers.flushDelivered(wire::add);
        assertThat(wire).containsExactly(new ClientFrame.Delivered(Map.of("c", 7L)));
    }

    @Test
    void fillNoFrameBeyondItsLimit() {
        for (int i = 0; i <= WireLimits.DELIVERED_MARKS; i++) {
            markers.delivered("c" + i, 1);
        }
        markers.flushDelivered(wire::add);
        markers.flushDelivered(wire::add);
        assertThat(wire.stream()
                        .map(frame -> ((ClientFrame.Delivered) frame).marks().size()))
                .containsExactly(WireLimits.DELIVERED_MARKS, 1);
    }

    @Test
    void keepARunningReadThatTheServerHasStoredOnlyInPart() {
        markers.read("c", null, 9);
        markers.stored(new ServerFrame.Receipt("c", "u1", 8, 8, 8L, 0L));
        markers.flushReads(wire::add);
        assertThat(wire).containsExactly(new ClientFrame.Read("c", 9, null));
        markers.stored(new ServerFrame.Receipt("c", "u1", 9, 9, 9L, 0L));
        wire.clear();
        markers.flushReads(wire::add);
        assertThat(wire).isEmpty();
    }

    @Test
    void keepTheReadOfAThreadUntilItIsStoredOrTheThreadIsNotFollowed() {
        markers.read("c", 3L, 9);
        markers.read("c", 4L, 9);
        markers.stored(new ThreadState("c", 3, true, 8, 1, 2, 9L, 0, 0, 1));
        markers.stored(new ThreadState("c", 4, false, 1, 0, 2, 9L, 0, 0, 1));
        markers.flushReads(wire::add);
        assertThat(wire).containsExactly(new ClientFrame.Read("c", 9, 3L));
        markers.stored(new ThreadState("c", 3, true, 9, 2, 2, 9L, 0, 0, 2));
        wire.clear();
        markers.flushReads(wire::add);
        assertThat(wire).isEmpty();
    }

    @Test
    void areForgottenWithTheirConversation() {
        markers.read("c", null, 9);
        markers.read("c", 3L, 9);
        markers.delivered("c", 9);
        markers.gone("c");
        markers.flushReads(wire::add);
        markers.flushDelivered(wire::add);
        assertThat(wire).isEmpty();
    }
}
