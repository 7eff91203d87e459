package chat.parley.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import chat.parley.adapter.postgres.TestStore;
import chat.parley.adapter.postgres.embedded.TestDatabase;
import chat.parley.core.id.ConversationId;
import chat.parley.core.reply.Reply;
import chat.parley.gateway.session.GatewayConfig;
import chat.parley.gateway.session.PollConfig;
import chat.parley.wire.ErrorCode;
import com.fasterxml.jackson.databind.JsonNode;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Poll sessions: what a request takes, what it answers and when, and what ends a session. */
class PollTest {
    private static final int CONNECTIONS_PER_USER = 3;
    private static final long OUTBOX_BYTES = 64 * 1024;

    private static TestServer server;
    /** Where a test waits for the end of a hold, or of a poll that nobody asks. */
    private static TestServer hasty;

    private static TestPeople people;
    private static EventLoopGroup loops;

    @BeforeAll
    static void start() {
        TestDatabase database = TestStore.fresh();
        server = new TestServer(database, config(new PollConfig(Duration.ofSeconds(5), Duration.ofMinutes(2), 20)));
        hasty = new TestServer(database, config(new PollConfig(Duration.ofMillis(500), Duration.ofSeconds(3), 20)));
        people = new TestPeople(database);
        loops = new MultiThreadIoEventLoopGroup(2, NioIoHandler.newFactory());
    }

    private static GatewayConfig config(PollConfig poll) {
        GatewayConfig usual = GatewayConfig.defaults();
        return new GatewayConfig(
                usual.maxConnections(),
                CONNECTIONS_PER_USER,
                usual.helloTimeout(),
                Duration.ofSeconds(1),
                OUTBOX_BYTES,
                usual.slow(),
                100,
                4,
                usual.drain(),
                List.of("https://page.example"),
                poll,
                usual.delivery(),
                usual.hints(),
                usual.greeting());
    }

    @AfterAll
    static void stop() {
        server.close();
        hasty.close();
        loops.shutdownGracefully(0, 1, java.util.concurrent.TimeUnit.SECONDS);
    }

    private static EventLoop loop() {
        return loops.next();
    }

    private static TestPoll welcome(TestPeople.Person person) {
        return TestPoll.welcome(server, loop(), person);
    }

    private static String ping(long rid) {
        return "{\"op\":\"ping\",\"rid\":" + rid + "}";
    }

    private static String send(ConversationId conversation, long rid, UUID id) {
        return "{\"op\":\"send\",\"rid\":" + rid + ",\"conversation\":\"" + conversation + "\",\"id\":\"" + id
                + "\",\"text\":\"x\"}";
    }

    private static boolean answers(JsonNode frame, long rid) {
        return frame.path("rid").asLong(-1) == rid;
    }

    @Test
    void opensWithTheWelcomeAloneAndReturnsTheRestNext() {
        TestPeople.Person ada = people.person();
        Reply<byte[]> opened = TestPoll.open(server, loop(), ada, TestPoll.hello(Optional.empty(), ping(7)))
                .join();
        JsonNode body = TestPoll.body(opened);
        assertThat(body.get("poll").asText()).hasSizeLessThanOrEqualTo(40);
        assertThat(body.get("next").asLong()).isEqualTo(1);
        assertThat(body.get("frames")).hasSize(1);
        assertThat(body.at("/frames/0/op").asText()).isEqualTo("welcome");
        assertThat(body.at("/frames/0/user").asText()).isEqualTo(ada.user().toString());
        Reply<byte[]> rest = TestPoll.exchange(
                        server, TestPoll.caller(ada), body.get("poll").asText(), "{\"ack\":1}")
                .join();
        assertThat(TestPoll.body(rest).at("/frames/0/rid").asLong()).isEqualTo(7);
    }

    @Test
    void refusesAnOpeningWithoutHello() {
        for (String body : List.of("{}", "{\"frames\":[]}", "{\"frames\":[" + ping(1) + "]}", "[]", "\u0000")) {
            var refused = TestPoll.refused(
                    TestPoll.open(server, loop(), people.person(), body).join());
            assertThat(refused.code()).as(body).isEqualTo(ErrorCode.BAD_REQUEST);
        }
    }

    @Test
    void refusesAHelloWhoseTokenIsNotGoodByUnauthenticated() {
        TestPeople.Person ada = people.person();
        server.tokens.revoke(List.of(ada.session()));
        var refused = TestPoll.refused(TestPoll.open(server, loop(), ada, TestPoll.hello(Optional.empty()))
                .join());
        assertThat(refused.code()).isEqualTo(ErrorCode.UNAUTHENTICATED);
    }

    @Test
    void returnsEveryEntryOnceAndInOrderWhateverResponsesGetLost() {
        TestPeople.Person ada = people.person();
        ConversationId group = server.group(ada.user());
        TestPoll poll = welcome(ada);
        for (int i = 0; i < 20; i++) {
            server.post(group, ada.user(), "m" + i);
            if (i % 3 == 0) {
                // asked, answered perhaps, and never received
                poll.post(poll.next(), poll.sent());
            }
        }
        poll.await(frame -> frame.path("seq").asLong() == 21);
        List<Long> seqs = poll.received.stream()
                .filter(frame -> frame.path("op").asText().equals("entry"))
                .map(frame -> frame.get("seq").asLong())
                .toList();
        assertThat(seqs).isEqualTo(LongStream.rangeClosed(2, 21).boxed().toList());
    }

