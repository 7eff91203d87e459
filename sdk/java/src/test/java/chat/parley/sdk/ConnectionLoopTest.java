package chat.parley.sdk;

import static chat.parley.sdk.Entries.entry;
import static chat.parley.sdk.Entries.page;
import static chat.parley.sdk.Entries.state;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import chat.parley.sdk.ConnectionState.Reason;
import chat.parley.wire.ClientFrame;
import chat.parley.wire.ConversationState;
import chat.parley.wire.ErrorCode;
import chat.parley.wire.Rid;
import chat.parley.wire.ServerFrame;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** A whole client but for the socket, the clock and the HTTP calls. */
class ConnectionLoopTest {
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);
    private static final Duration HEARTBEAT = Duration.ofSeconds(30);

    private final ManualLoop loop = new ManualLoop();
    private final FakeTransport server = new FakeTransport(ConnectionState.Via.SOCKET);
    private final List<Event> events = new ArrayList<>();
    private final List<String> refusedTokens = new ArrayList<>();
    private final Backoff backoff = new Backoff(LONGEST_PAUSE, new Random(3));
    private final Outbox outbox = new Outbox(new MemoryOutboxStore(), 100, backoff, loop::nanos);
    private EntriesPage answer = page("c", 1, 0, 0);
    private boolean signedOut;

    private final LiveSession session = new LiveSession(500, outbox, (c, after, limit) -> answer, loop, events::add);
    private final ConnectionLoop connection = new ConnectionLoop(
            ClientOptions.of(URI.create("http://127.0.0.1:1")), server, new Tokens(), session, backoff, loop);

    @Test
    void greetsWithTheTokenAndIsLiveOnceWelcomed() {
        live();
        assertThat(server.newest().received)
                .containsExactly(new ClientFrame.Hello("t0", new ClientFrame.Client("parley-java", "1.0"), null));
        assertThat(states())
                .containsExactly(
                        new ConnectionState.Connecting(), new ConnectionState.Live(ConnectionState.Via.SOCKET));
    }

    @Test
    void comesBackWithTheLastCursor() {
        live();
        server.newest().says(new ServerFrame.Cursor("x2"));
        server.newest().closes(1012);
        assertThat(states()).last().isInstanceOf(ConnectionState.Waiting.class);
        loop.pass(LONGEST_PAUSE);
        server.newest().opens();
        assertThat(((ClientFrame.Hello) server.newest().received.getFirst()).cursor())
                .isEqualTo("x2");
    }

    @Test
    void waitsAsLongAsTheByeAsks() {
        live();
        server.newest().says(new ServerFrame.Bye("draining", 5_000L));
        server.newest().closes(1012);
        loop.pass(Duration.ofMillis(4_999));
        assertThat(server.sockets).hasSize(1);
        loop.pass(Duration.ofSeconds(1));
        assertThat(server.sockets).hasSize(2);
    }

    @Test
    void waitsAtLeastAsLongAsTheRefusalOfAWelcomeAsks() {
        connection.start();
        server.newest().opens();
        server.newest().says(new ServerFrame.Refusal(null, ErrorCode.UNAVAILABLE, "too many at once", 4_000L));
        server.newest().closes(4429);
        loop.pass(Duration.ofMillis(3_999));
        assertThat(server.sockets).hasSize(1);
        loop.pass(Duration.ofSeconds(1));
        assertThat(server.sockets).hasSize(2);
        server.newest().closes(1006);
        loop.pass(Duration.ofSeconds(1));
        assertThat(server.sockets).as("a wish counts once").hasSize(3);
    }

    @Test
    void staysAwayOnceSuperseded() {
        live();
        server.newest().says(new ServerFrame.Bye("superseded", null));
        server.newest().closes(4429);
        assertThat(states())
                .last()
                .isInstanceOfSatisfying(
                        ConnectionState.Stopped.class,
                        stopped -> assertThat(stopped.reason()).isEqualTo(Reason.SUPERSEDED));
        loop.pass(LONGEST_PAUSE.multipliedBy(10));
        assertThat(server.sockets).hasSize(1);
    }

    @Test
    void renewsItsTokenAfter4401() {
        live();
        server.newest().closes(4401);
        loop.pass(LONGEST_PAUSE);
        server.newest().opens();
        assertThat(refusedTokens).containsExactly("t0");
        assertThat(((ClientFrame.Hello) server.newest().received.getFirst()).token())
                .isEqualTo("t1");
    }

    @Test
    void stopsWhereTheRenewedTokenIsRefusedToo() {
        live();
        server.newest().closes(4401);
        loop.pass(LONGEST_PAUSE);
        server.newest().opens();
        server.newest().closes(4401);
        assertThat(states()).last().isInstanceOf(ConnectionState.Stopped.class);
    }

    @Test
    void stopsWhereTheSessionIsOver() {
        live();
        signedOut = true;
        server.newest().closes(4401);
        loop.pass(LONGEST_PAUSE);
        assertThat(states()).last().isEqualTo(new ConnectionState.Stopped(Reason.SIGNED_OUT, "signed out"));
    }

    @Test
    void neverComesBackByItselfAfterCodesThatForbidIt() {
        for (int code : List.of(1009, 4400, 4403)) {
            assertThat(CloseCode.comebackAfter(code)).isEqualTo(CloseCode.Comeback.NEVER);
        }
        live();
        server.newest().closes(4400);
        loop.pass(LONGEST_PAUSE.multipliedBy(10));
        assertThat(server.sockets).hasSize(1);
        assertThat(states()).last().isInstanceOf(ConnectionState.Stopped.class);
    }

    @Test
    void comesBackAfterCodesThatAllowIt() {
        for (int code : List.of(1000, 1001, 1006, 1012, 4408, 4409, 4429, 4999)) {
            assertThat(CloseCode.comebackAfter(code)).isEqualTo(CloseCode.Comeback.AGAIN);
        }
    }

    @Test
    void triesAgainWhereNoSocketOpens() {
        connection.start();
        for (int i = 1; i < 6; i++) {
            assertThat(server.sockets).hasSize(i);
            server.newest().closes(1006);
            loop.pass(LONGEST_PAUSE);
        }
    }

    @Test
    void givesUpOnAServerThatDoesNotWelcome() {
        connection.start();
        server.newest().opens();
        loop.pass(ConnectionLoop.GREETING_TIMEOUT);
        assertThat(server.newest().open).isFalse();
    }

    @Test
    void asksASilentServerAndLeavesWhereNothingComes() {
        live();
        loop.pass(HEARTBEAT);
        assertThat(server.newest().received.getLast()).isEqualTo(new ClientFrame.Ping(Rid.of(1)));
        loop.pass(ConnectionLoop.PONG_TIMEOUT);
        assertThat(server.sockets.getFirst().open).isFalse();
    }

    @Test
    void staysWithAServerThatAnswersOrPings() {
        live();
        loop.pass(HEARTBEAT);
        server.newest().says(new ServerFrame.Pong(Rid.of(1)));
        loop.pass(HEARTBEAT.minusSeconds(1));
        server.newest().pings();
        loop.pass(HEARTBEAT.minusSeconds(1));
        server.newest().pings();
        assertThat(server.newest().open).isTrue();
        assertThat(server.newest().received)
                .filteredOn(ClientFrame.Ping.class::isInstance)
                .hasSize(1);
    }

    @Test
    void ignoresFramesOfANewerServerAndLeavesOneThatSpeaksNonsense() {
        live();
        server.newest().says("{\"op\":\"tomorrow\",\"x\":1}");
        assertThat(server.newest().open).isTrue();
        server.newest().says("nonsense");
        assertThat(server.newest().open).isFalse();
    }

    @Test
    void sendsAgainUnderTheSameIdUntilAcknowledged() {
        live();
        CompletableFuture<Sent> result = session.send(new PendingSend("c", ClientFrame.Draft.plain(id(1), "x")));
        ClientFrame.Send first = (ClientFrame.Send) server.newest().received.getLast();
        server.newest().closes(1006);
        loop.pass(LONGEST_PAUSE);
        welcome(false);
        ClientFrame.Send second = (ClientFrame.Send) server.newest().received.getLast();
        assertThat(second.draft()).isEqualTo(first.draft());
        server.newest().says(new ServerFrame.Ack(second.rid(), "c", id(1), 9, Instant.EPOCH, true));
        assertThat(result).isCompletedWithValue(new Sent("c", id(1), 9, Instant.EPOCH, true));
        assertThat(events).contains(new Event.Acknowledged(new Sent("c", id(1), 9, Instant.EPOCH, true)));
    }

    @Test
    void keepsWhatIsSentWhileAwayAndSendsItOnceWelcomed() {
        connection.start();
        session.send(new PendingSend("c", ClientFrame.Draft.plain(id(1), "x")));
        server.newest().opens();
        assertThat(server.newest().received).hasSize(1);
        welcome(true);
        assertThat(server.newest().received.getLast()).isInstanceOf(ClientFrame.Send.class);
    }

    @Test
    void triesAgainAfterThePauseThatARefusalAsksFor() {
        live();
        session.send(new PendingSend("c", ClientFrame.Draft.plain(id(1), "x")));
        Rid rid = ((ClientFrame.Send) server.newest().received.getLast()).rid();
        server.newest().says(new ServerFrame.Refusal(rid, ErrorCode.RATE_LIMITED, "slower", 1_000L));
        loop.pass(Duration.ofMillis(999));
        assertThat(sends()).isEqualTo(1);
        loop.pass(Duration.ofSeconds(1));
        assertThat(sends()).isEqualTo(2);
    }

    @Test
    void tellsOfAMessageThatIsRefusedForGood() {
        live();
        CompletableFuture<Sent> result = session.send(new PendingSend("c", ClientFrame.Draft.plain(id(1), "x")));
        Rid rid = ((ClientFrame.Send) server.newest().received.getLast()).rid();
        server.newest().says(new ServerFrame.Refusal(rid, ErrorCode.NOT_FOUND, "no such conversation", null));
        assertThatThrownBy(result::join).hasCauseInstanceOf(Refused.class);
        assertThat(events).filteredOn(Event.Rejected.class::isInstance).hasSize(1);
    }

    @Test
    void deliversWhatWasMissedWhileAwayOnceAndInOrder() {
        live(state("c", 1, 7));
        server.newest().says(new ServerFrame.Appended(entry("c", 8)));
        server.newest().closes(1006);
        loop.pass(LONGEST_PAUSE);
        answer = page("c", 9, 11, 11);
        welcome(false, state("c", 1, 11));
        server.newest().says(new ServerFrame.Appended(entry("c", 11)));
        server.newest().says(new ServerFrame.Appended(entry("c", 12)));
        assertThat(arrived()).containsExactly(8L, 9L, 10L, 11L, 12L);
    }

    @Test
    void triesAGapAgainWhereItCouldNotBeFetched() {
        live(state("c", 1, 7));
        answer = page("c", 8, 7, 7);
        server.newest().says(new ServerFrame.Appended(entry("c", 9)));
        assertThat(arrived()).isEmpty();
        answer = page("c", 8, 9, 9);
        loop.pass(Duration.ofSeconds(1));
        assertThat(arrived()).containsExactly(8L, 9L);
    }

    @Test
    void startsBehindTheHeadsAfterAReset() {
        live(state("c", 1, 7));
        server.newest().closes(1006);
        loop.pass(LONGEST_PAUSE);
        welcome(true, state("c", 1, 20));
        server.newest().says(new ServerFrame.Appended(entry("c", 21)));
        assertThat(arrived()).containsExactly(21L);
        assertThat(events).filteredOn(Event.Reset.class::isInstance).hasSize(2);
    }

    @Test
    void repeatsAReadUntilItIsStored() {
        live(state("c", 1, 7));
        session.read("c", null, 7);
        server.newest().closes(1006);
        loop.pass(LONGEST_PAUSE);
        welcome(false);
        assertThat(server.newest().received).contains(new ClientFrame.Read("c", 7, null));
        server.newest().says(new ServerFrame.Receipt("c", "u1", 7, 7, 7L, 0L));
        server.newest().closes(1006);
        loop.pass(LONGEST_PAUSE);
        welcome(false);
        assertThat(server.newest().received).hasSize(1);
    }

    @Test
    void sendsDeliveredMarksTogetherAtMostOnceASecond() {
        live(state("c", 1, 7));
        session.delivered("c", 1);
        session.delivered("c", 2);
        session.delivered("d", 5);
        loop.pass(Duration.ofMillis(999));
        assertThat(server.newest().received).hasSize(2);
        loop.pass(Duration.ofMillis(1));
        assertThat(server.newest().received.getLast()).isEqualTo(new ClientFrame.Delivered(Map.of("c", 2L, "d", 5L)));
        loop.pass(Duration.ofSeconds(5));
        assertThat(server.newest().received).hasSize(3);
    }

    @Test
    void holdsDeliveredMarksWhileAway() {
        live(state("c", 1, 7));
        server.newest().closes(1006);
        session.delivered("c", 7);
        loop.pass(LONGEST_PAUSE);
        welcome(false);
        assertThat(server.newest().received).contains(new ClientFrame.Delivered(Map.of("c", 7L)));
    }

    @Test
    void forgetsAConversationThatIsGone() {
        live(state("c", 1, 7));
        server.newest().says(new ServerFrame.Gone("c"));
        assertThat(events).contains(new Event.Gone("c"));
        assertThat(session.position()).isEqualTo(new SyncPosition("x1", Map.of()));
    }

    @Test
    void saysGoodbyeAndTellsWhoeverWaitsWhenItStops() {
        live();
        CompletableFuture<Sent> result = session.send(new PendingSend("c", ClientFrame.Draft.plain(id(1), "x")));
        connection.stop(Reason.CLOSED, "closed");
        assertThat(server.newest().closedByClient).isTrue();
        assertThatThrownBy(result::join).hasCauseInstanceOf(IllegalStateException.class);
        loop.pass(LONGEST_PAUSE.multipliedBy(3));
        assertThat(server.sockets).hasSize(1);
    }

    private void live(ConversationState... conversations) {
        connection.start();
        welcome(true, conversations);
    }

    private void welcome(boolean reset, ConversationState... conversations) {
        if (server.newest().received.isEmpty()) {
            server.newest().opens();
        }
        server.newest()
                .says(new ServerFrame.Welcome(
                        "s1",
                        "u1",
                        (int) HEARTBEAT.toSeconds(),
                        "x1",
                        reset,
                        List.of(),
                        List.of(conversations),
                        List.of(),
                        List.of(),
                        List.of(),
                        List.of()));
    }

    private long sends() {
        return server.newest().received.stream()
                .filter(ClientFrame.Send.class::isInstance)
                .count();
    }

    private List<Long> arrived() {
        List<Long> seqs = new ArrayList<>();
        for (Event event : events) {
            if (event instanceof Event.Arrived(chat.parley.wire.Entry entry)) {
                seqs.add(entry.seq());
            }
        }
        return seqs;
    }

    private List<ConnectionState> states() {
        List<ConnectionState> states = new ArrayList<>();
        for (Event event : events) {
            if (event instanceof Event.Connection(ConnectionState state)) {
                states.add(state);
            }
        }
        return states;
    }

    private static String id(int n) {
        return "018f4e5a-0000-7000-8000-00000000000" + n;
    }

    /** Numbers its tokens: t0, t1, … */
    private final class Tokens implements Credentials {
        @Override
        public String accessToken() {
            return "t" + refusedTokens.size();
        }

        @Override
        public String refresh(String refused) throws SignedOut {
            if (signedOut) {
                throw new SignedOut("signed out");
            }
            refusedTokens.add(refused);
            return accessToken();
        }
    }
}
