package chat.parley.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import chat.parley.adapter.postgres.TestStore;
import chat.parley.adapter.postgres.embedded.TestDatabase;
import chat.parley.core.id.ConversationId;
import chat.parley.gateway.session.DeliveryConfig;
import chat.parley.gateway.session.GatewayConfig;
import chat.parley.gateway.session.GreetingConfig;
import chat.parley.gateway.session.HintConfig;
import chat.parley.gateway.session.PollConfig;
import chat.parley.gateway.session.SlowConfig;
import io.micrometer.core.instrument.DistributionSummary;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Bytes and frames at the door: what is let in, what is answered, and what ends a connection with which code. */
class SocketTest {
    private static final int CONNECTIONS_PER_USER = 3;

    private static TestServer server;
    /** Where a test waits for the end of the time for a hello, or for a heartbeat. */
    private static TestServer hasty;

    private static TestDatabase database;
    private static TestPeople people;

    @BeforeAll
    static void start() {
        database = TestStore.fresh();
        server = start(config(
                GatewayConfig.defaults().helloTimeout(),
                GatewayConfig.defaults().heartbeat()));
        hasty = start(config(Duration.ofSeconds(1), Duration.ofSeconds(1)));
        people = new TestPeople(database);
    }

    private static GatewayConfig config(Duration helloTimeout, Duration heartbeat) {
        return new GatewayConfig(
                40,
                CONNECTIONS_PER_USER,
                helloTimeout,
                heartbeat,
                1024 * 1024,
                SlowConfig.defaults(),
                300,
                16,
                Duration.ofSeconds(2),
                List.of("https://page.example"),
                PollConfig.defaults(),
                DeliveryConfig.defaults(),
                HintConfig.defaults(),
                GreetingConfig.defaults());
    }

    private static TestServer start(GatewayConfig config) {
        return new TestServer(database, config);
    }

    @AfterAll
    static void stop() {
        server.close();
        hasty.close();
    }

    @Test
    void welcomesWhoSaysHello() throws IOException {
        TestPeople.Person ada = people.person();
        try (TestSocket socket = server.connect()) {
            socket.hello(ada.token(), Optional.empty());
            var welcome = socket.await("welcome");
            assertThat(welcome.path("user").asText()).isEqualTo(ada.user().toString());
            assertThat(welcome.path("session").asText()).isEqualTo(ada.session().toString());
            assertThat(welcome.path("heartbeat").asInt()).isEqualTo(30);
            assertThat(welcome.path("reset").asBoolean()).isTrue();
        }
    }

    @Test
    void takesTheSocketOverHoweverItsFirstBytesArrive() throws IOException {
        byte[] request =
                TestSocket.request("Sec-WebSocket-Protocol: parley.v1\r\n").getBytes(StandardCharsets.US_ASCII);
        for (int cut = 1; cut < 20; cut++) {
            Socket bare = TestSocket.bare(server.port());
            bare.setTcpNoDelay(true);
            bare.getOutputStream().write(request, 0, cut);
            bare.getOutputStream().flush();
            bare.getOutputStream().write(request, cut, request.length - cut);
            TestSocket.accepted(bare).close();
        }
    }