    @Test
    void skipsClientFramesThatItHasSeen() {
        TestPeople.Person ada = people.person();
        TestPoll poll = welcome(ada);
        poll.post(1, 0, ping(1), ping(2)).join();
        poll.post(1, 0, ping(1), ping(2), ping(3)).join();
        poll.post(1, 1, ping(2), ping(3)).join();
        JsonNode last = TestPoll.body(poll.post(1, 3, ping(4)).join());
        assertThat(last.get("frames"))
                .extracting(frame -> frame.get("rid").asInt())
                .containsExactly(1, 2, 3, 4);
    }

    @Test
    void refusesAGapInClientFramesAndTakesNothingOfIt() {
        TestPoll poll = welcome(people.person());
        poll.exchange(ping(1));
        var refused = TestPoll.refused(
                poll.post(poll.next(), poll.sent() + 1, ping(3)).join());
        assertThat(refused.code()).isEqualTo(ErrorCode.BAD_REQUEST);
        assertThat(refused.detail()).isEqualTo("client frames from 1 on are missing");
        assertThat(poll.exchange(ping(2)).at("/frames/0/rid").asInt()).isEqualTo(2);
    }

    @Test
    void refusesBodiesThatMakeNoSense() {
        TestPeople.Person ada = people.person();
        TestPoll poll = welcome(ada);
        String many = String.join(",", java.util.Collections.nCopies(21, ping(1)));
        for (String body : List.of(
                "{}",
                "nonsense",
                "{\"ack\":1,\"frames\":[" + ping(1) + "]}",
                "{\"ack\":1,\"first\":0,\"frames\":[7]}",
                "{\"ack\":99}",
                "{\"ack\":1,\"first\":0,\"frames\":[" + many + "]}")) {
            assertThat(TestPoll.refused(poll.post(TestPoll.caller(ada), body).join())
                            .code())
                    .as(body)
                    .isEqualTo(ErrorCode.BAD_REQUEST);
        }
        assertThat(poll.exchange(ping(1)).at("/frames/0/rid").asInt()).isEqualTo(1);
    }

    @Test
    void aNewerRequestMakesTheHeldOneAnswerEmpty() {
        TestPoll poll = welcome(people.person());
        CompletableFuture<Reply<byte[]>> held = poll.post(1, 0);
        CompletableFuture<Reply<byte[]>> newer = poll.post(1, 0, ping(1));
        JsonNode empty = TestPoll.body(held.join());
        assertThat(empty.get("frames")).isEmpty();
        assertThat(empty.get("next").asLong()).isEqualTo(1);
        assertThat(TestPoll.body(newer.join()).at("/frames/0/op").asText()).isEqualTo("pong");
    }

    @Test
    void aRequestIsHeldUntilThereIsSomething() {
        TestPeople.Person ada = people.person();
        TestPoll poll = welcome(ada);
        CompletableFuture<Reply<byte[]>> held = poll.post(poll.next(), 0);
        server.group(ada.user());
        assertThat(TestPoll.body(held.join()).at("/frames/0/op").asText()).isEqualTo("conversation");
    }

    @Test
    void aRequestIsHeldUntilItsTimeIsOver() {
        TestPoll poll = TestPoll.welcome(hasty, loop(), people.person());
        assertThat(poll.exchange().get("frames")).isEmpty();
    }

    @Test
    void lapsesWithoutRequestsAndLivesLongWithThem() {
        TestPeople.Person ada = people.person();
        TestPoll living = TestPoll.welcome(hasty, loop(), ada);
        TestPoll forgotten = TestPoll.welcome(hasty, loop(), ada);
        // eight holds are longer than the lapse, and so is the heartbeat of two pings
        for (int i = 0; i < 8; i++) {
            living.exchange();
        }
        assertThat(living.exchange(ping(1)).at("/frames/0/rid").asInt()).isEqualTo(1);
        assertThat(TestPoll.refused(forgotten.post(1, 0).join()).code()).isEqualTo(ErrorCode.EXPIRED);
    }

    @Test
    void somebodyElsesPollLooksLikeOneThatNeverWas() {
        TestPeople.Person ada = people.person();
        TestPeople.Person eve = people.person();
        TestPoll poll = welcome(ada);
        Reply<byte[]> foreign = poll.post(TestPoll.caller(eve), "{\"ack\":1}").join();
        Reply<byte[]> unknown = TestPoll.exchange(server, TestPoll.caller(eve), "nosuchpoll", "{\"ack\":1}")
                .join();
        assertThat(foreign).isEqualTo(unknown);
        assertThat(poll.end(TestPoll.caller(eve))).isEqualTo(foreign);
        assertThat(poll.exchange(ping(1)).at("/frames/0/rid").asInt()).isEqualTo(1);
    }

