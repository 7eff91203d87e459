package chat.parley.sdk;

import static org.assertj.core.api.Assertions.assertThat;

import chat.parley.sdk.ConnectionState.Via;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Which way each attempt goes; that nothing is lost between the two is tried on the real server. */
class SocketFirstTest {
    private static final Duration CLIMB_AFTER = Duration.ofSeconds(30);

    private final ManualLoop loop = new ManualLoop();
    private final FakeTransport sockets = new FakeTransport(Via.SOCKET);
    private final FakeTransport polls = new FakeTransport(Via.LONG_POLLING);
    private final SocketFirst transport = new SocketFirst(sockets, polls, CLIMB_AFTER, loop);
    private final List<Integer> closed = new ArrayList<>();

    @Test
    void fallsBackAfterTwoFailuresAndTakesTurnsUntilSomebodyAnswers() {
        List<Via> ways = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            ways.add(open());
            newest(ways.getLast()).closes(CloseCode.ABNORMAL);
        }
        assertThat(ways)
                .containsExactly(Via.SOCKET, Via.SOCKET, Via.LONG_POLLING, Via.SOCKET, Via.LONG_POLLING, Via.SOCKET);
    }

    @Test
    void staysWithWhatAnsweredLast() {
        fallBack();
        polls.newest().closes(CloseCode.ABNORMAL);
        assertThat(open()).isEqualTo(Via.LONG_POLLING);
    }

    @Test
    void aServerThatRefusesOverASocketWasReachedByIt() {
        for (int i = 0; i < 5; i++) {
            assertThat(open()).isEqualTo(Via.SOCKET);
            answer(sockets);
            sockets.newest().closes(4429);
        }
    }

    @Test
    void climbsBackOnceASocketOpensAndTriesEverMoreSeldom() {
        fallBack();
        int before = sockets.sockets.size();
        loop.pass(CLIMB_AFTER);
        assertThat(sockets.sockets).hasSize(before + 1);
        sockets.newest().closes(CloseCode.ABNORMAL);
        loop.pass(CLIMB_AFTER.multipliedBy(2).minusMillis(1));
        assertThat(sockets.sockets).hasSize(before + 1);
        loop.pass(Duration.ofMillis(1));
        assertThat(sockets.sockets).hasSize(before + 2);

        sockets.newest().opens();
        assertThat(sockets.newest().closedByClient)
                .as("the one that only tried")
                .isTrue();
        assertThat(polls.newest().closedByClient).isTrue();
        assertThat(closed).endsWith(CloseCode.NORMAL);
        assertThat(open()).isEqualTo(Via.SOCKET);
    }

    @Test
    void doesNotTryToClimbFromASessionThatIsOver() {
        fallBack();
        polls.newest().closes(CloseCode.ABNORMAL);
        int before = sockets.sockets.size();
        loop.pass(SocketFirst.LONGEST_CLIMB);
        assertThat(sockets.sockets).hasSize(before);
    }

    private void fallBack() {
        for (int i = 0; i < SocketFirst.FALL_BACK_AFTER; i++) {
            open();
            sockets.newest().closes(CloseCode.ABNORMAL);
        }
        assertThat(open()).isEqualTo(Via.LONG_POLLING);
        answer(polls);
    }

    private static void answer(FakeTransport transport) {
        transport.newest().opens();
        transport.newest().says("{}");
    }

    private FakeTransport.Socket newest(Via via) {
        return switch (via) {
            case SOCKET -> sockets.newest();
            case LONG_POLLING -> polls.newest();
        };
    }

    /** Opens one, and tells which way it went. */
    private Via open() {
        int before = sockets.sockets.size();
        transport.open(new Ends());
        return sockets.sockets.size() > before ? Via.SOCKET : Via.LONG_POLLING;
    }

    private final class Ends implements Transport.Events {
        @Override
        public void opened(Transport.Link link) {}

        @Override
        public void text(byte[] frame) {}

        @Override
        public void heard() {}

        @Override
        public void closed(int code) {
            closed.add(code);
        }
    }
}
