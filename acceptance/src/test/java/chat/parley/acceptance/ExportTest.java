package chat.parley.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.Test;

/** The archive that somebody takes with them, read back and held against the log. */
class ExportTest extends OneServerTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** Pages of three, so that a few messages are several. */
    @Override
    String[] arguments() {
        return and("--set", "export.page=3");
    }

    @Test
    void holdsAllThatIsOnesOwnAndNothingOfOthers() throws Exception {
        Person ada = person("taker");
        Person bob = person("other");
        String group = ada.group("Ours", List.of(bob));
        String left = bob.group("Bob's", List.of(ada));
        String path = "/v1/conversations/" + group;
        String file = ada.http()
                .call("POST", "/v1/attachments?name=a.txt", "what is in it")
                .ok()
                .get("id")
                .asText();
        for (int i = 0; i < 7; i++) {
            ada.http().post(path + "/messages", message("ada " + i)).ok();
            bob.http().post(path + "/messages", message("bob " + i)).ok();
        }
        ObjectNode withFile = message("a file");
        withFile.set("attachments", Json.array(List.of(file)));
        ada.http().post(path + "/messages", withFile).ok();
        ada.http()
                .post("/v1/conversations/" + left + "/messages", message("ada was here"))
                .ok();
        ada.http().patch(path + "/messages/2", message("ada zero")).ok();
        ada.http().delete("/v1/conversations/" + left + "/members/me").ok();

        Map<String, byte[]> archive = archive(ada);

        List<JsonNode> own = new ArrayList<>();
        for (JsonNode entry : bob.log(group)) {
            if (entry.get("from").asText().equals(ada.id()) && entry.has("id")) {
                own.add(entry);
            }
        }
        List<JsonNode> said = lines(archive, "messages.jsonl");
        assertThat(said)
                .filteredOn(entry -> entry.get("conversation").asText().equals(group))
                .containsExactlyInAnyOrderElementsOf(own);
        assertThat(said)
                .filteredOn(entry -> entry.get("conversation").asText().equals(left))
                .extracting(entry -> entry.get("text").asText())
                .containsExactly("ada was here");
        assertThat(new String(archive.get("messages.jsonl"), StandardCharsets.UTF_8))
                .doesNotContain("bob");
        assertThat(new String(archive.get("attachments/" + file), StandardCharsets.UTF_8))
                .isEqualTo("what is in it");
        assertThat(lines(archive, "profile.json").getFirst().get("handle").asText())
                .isEqualTo(ada.handle());
        assertThat(lines(archive, "settings.json")
                        .getFirst()
                        .get("readReceipts")
                        .asBoolean())
                .isTrue();
        assertThat(lines(archive, "manifest.json").getFirst().get("format").asInt())
                .isEqualTo(1);
        assertThat(lines(archive, "conversations.jsonl"))
                .extracting(one -> one.get("id").asText(), one -> one.hasNonNull("left"))
                .containsExactlyInAnyOrder(tuple(group, false), tuple(left, true));
        assertThat(lines(archive, "blocks.jsonl")).isEmpty();
    }

    @Test
    void isNothingForWhoeverIsNotSignedIn() {
        assertThat(Http.anonymous(server).get("/v1/users/me/export").code()).isEqualTo("unauthenticated");
    }

    private static ObjectNode message(String text) {
        return Json.object("id", Person.uuid(), "text", text);
    }

    private Map<String, byte[]> archive(Person person) throws IOException, InterruptedException {
        URI address = server.address().resolve("/v1/users/me/export");
        HttpRequest request = HttpRequest.newBuilder(address)
                .header("Authorization", "Bearer " + person.accessToken())
                .build();
        HttpResponse<byte[]> response =
                HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofByteArray());
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.headers().firstValue("content-type")).contains("application/zip");
        Map<String, byte[]> files = new LinkedHashMap<>();
        try (ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(response.body()))) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                files.put(entry.getName(), zip.readAllBytes());
            }
        }
        return files;
    }

    private static List<JsonNode> lines(Map<String, byte[]> archive, String name) throws IOException {
        List<JsonNode> lines = new ArrayList<>();
        String text = new String(archive.get(name), StandardCharsets.UTF_8);
        for (String line : text.lines().toList()) {
            lines.add(JSON.readTree(line));
        }
        return lines;
    }
}