    @Test
    void deletingEndsAPollAndAnswersWhatItHeld() {
        TestPeople.Person ada = people.person();
        TestPoll poll = welcome(ada);
        CompletableFuture<Reply<byte[]>> held = poll.post(1, 0);
        assertThat(poll.end(TestPoll.caller(ada))).isInstanceOf(Reply.Given.class);
        assertThat(TestPoll.refused(held.join()).code()).isEqualTo(ErrorCode.EXPIRED);
        assertThat(TestPoll.refused(poll.post(1, 0).join()).code()).isEqualTo(ErrorCode.EXPIRED);
        assertThat(poll.end(TestPoll.caller(ada))).isInstanceOf(Reply.Refused.class);
    }

    @Test
    void aRevokedSessionIsToldAndThenGone() {
        TestPeople.Person ada = people.person();
        TestPoll poll = welcome(ada);
        CompletableFuture<Reply<byte[]>> held = poll.post(1, 0);
        people.end(ada);
        JsonNode last = TestPoll.body(held.join());
        while (last.get("frames").isEmpty()) {
            last = poll.exchange();
        }
        assertThat(last.at("/frames/0/op").asText()).isEqualTo("bye");
        assertThat(last.at("/frames/0/reason").asText()).isEqualTo("revoked");
        assertThat(last.get("closed").asInt()).isEqualTo(4401);
        assertThat(TestPoll.body(poll.post(1, 0).join())).as("a lost response").isEqualTo(last);
        assertThat(TestPoll.refused(poll.post(2, 0).join()).code()).isEqualTo(ErrorCode.EXPIRED);
    }

    @Test
    void whatIsNotAcknowledgedCountsAsUnread() {
        TestPeople.Person ada = people.person();
        ConversationId group = server.group(ada.user());
        TestPoll poll = welcome(ada);
        String text = "x".repeat(8_000);
        for (int i = 0; i < 12; i++) {
            server.post(group, ada.user(), text);
        }
        poll.await(frame -> frame.path("op").asText().equals("head"));
        long bytes = poll.received.stream()
                .mapToLong(frame -> frame.toString().length())
                .sum();
        assertThat(bytes).isLessThan(OUTBOX_BYTES);
        poll.await(frame -> frame.path("seq").asLong() == 13);
    }

    @Test
    void tooManyFramesASecondEndThePoll() {
        TestPoll poll = welcome(people.person());
        String[] twenty = IntStream.range(0, 20).mapToObj(PollTest::ping).toArray(String[]::new);
        JsonNode body = poll.exchange(twenty);
        for (int i = 0; i < 10 && !body.has("closed"); i++) {
            body = poll.exchange(twenty);
        }
        assertThat(body.get("closed").asInt()).isEqualTo(4429);
    }

    @Test
    void sendsKeepTheirOrderHoweverManyWaitForTheLog() {
        TestPeople.Person ada = people.person();
        ConversationId group = server.group(ada.user());
        TestPoll poll = welcome(ada);
        String[] sends = IntStream.range(0, 20)
                .mapToObj(rid -> send(group, rid, UUID.randomUUID()))
                .toArray(String[]::new);
        poll.exchange(sends);
        poll.await(frame -> answers(frame, 19));
        List<Long> seqs = poll.received.stream()
                .filter(frame -> frame.path("op").asText().equals("ack"))
                .map(frame -> frame.get("seq").asLong())
                .toList();
        assertThat(seqs).hasSize(20).isSorted();
    }

    @Test
    void oneConnectionTooManyOfAUserEndsTheOldest() {
        TestPeople.Person ada = people.person();
        TestPoll oldest = welcome(ada);
        IntStream.range(0, CONNECTIONS_PER_USER).forEach(i -> welcome(ada));
        JsonNode bye = oldest.await(frame -> frame.path("op").asText().equals("bye"));
        assertThat(bye.get("reason").asText()).isEqualTo("superseded");
    }

    @Test
    void admitsTheOriginsThatTheSocketAdmits() {
        var polls = server.gateway.polls();
        assertThat(polls.admits(null, "chat.example")).isTrue();
        assertThat(polls.admits("https://chat.example", "chat.example")).isTrue();
        assertThat(polls.admits("https://page.example", "chat.example")).isTrue();
        assertThat(polls.admits("https://evil.example", "chat.example")).isFalse();
    }

    @Test
    void countsPollSessionsApartFromSocketsAndWhatShareTheyAre() throws IOException {
        double before = polls();
        TestPeople.Person ada = people.person();
        TestPoll poll = welcome(ada);
        assertThat(polls()).isGreaterThanOrEqualTo(1);
        assertThat(fallback()).isEqualTo(1);
        try (TestSocket socket = server.welcome(people.person())) {
            socket.barrier();
            assertThat(fallback()).isBetween(0.5, 0.99);
        }
        poll.end(TestPoll.caller(ada));
        Deadline.until("the poll to be forgotten", () -> polls() <= before);
    }

    private static double fallback() {
        return server.metrics.get("parley.gateway.connections.fallback").gauge().value();
    }

    private static double polls() {
        return server.metrics
                .get("parley.gateway.connections")
                .tag("transport", "poll")
                .gauge()
                .value();
    }
}
