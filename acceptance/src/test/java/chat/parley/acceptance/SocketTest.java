package chat.parley.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * What only a socket can do wrong, or be told. A poll's requests carry no messages of WebSocket; one that is too large or no
 * JSON is refused by itself and the poll goes on; and a {@code bye} finds it only while a request is held: {@link LongPollTest}.
 */
class SocketTest extends OneServerTest {
    private Neighbours neighbours;

    @BeforeAll
    void settle() {
        neighbours = new Neighbours(person("ada"), person("bob"));
    }

    @AfterEach
    void theNeighboursGoOn() {
        neighbours.goOn();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {"not json", "[]", "{\"op\":\"ping\"", "\"ping\"", "{\"op\":\"ping\",\"rid\":1}}"})
    void whatIsNoJsonObjectEndsTheConnection(String text) {
        RawSocket socket = connect(person("carl"));
        socket.writeText(text);
        assertThat(socket.await("the error", frame -> RawConnection.op(frame).equals("error"))
                        .get("code")
                        .asText())
                .isEqualTo("bad_request");
        assertThat(socket.awaitClose()).isEqualTo(4400);
    }

    @Test
    void binaryEndsTheConnection() {
        RawSocket socket = connect(person("carl"));
        socket.writeBinary(new byte[] {1, 2, 3});
        assertThat(socket.awaitClose()).isEqualTo(4400);
    }

    @Test
    void whatIsTooLargeEndsTheConnection() {
        RawSocket socket = connect(person("carl"));
        socket.writeText("{\"op\":\"ping\",\"rid\":1,\"x\":\"" + "x".repeat(256 * 1024) + "\"}");
        assertThat(socket.awaitClose()).isEqualTo(1009);
    }

    @Test
    void aRevokedSessionIsToldAndItsTokenRefused() {
        Person eve = person("eve");
        RawSocket socket = connect(eve);
        String token = eve.accessToken();
        eve.http().delete("/v1/sessions/current").ok();
        assertThat(socket.await("bye", frame -> RawConnection.op(frame).equals("bye"))
                        .get("reason")
                        .asText())
                .isEqualTo("revoked");
        assertThat(socket.awaitClose()).isEqualTo(4401);
        assertThat(Http.anonymous(server).as(token).get("/v1/users/me").status())
                .isEqualTo(401);
        RawSocket again = RawSocket.open(server.address(), _ -> {});
        again.hello(token, Optional.empty());
        assertThat(again.awaitClose()).isEqualTo(4401);
    }

    private RawSocket connect(Person person) {
        RawSocket socket = RawSocket.open(server.address(), _ -> {});
        socket.hello(person.accessToken(), Optional.empty());
        socket.welcome();
        return socket;
    }
}
