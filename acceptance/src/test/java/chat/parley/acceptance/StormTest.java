package chat.parley.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Many come back at once to a server that was killed, and more of them than it lets wait: each is welcomed in the end, and
 * while they storm, those who are in go on writing and others sign in.
 */
@ParameterizedClass(name = "by {0}")
@EnumSource(Transport.class)
class StormTest {
    private static final int CROWD = 150;
    private static final int MESSAGES = 100;
    private static final int SIGN_INS = 3;

    @Parameter
    Transport transport;

    @Test
    void welcomesEverybodyInTheEndWhileOthersWriteAndSignIn() throws Exception {
        Path data = OneServerTest.freshData();
        List<String> tokens = seed(data);
        try (ServerProcess server = start(data)) {
            Person ada = Person.register(server, "Ada").over(transport);
            Person ben = Person.register(server, "Ben").over(transport);
            String conversation = ada.directWith(ben);
            server.kill();
            server.startAgain();

            try (RawConnection writer = ada.connect();
                    RawConnection reader = ben.connect()) {
                Crowd crowd = new Crowd(server.address(), transport, tokens);
                for (int i = 0; i < MESSAGES; i++) {
                    write(writer, conversation, i);
                    if (i % (MESSAGES / SIGN_INS) == 0) {
                        ben.signInAgain();
                    }
                }
                crowd.finish();

                assertThat(crowd.welcomed()).isEqualTo(CROWD);
                assertThat(crowd.turnedAway()).as("clients that were too many").isPositive();
                assertThat(Metrics.of(server, "parley_gateway_hellos_total", "outcome=\"deferred\""))
                        .isEqualTo(crowd.turnedAway());
                assertThat(Metrics.of(server, "parley_gateway_hellos_total", "outcome=\"admitted\""))
                        .isGreaterThanOrEqualTo(CROWD);
                reader.await("the last message", frame -> frame.path("seq").asLong() == MESSAGES + 1);
                assertThat(reader.entries(conversation))
                        .extracting(entry -> entry.get("seq").asLong())
                        .containsExactlyElementsOf(
                                LongStream.rangeClosed(2, MESSAGES + 1).boxed().toList());
            }
        }
    }

    /** So few may wait that a crowd of a test's size is too many. */
    private static ServerProcess start(Path data) {
        return ServerProcess.start(
                data,
                "--set",
                "gateway.greeting.waiting=20",
                "--set",
                "gateway.greeting.batch=5",
                "--set",
                "gateway.greeting.batches=1",
                "--set",
                "gateway.greeting.awayFor=300ms");
    }

    private static void write(RawConnection connection, String conversation, int rid) {
        connection.write(Json.object(
                "op", "send", "rid", rid, "conversation", conversation, "id", Person.uuid(), "text", "and on " + rid));
        JsonNode answer = connection.answer(rid);
        assertThat(RawConnection.op(answer)).as("%s", answer).isEqualTo("ack");
    }

    /** Users straight from the command line, since nobody has time for so many registrations; their tokens. */
    private static List<String> seed(Path data) throws IOException, InterruptedException {
        ServerProcess.lendPrograms(data);
        Path users = data.resolveSibling(data.getFileName() + ".users");
        Process seed = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("parley.server.jar", "../server/target/parley-server.jar"),
                        "chat.parley.app.Main",
                        "seed",
                        "--users",
                        Integer.toString(CROWD),
                        "--out",
                        users.toString(),
                        "--data",
                        data.toString())
                .redirectErrorStream(true)
                .redirectOutput(new File(users + ".log"))
                .start();
        assertThat(seed.waitFor()).as("the exit code of seed").isZero();
        return Files.readAllLines(users).stream()
                .map(line -> Json.parse(line).get("accessToken").asText())
                .toList();
    }
}
