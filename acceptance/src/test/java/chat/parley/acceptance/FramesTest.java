package chat.parley.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every kind of bad frame gets its code, loses nothing, and leaves the neighbours alone. */
class FramesTest extends OneServerTest {
    private Person ada;
    private Person bob;
    private String direct;
    private RawSocket neighbour;
    private long sent;

    @BeforeAll
    void settle() {
        ada = person("ada");
        bob = person("bob");
        direct = ada.directWith(bob);
        neighbour = bob.connect();
    }

    @AfterEach
    void theNeighbourStillHearsAndTheLogIsWhole() {
        sent++;
        ada.http()
                .post(
                        "/v1/conversations/" + direct + "/messages",
                        Json.object("id", Person.uuid(), "text", "still here"))
                .ok();
        neighbour.await("message " + sent, frame -> frame.path("messages").asLong() == sent && frame.has("kind"));
        assertThat(bob.log(direct)).hasSize((int) sent + 1);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"op\":\"send\",\"rid\":7}",
                "{\"op\":\"send\",\"rid\":7,\"conversation\":\"$c\",\"id\":\"not-a-uuid\",\"text\":\"x\"}",
                "{\"op\":\"send\",\"rid\":7,\"conversation\":\"$c\",\"id\":\"$u\",\"text\":\"\"}",
                "{\"op\":\"send\",\"rid\":7,\"conversation\":\"$c\",\"id\":\"$u\",\"text\":\"a\\u0000b\"}",
                "{\"op\":\"send\",\"rid\":7,\"conversation\":\"$c\",\"id\":\"$u\",\"text\":\"\\ud800\"}",
                "{\"op\":\"send\",\"rid\":7,\"conversation\":\"$c\",\"id\":\"$u\",\"text\":5}",
                "{\"op\":\"send\",\"rid\":7,\"conversation\":[],\"id\":\"$u\",\"text\":\"x\"}",
                "{\"conversation\":\"$c\",\"id\":\"$u\",\"text\":\"\",\"rid\":7,\"op\":\"send\"}",
                "{\"op\":\"dance\",\"rid\":7}",
                "{\"rid\":7}",
                "{\"op\":\"read\",\"rid\":7,\"conversation\":\"$c\",\"seq\":\"x\"}",
            })
    void aWrongFrameIsToldAndTheConnectionStays(String frame) {
        RawSocket socket = ada.connect();
        socket.writeText(frame.replace("$c", direct).replace("$u", Person.uuid()));
        assertThat(socket.answer(7).get("code").asText()).isEqualTo("bad_request");
        stillServed(socket);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {"not json", "[]", "{\"op\":\"ping\"", "\"ping\"", "{\"op\":\"ping\",\"rid\":1}}"})
    void whatIsNoJsonObjectEndsTheConnection(String text) {
        RawSocket socket = ada.connect();
        socket.writeText(text);
        assertThat(socket.await("the error", frame -> RawSocket.op(frame).equals("error"))
                        .get("code")
                        .asText())
                .isEqualTo("bad_request");
        assertThat(socket.awaitClose()).isEqualTo(4400);
    }

    @Test
    void binaryEndsTheConnection() {
        RawSocket socket = ada.connect();
        socket.writeBinary(new byte[] {1, 2, 3});
        assertThat(socket.awaitClose()).isEqualTo(4400);
    }

    @Test
    void whatIsTooLargeEndsTheConnection() {
        RawSocket socket = ada.connect();
        socket.writeText("{\"op\":\"ping\",\"rid\":1,\"x\":\"" + "x".repeat(256 * 1024) + "\"}");
        assertThat(socket.awaitClose()).isEqualTo(1009);
    }

    @Test
    void aFloodOfLargeFramesIsAnsweredOrCutOffAndHarmsNobodyElse() {
        RawSocket socket = ada.connect();
        String padding = "x".repeat(64 * 1024);
        int flood = 10_000;
        for (int rid = 1; rid <= flood && !socket.closed(); rid++) {
            socket.writeText("{\"op\":\"ping\",\"rid\":" + rid + ",\"padding\":\"" + padding + "\"}");
        }
        Deadline.within(Duration.ofSeconds(60))
                .awaitTrue(
                        "the end of the flood",
                        () -> socket.closed() || socket.received().size() > flood);
        if (socket.closed()) {
            // the close code is lost where the flood fills the line in the other direction
            assertThat(socket.awaitClose()).isIn(4429, 1006);
        }
        assertThat(RawSocket.op(ada.connect().welcome())).isEqualTo("welcome");
    }

    @Test
    void aTextOverTheLimitIsRefusedAndOneAtTheLimitIsNot() {
        RawSocket socket = ada.connect();
        send(socket, 1, "ä".repeat(16_001));
        send(socket, 2, "\uD83D\uDE00".repeat(16_000));
        assertThat(socket.answer(1).get("code").asText()).isIn("bad_request", "too_large");
        assertThat(RawSocket.op(socket.answer(2))).isEqualTo("ack");
        sent++;
    }

    @Test
    void nothingIsServedBeforeHello() {
        RawSocket socket = RawSocket.open(server.address());
        send(socket, 1, "too early");
        assertThat(socket.await("the error", frame -> RawSocket.op(frame).equals("error"))
                        .get("code")
                        .asText())
                .isEqualTo("unauthenticated");
        assertThat(socket.awaitClose()).isEqualTo(4401);
    }

    @Test
    void aBadTokenIsToldAndEndsTheConnection() {
        RawSocket socket = RawSocket.open(server.address());
        socket.write(
                Json.object("op", "hello", "token", "nonsense", "client", Json.object("name", "raw", "version", "1")));
        assertThat(socket.await("the error", frame -> RawSocket.op(frame).equals("error"))
                        .get("code")
                        .asText())
                .isEqualTo("unauthenticated");
        assertThat(socket.awaitClose()).isEqualTo(4401);
    }

    @Test
    void framesMayFollowHelloAtOnce() {
        RawSocket socket = RawSocket.open(server.address());
        socket.write(Json.object(
                "op", "hello", "token", ada.accessToken(), "client", Json.object("name", "raw", "version", "1")));
        send(socket, 1, "right behind");
        assertThat(RawSocket.op(socket.answer(1))).isEqualTo("ack");
        assertThat(socket.received().stream().map(RawSocket::op).findFirst()).contains("welcome");
        sent++;
    }

    @Test
    void unknownFieldsAreIgnored() {
        RawSocket socket = ada.connect();
        socket.writeText("{\"op\":\"ping\",\"rid\":3,\"later\":{\"deep\":[1,{\"a\":null}]}}");
        assertThat(RawSocket.op(socket.answer(3))).isEqualTo("pong");
    }

    @Test
    void aRevokedSessionIsToldAndItsTokenRefused() {
        Person eve = person("eve");
        RawSocket socket = eve.connect();
        String token = eve.accessToken();
        eve.http().delete("/v1/sessions/current").ok();
        assertThat(socket.await("bye", frame -> RawSocket.op(frame).equals("bye"))
                        .get("reason")
                        .asText())
                .isEqualTo("revoked");
        assertThat(socket.awaitClose()).isEqualTo(4401);
        assertThat(Http.anonymous(server).as(token).get("/v1/users/me").status())
                .isEqualTo(401);
        RawSocket again = RawSocket.open(server.address());
        again.write(Json.object("op", "hello", "token", token, "client", Json.object("name", "raw", "version", "1")));
        assertThat(again.awaitClose()).isEqualTo(4401);
    }

    @Test
    void malformedBodiesOverHttpGetTheirCodes() {
        for (String body :
                List.of("not json", "[]", "{\"id\":1,\"text\":\"x\"}", "{\"id\":\"" + Person.uuid() + "\"}", "{}")) {
            Http.Answer answer = ada.http().call("POST", "/v1/conversations/" + direct + "/messages", body);
            assertThat(answer.status()).as(body).isEqualTo(400);
            assertThat(answer.code()).isEqualTo("bad_request");
            assertThat(answer.response().headers().firstValue("Content-Type"))
                    .hasValueSatisfying(type -> assertThat(type).startsWith("application/problem+json"));
        }
        Http.Answer large = ada.http()
                .call("POST", "/v1/conversations/" + direct + "/messages", "{\"x\":\"" + "x".repeat(300_000) + "\"}");
        assertThat(large.status()).isEqualTo(413);
        assertThat(large.code()).isEqualTo("too_large");
    }

    private void send(RawSocket socket, long rid, String text) {
        socket.write(Json.object("op", "send", "rid", rid, "conversation", direct, "id", Person.uuid(), "text", text));
    }

    private static void stillServed(RawSocket socket) {
        socket.write(Json.object("op", "ping", "rid", 99));
        JsonNode pong = socket.answer(99);
        assertThat(RawSocket.op(pong)).isEqualTo("pong");
    }
}
