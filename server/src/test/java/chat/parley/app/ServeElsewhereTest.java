package chat.parley.app;

import static org.assertj.core.api.Assertions.assertThat;

import chat.parley.adapter.postgres.embedded.OtherPostgres;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code parley serve --database}: the store is a PostgreSQL that somebody else runs, of the oldest version taken. */
class ServeElsewhereTest {
    private static final String ID = "018f6d1e-0000-7000-8000-000000000001";
    private static final String MESSAGE = "{\"id\":\"" + ID + "\",\"text\":\"hello\"}";
    private static final String ROOM = "{\"id\":\"" + ID + "\",\"kind\":\"group\",\"title\":\"room\",\"members\":[]}";
    private static final String ALICE = "{\"handle\":\"alice\",\"password\":\"correct horse\",\"name\":\"Alice\"}";

    @TempDir
    Path directory;

    @Test
    void knowsWhatWasSaidAfterARestart() throws Exception {
        try (OtherPostgres oldest = OtherPostgres.start(14)) {
            String database = oldest.fresh().url();
            String token;
            String messages;
            JsonNode sent;
            try (ServerProcess server = serve(database, "first")) {
                URI address = server.ready();
                token = created(ServerProcess.post(address.resolve("/v1/accounts"), ALICE))
                        .get("accessToken")
                        .asText();
                String room = created(ServerProcess.post(address.resolve("/v1/conversations"), ROOM, token))
                        .get("id")
                        .asText();
                messages = "/v1/conversations/" + room + "/messages";
                sent = created(ServerProcess.post(address.resolve(messages), MESSAGE, token));
                assertRepeated(ServerProcess.post(address.resolve(messages), MESSAGE, token), sent);
                server.terminate();
                assertThat(server.status()).as(server.errors()).isZero();
            }
            try (ServerProcess server = serve(database, "second")) {
                URI address = server.ready();
                assertRepeated(ServerProcess.post(address.resolve(messages), MESSAGE, token), sent);
                JsonNode page = json(ServerProcess.get(address.resolve(messages), token));
                assertThat(page.get("messages")
                                .valueStream()
                                .map(message -> message.get("text").asText()))
                        .containsExactly("hello");
            }
            assertThat(directory.resolve("data/postgres"))
                    .as("an embedded database that nobody wanted")
                    .doesNotExist();
        }
    }

    private ServerProcess serve(String database, String name) throws IOException {
        Path data = Files.createDirectories(directory.resolve("data"));
        return ServerProcess.launch(
                directory.resolve(name), "serve", "--port", "0", "--data", data.toString(), "--database", database);
    }

    private static void assertRepeated(HttpResponse<String> answer, JsonNode sent) throws IOException {
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(json(answer).get("seq")).isEqualTo(sent.get("seq"));
        assertThat(json(answer).get("at")).isEqualTo(sent.get("at"));
    }

    private static JsonNode created(HttpResponse<String> answer) throws IOException {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
        return json(answer);
    }

    private static JsonNode json(HttpResponse<String> answer) throws IOException {
        return new ObjectMapper().readTree(answer.body());
    }
}
