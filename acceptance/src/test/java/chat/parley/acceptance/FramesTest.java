package chat.parley.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every kind of bad frame gets its code, loses nothing, and leaves the neighbours alone. */
class FramesTest extends BothTransportsTest {
    private Neighbours neighbours;
    private Person ada;
    private String direct;

    @BeforeAll
    void settle() {
        neighbours = new Neighbours(person("bea"), person("bob"));
        ada = person("ada");
        direct = ada.directWith(person("ben"));
    }

    @AfterEach
    void theNeighboursGoOn() {
        neighbours.goOn();
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
        RawConnection connection = ada.connect();
        connection.writeText(frame.replace("$c", direct).replace("$u", Person.uuid()));
        assertThat(connection.answer(7).get("code").asText()).isEqualTo("bad_request");
        stillServed(connection);
    }

    @Test
    void aFloodOfLargeFramesIsAnsweredOrCutOffAndHarmsNobodyElse() {
        RawConnection connection = ada.connect();
        String padding = "x".repeat(64 * 1024);
        int flood = 10_000;
        for (int rid = 1; rid <= flood && !connection.closed(); rid++) {
            connection.writeText("{\"op\":\"ping\",\"rid\":" + rid + ",\"padding\":\"" + padding + "\"}");
        }
        Deadline.within(Duration.ofSeconds(90))
                .awaitTrue(
                        "the end of the flood",
                        () -> connection.closed() || connection.received().size() > flood);
        if (connection.closed()) {
            // the close code is lost where the flood fills the line in the other direction
            assertThat(connection.awaitClose()).isIn(4429, 1006);
        }
        assertThat(RawConnection.op(ada.connect().welcome())).isEqualTo("welcome");
    }

    @Test
    void aTextOverTheLimitIsRefusedAndOneAtTheLimitIsNot() {
        RawConnection connection = ada.connect();
        send(connection, 1, "ä".repeat(16_001));
        send(connection, 2, "\uD83D\uDE00".repeat(16_000));
        assertThat(connection.answer(1).get("code").asText()).isIn("bad_request", "too_large");
        assertThat(RawConnection.op(connection.answer(2))).isEqualTo("ack");
    }

    @Test
    void nothingIsServedBeforeHello() {
        RawConnection connection = transport.open(server.address());
        send(connection, 1, "too early");
        assertThat(connection
                        .await("the error", frame -> RawConnection.op(frame).equals("error"))
                        .get("code")
                        .asText())
                .isEqualTo("unauthenticated");
        assertThat(connection.awaitClose()).isEqualTo(4401);
    }

    @Test
    void aBadTokenIsToldAndEndsTheConnection() {
        RawConnection connection = transport.open(server.address());
        connection.hello("nonsense", Optional.empty());
        assertThat(connection
                        .await("the error", frame -> RawConnection.op(frame).equals("error"))
                        .get("code")
                        .asText())
                .isEqualTo("unauthenticated");
        assertThat(connection.awaitClose()).isEqualTo(4401);
    }

    @Test
    void framesMayFollowHelloAtOnce() {
        RawConnection connection = transport.open(server.address());
        connection.hello(ada.accessToken(), Optional.empty());
        send(connection, 1, "right behind");
        assertThat(RawConnection.op(connection.answer(1))).isEqualTo("ack");
        assertThat(connection.received().stream().map(RawConnection::op).findFirst())
                .contains("welcome");
    }

    @Test
    void unknownFieldsAreIgnored() {
        RawConnection connection = ada.connect();
        connection.writeText("{\"op\":\"ping\",\"rid\":3,\"later\":{\"deep\":[1,{\"a\":null}]}}");
        assertThat(RawConnection.op(connection.answer(3))).isEqualTo("pong");
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

    private void send(RawConnection connection, long rid, String text) {
        connection.write(
                Json.object("op", "send", "rid", rid, "conversation", direct, "id", Person.uuid(), "text", text));
    }

    private static void stillServed(RawConnection connection) {
        connection.write(Json.object("op", "ping", "rid", 99));
        JsonNode pong = connection.answer(99);
        assertThat(RawConnection.op(pong)).isEqualTo("pong");
    }
}