    @Test
    void leavesEverythingElseToHttp() throws IOException, InterruptedException {
        try (HttpClient client = HttpClient.newHttpClient()) {
            for (String path : List.of("/v1/sockets", "/v1/socket/x", "/v1/nothing", "/")) {
                URI uri = URI.create("http://localhost:" + server.port() + path);
                HttpResponse<String> answer =
                        client.send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString());
                assertThat(answer.statusCode()).as(path).isIn(200, 401, 404, 503);
            }
        }
    }

    @Test
    void refusesAHandshakeWithoutTheSubprotocol() throws IOException {
        try (Socket bare = TestSocket.bare(server.port())) {
            bare.getOutputStream().write(TestSocket.request("").getBytes(StandardCharsets.US_ASCII));
            String head = TestSocket.head(new DataInputStream(bare.getInputStream()));
            assertThat(head).startsWith("HTTP/1.1 400 ").contains("application/problem+json");
        }
    }

    @Test
    void closesOnPagesOfOtherOrigins() throws IOException {
        String protocol = "Sec-WebSocket-Protocol: parley.v1\r\n";
        try (TestSocket evil = TestSocket.open(server.port(), protocol + "Origin: https://evil.example\r\n")) {
            assertThat(evil.awaitClose()).isEqualTo(4403);
            evil.awaitEnd();
        }
        try (TestSocket page = TestSocket.open(server.port(), protocol + "Origin: https://page.example\r\n")) {
            page.hello(people.person().token(), Optional.empty());
            page.await("welcome");
        }
    }

    @Test
    void closesOnWhoSaysNoHello() throws IOException {
        try (TestSocket socket = hasty.connect()) {
            assertThat(socket.awaitClose()).isEqualTo(4408);
            socket.awaitEnd();
        }
    }

    @Test
    void endsAHandshakeThatNeverComesToItsEnd() throws IOException {
        try (Socket bare = TestSocket.bare(hasty.port())) {
            bare.getOutputStream().write("GET /v1/socket HTTP/1.1\r\nHost: x\r\n".getBytes(StandardCharsets.US_ASCII));
            assertThat(bare.getInputStream().read()).isEqualTo(-1);
        }
    }

    @Test
    void closesOnABadToken() throws IOException {
        try (TestSocket socket = server.connect()) {
            socket.hello("nonsense", Optional.empty());
            assertThat(socket.await("error").path("code").asText()).isEqualTo("unauthenticated");
            assertThat(socket.awaitClose()).isEqualTo(4401);
        }
    }

    @Test
    void livesAsLongAsItsSessionAndNotItsToken() throws IOException {
        TestPeople.Person ada = people.person();
        ConversationId group = server.group(ada.user());
        try (TestSocket socket = server.welcome(ada);
                TestSocket again = server.connect()) {
            server.tokens.expire(ada.token());
            again.hello(ada.token(), Optional.empty());
            assertThat(again.awaitClose()).isEqualTo(4401);
            socket.awaitEntry(group, server.post(group, ada.user(), "still here"));
            socket.barrier();
        }
    }

    @Test
    void closesOnAnyFrameBeforeHello() throws IOException {
        for (String frame : List.of("{\"op\":\"ping\",\"rid\":7}", "{\"op\":\"dance\",\"rid\":7}")) {
            try (TestSocket socket = server.connect()) {
                socket.say(frame);
                assertThat(socket.answer(7).path("code").asText()).isEqualTo("unauthenticated");
                assertThat(socket.awaitClose()).isEqualTo(4401);
            }
        }
    }

    @Test
    void refusesWrongFieldsAndUnknownOpsAndStaysOpen() throws IOException {
        try (TestSocket socket = server.welcome(people.person())) {
            socket.say("{\"op\":\"dance\",\"rid\":1}");
            socket.say("{\"op\":\"send\",\"conversation\":7,\"rid\":2}");
            assertThat(socket.answer(1).path("code").asText()).isEqualTo("bad_request");
            assertThat(socket.answer(2).path("code").asText()).isEqualTo("bad_request");
            socket.hello(people.person().token(), Optional.empty());
            socket.say("{\"op\":\"ping\",\"rid\":3}");
            assertThat(socket.answer(3).path("op").asText()).isEqualTo("pong");
            assertThat(socket.received("error")).hasSize(3);
        }
    }

    @Test
    void closesOnWhatIsNotJson() throws IOException {
        try (TestSocket socket = server.welcome(people.person())) {
            socket.say("hello?");
            assertThat(socket.await("error").path("code").asText()).isEqualTo("bad_request");
            assertThat(socket.awaitClose()).isEqualTo(4400);
        }
    }

    @Test
    void closesOnBytesThatBreakTheRules() throws IOException {
        byte[] binary = TestSocket.frame(0x82, new byte[] {1});
        byte[] unmasked = {(byte) 0x81, 0x02, '{', '}'};
        byte[] notUtf8 = TestSocket.frame(TestSocket.TEXT, new byte[] {'"', (byte) 0xff, '"'});
        for (byte[] bytes : List.of(binary, unmasked, notUtf8)) {
            try (TestSocket socket = server.welcome(people.person())) {
                socket.write(bytes);
                assertThat(socket.awaitClose()).isEqualTo(4400);
                socket.awaitEnd();
            }
        }
    }

    @Test
    void closesOnFramesOverTheirBound() throws IOException {
        try (TestSocket socket = server.welcome(people.person())) {
            socket.write(TestSocket.frame(TestSocket.TEXT, new byte[256 * 1024 + 1]));
            assertThat(socket.awaitClose()).isEqualTo(1009);
        } catch (IOException resetWhileWriting) {
            // The rest of the frame may meet a connection that is gone already.
            assertThat(resetWhileWriting).isNotNull();
        }
        try (TestSocket stranger = server.connect()) {
            stranger.write(TestSocket.frame(TestSocket.TEXT, new byte[16 * 1024 + 1]));
            assertThat(stranger.awaitClose()).isEqualTo(1009);
        }
    }

    @Test
    void takesFramesUpToTheirBound() throws IOException {
        try (TestSocket socket = server.welcome(people.person())) {
            String json = "{\"op\":\"ping\",\"rid\":5}";
            socket.say(json + " ".repeat(256 * 1024 - json.length()));
            socket.answer(5);
        }
    }

    @Test
    void answersPingsWithTheirPayload() throws IOException {
        try (TestSocket socket = server.welcome(people.person())) {
            socket.write(TestSocket.frame(TestSocket.PING, "are you there".getBytes(StandardCharsets.US_ASCII)));
            assertThat(socket.awaitPong()).isEqualTo("are you there");
        }
    }

    @Test
    void answersACloseAndEnds() throws IOException {
        try (TestSocket socket = server.welcome(people.person())) {
            socket.write(TestSocket.frame(TestSocket.CLOSE, new byte[] {0x0f, (byte) 0xa1}));
            assertThat(socket.awaitClose()).isEqualTo(4001);
            socket.awaitEnd();
        }
    }

    @Test
    void pingsAndEndsWhoDoesNotAnswer() throws IOException {
        try (TestSocket alive = hasty.welcome(people.person());
                TestSocket silent = hasty.welcome(people.person())) {
            silent.fallSilent();
            assertThat(silent.awaitPing()).isEmpty();
            assertThat(silent.awaitClose()).isEqualTo(4408);
            assertThat(silent.await("bye").path("reason").asText()).isEqualTo("idle");
            assertThat(alive.closed()).isEmpty();
        }
    }

    @Test
    void staysOpenWhereHttpWouldHaveClosedAnIdleConnection() throws IOException {
        try (TestSocket socket = hasty.welcome(people.person())) {
            Deadline.until(
                    "four heartbeats",
                    () -> socket.pings() >= 4 || socket.closed().isPresent());
            socket.barrier();
        }
    }

    @Test
    void closesOnTooManyFramesASecond() throws IOException {
        try (TestSocket socket = server.welcome(people.person())) {
            // Twice the bound, since a tick may fall in between.
            ByteArrayOutputStream flood = new ByteArrayOutputStream();
            for (int i = 0; i < 601; i++) {
                flood.writeBytes(TestSocket.frame(TestSocket.PONG, new byte[0]));
            }
            socket.write(flood.toByteArray());
            assertThat(socket.awaitClose()).isEqualTo(4429);
        }
    }

    @Test
    void turnsAwayTheConnectionOverTheBound() throws IOException {
        GatewayConfig one = GatewayConfig.defaults();
        try (TestServer small = start(new GatewayConfig(
                        1,
                        one.connectionsPerUser(),
                        one.helloTimeout(),
                        one.heartbeat(),
                        one.outboxBytes(),
                        one.slow(),
                        one.framesPerSecond(),
                        one.sendsInFlight(),
                        one.drain(),
                        List.of(),
                        one.poll(),
                        one.delivery(),
                        one.hints(),
                        one.greeting()));
                TestSocket first = small.welcome(people.person())) {
            try (TestSocket second = small.connect()) {
                assertThat(second.awaitClose()).isEqualTo(4429);
                second.awaitEnd();
            }
            first.say("{\"op\":\"ping\",\"rid\":1}");
            first.answer(1);
        }
    }

    @Test
    void answersFramesSentWithHelloAfterTheWelcomeAndInOrder() throws IOException {
        TestPeople.Person ada = people.person();
        ConversationId group = server.group(ada.user());
        try (TestSocket socket = server.connect()) {
            ByteArrayOutputStream burst = new ByteArrayOutputStream();
            burst.writeBytes(TestSocket.text(TestSocket.helloFrame(ada.token(), Optional.empty())));
            for (int i = 1; i <= 200; i++) {
                burst.writeBytes(TestSocket.text(TestSocket.sendFrame(i, group, "m" + i)));
            }
            socket.write(burst.toByteArray());
            socket.answer(200);
            for (int i = 1; i <= 200; i++) {
                assertThat(socket.answer(i).path("seq").asLong())
                        .as("send " + i)
                        .isEqualTo(i + 1);
            }
            assertThat(TestSocket.op(socket.received().getFirst())).isEqualTo("welcome");
            socket.awaitEntry(group, 201);
            assertThat(socket.seqs(group))
                    .isEqualTo(LongStream.rangeClosed(2, 201).boxed().toList());
        }
    }

    @Test
    void commitsTogetherWhatWasSentTogether() throws IOException {
        TestPeople.Person ada = people.person();
        ConversationId group = server.group(ada.user());
        try (TestSocket socket = server.welcome(ada)) {
            DistributionSummary batches = server.metrics.get("parley.log.batch").summary();
            long before = batches.count();
            ByteArrayOutputStream burst = new ByteArrayOutputStream();
            for (int i = 1; i <= 8; i++) {
                burst.writeBytes(TestSocket.text(TestSocket.sendFrame(i, group, "m" + i)));
            }
            socket.write(burst.toByteArray());
            socket.answer(8);
            assertThat(batches.count() - before).isEqualTo(1);
            assertThat(batches.max()).isGreaterThanOrEqualTo(8);
        }
    }

    @Test
    void saysNothingOfAThreadThatIsNotThere() throws IOException {
        try (TestSocket socket = server.welcome(people.person())) {
            socket.say("{\"op\":\"read\",\"conversation\":\"c00000000000zz\",\"seq\":1,\"thread\":1}");
            socket.say("{\"op\":\"ping\",\"rid\":1}");
            socket.answer(1);
            assertThat(socket.received("error")).isEmpty();
            assertThat(socket.received("thread")).isEmpty();
        }
    }

    @Test
    void countsConnectionsAndForgetsThem() throws IOException {
        TestSocket socket = server.welcome(people.person());
        double before = sockets();
        assertThat(before).isGreaterThanOrEqualTo(1);
        socket.close();
        Deadline.await(() -> "the connection to be forgotten", () -> {
            double now = sockets();
            return now < before ? Optional.of(now) : Optional.empty();
        });
    }

    private static double sockets() {
        return server.metrics
                .get("parley.gateway.connections")
                .tag("transport", "socket")
                .gauge()
                .value();
    }

    @Test
    void oneConnectionTooManyOfAUserEndsTheOldest() throws IOException {
        TestPeople.Person ada = people.person();
        TestPeople.Person bob = people.person();
        List<TestSocket> sockets = new ArrayList<>();
        try (TestSocket neighbour = server.welcome(bob)) {
            for (int i = 0; i <= CONNECTIONS_PER_USER; i++) {
                sockets.add(server.welcome(ada));
            }
            TestSocket oldest = sockets.removeFirst();
            assertThat(oldest.await("bye").path("reason").asText()).isEqualTo("superseded");
            assertThat(oldest.awaitClose()).isEqualTo(4429);
            sockets.add(neighbour);
            for (TestSocket other : sockets) {
                other.say("{\"op\":\"ping\",\"rid\":1}");
                other.answer(1);
            }
        } finally {
            for (TestSocket socket : sockets) {
                socket.close();
            }
        }
    }
}
