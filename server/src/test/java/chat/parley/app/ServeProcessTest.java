package chat.parley.app;

import static org.assertj.core.api.Assertions.assertThat;

import chat.parley.adapter.postgres.embedded.EmbeddedPostgres;
import chat.parley.adapter.postgres.embedded.TestPostgres;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code parley serve} as whoever runs it sees it: a process, its two outputs, its exit status. */
class ServeProcessTest {
    /** The promise is 5 s; twice that, since the machine of a test has other work. */
    private static final Duration CLEAN_END = Duration.ofSeconds(10);

    @TempDir
    Path directory;

    @Test
    void livesFromItsFirstStartToACleanEnd() throws Exception {
        try (ServerProcess server = serve("first")) {
            String ready = server.line();
            assertThat(ready).matches("ready http://127\\.0\\.0\\.1:[1-9][0-9]*");
            URI address = URI.create(ready.substring("ready ".length()));
            assertThat(ServerProcess.get(address.resolve("/health/live")).statusCode())
                    .isEqualTo(200);
            assertThat(ServerProcess.get(address.resolve("/health/ready")).statusCode())
                    .isEqualTo(200);
            assertThat(server.errors()).containsOnlyOnce(address + "/setup#");
            CommandRun second = CommandRun.of("serve", "--port", "0", "--data", data());
            assertThat(second.status()).isEqualTo(1);
            assertThat(second.err()).contains("in use by process");
            server.terminate();
            assertThat(server.endsWithin(CLEAN_END)).isTrue();
            assertThat(server.status()).isZero();
            assertThat(server.rest()).as("standard output after the ready line").isEmpty();
            assertThat(EmbeddedPostgres.findRunning(Path.of(data())))
                    .as("database left behind")
                    .isEmpty();
        }
        try (ServerProcess server = serve("second")) {
            server.ready();
            assertThat(server.errors()).doesNotContain("/setup#");
        }
    }

    @Test
    void recoversByItselfFromAKillWithItsDatabaseOrphaned() throws Exception {
        TestPostgres.lendPrograms(Path.of(data()));
        String account = "{\"handle\":\"alice\",\"password\":\"correct horse\",\"name\":\"Alice\"}";
        String signIn = "{\"handle\":\"alice\",\"password\":\"correct horse\"}";
        try (ServerProcess server = serve("killed")) {
            URI address = server.ready();
            assertThat(ServerProcess.post(address.resolve("/v1/accounts"), account)
                            .statusCode())
                    .isEqualTo(201);
            server.kill();
        }
        CommandRun doctor = CommandRun.of("doctor", "--data", data(), "--set", "http.port=0");
        assertThat(doctor.out()).contains("fsync is on", "synchronous_commit is on", "full_page_writes is on");
        assertThat(doctor.out()).contains("runs without a server");
        try (ServerProcess server = serve("after")) {
            URI address = server.ready();
            assertThat(ServerProcess.post(address.resolve("/v1/sessions"), signIn)
                            .statusCode())
                    .isEqualTo(201);
            assertThat(CommandRun.of("admin-link", "--data", data(), "--url", "https://chat.example")
                            .out())
                    .startsWith("https://chat.example/setup#");
            server.terminate();
            assertThat(server.endsWithin(CLEAN_END)).isTrue();
        }
    }

    @Test
    void logsJsonWhereNobodyReadsAlong() throws Exception {
        TestPostgres.lendPrograms(Path.of(data()));
        try (ServerProcess server = serve("json")) {
            server.ready();
            ObjectMapper json = new ObjectMapper();
            List<String> logged = server.errors()
                    .lines()
                    .filter(line -> !line.startsWith("parley: "))
                    .toList();
            assertThat(logged).isNotEmpty();
            for (String line : logged) {
                assertThat(json.readTree(line).get("level").asText()).isIn("INFO", "WARN");
            }
        }
    }

    @Test
    void showsADemonstrationThatIsThereOnceHoweverOftenItStarts() throws Exception {
        TestPostgres.lendPrograms(Path.of(data()));
        for (String start : List.of("first", "second")) {
            try (ServerProcess server = serve(start, "--demo")) {
                URI address = server.ready();
                assertThat(server.errors()).contains("sign in as mara");
                String signIn = "{\"handle\":\"mara\",\"password\":\"look around\"}";
                JsonNode mara = new ObjectMapper()
                        .readTree(ServerProcess.post(address.resolve("/v1/sessions"), signIn)
                                .body());
                JsonNode rooms = new ObjectMapper()
                        .readTree(ServerProcess.get(
                                        address.resolve("/v1/conversations"),
                                        mara.get("accessToken").asText())
                                .body());
                assertThat(rooms.get("conversations").valueStream().map(ServeProcessTest::titleAndMessages))
                        .containsExactlyInAnyOrder("general 5", "random 4", "Launch week 4");
                server.terminate();
                server.status();
            }
        }
    }

    @Test
    void saysSoWhenThePortIsTaken() throws Exception {
        TestPostgres.lendPrograms(Path.of(data()));
        try (ServerSocket taken = new ServerSocket(0)) {
            String port = Integer.toString(taken.getLocalPort());
            try (ServerProcess server = ServerProcess.launch(
                    directory.resolve("taken"), "serve", "--host", "0.0.0.0", "--port", port, "--data", data())) {
                assertThat(server.status()).isEqualTo(1);
                assertThat(server.errors())
                        .contains("port " + port)
                        .contains("--port")
                        .contains("cannot be opened (Address already in use)")
                        .doesNotContain("\tat ");
                assertThat(server.rest()).isEmpty();
            }
        }
    }

    @Test
    void endsWithStatus2OnAWrongConfiguration() throws Exception {
        Files.writeString(directory.resolve("wrong.yaml"), "gateway:\n  hartbeat: 3s\n");
        try (ServerProcess server = ServerProcess.launch(
                directory.resolve("wrong"),
                "serve",
                "--config",
                directory.resolve("wrong.yaml").toString())) {
            assertThat(server.status()).isEqualTo(2);
            assertThat(server.errors()).contains("gateway.hartbeat: is unknown; did you mean gateway.heartbeat?");
        }
    }

    private ServerProcess serve(String name, String... more) throws IOException {
        List<String> arguments = new ArrayList<>(List.of("serve", "--port", "0", "--data", data()));
        arguments.addAll(List.of(more));
        return ServerProcess.launch(directory.resolve(name), arguments.toArray(String[]::new));
    }

    private String data() {
        return directory.resolve("data").toString();
    }

    private static String titleAndMessages(JsonNode state) {
        return state.get("title").asText() + " " + state.get("messages").asLong();
    }
}
