package chat.parley.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
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
        return and("--set", "export.page=3", "--set", "emoji.addedBy=members");
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
    void holdsWhatOneChoseSavedAndBegan() throws Exception {
        Person ada = person("chooser");
        Person bob = person("quoted");
        String group = ada.group("Ours", List.of(bob));
        String path = "/v1/conversations/" + group;
        String until = Instant.now()
                .plus(Duration.ofDays(1))
                .truncatedTo(ChronoUnit.MILLIS)
                .toString();
        ObjectNode wanted = Json.object(
                "direct",
                "mentions",
                "group",
                "none",
                "channel",
                "all",
                "quiet",
                Json.object("days", List.of("mon"), "from", "22:00", "to", "07:30", "zone", "Europe/Berlin"));
        for (int i = 0; i < 4; i++) {
            bob.http().post(path + "/messages", message("bob " + i)).ok();
            ada.http()
                    .call("PUT", path + "/messages/" + (i + 2) + "/saved", "{}")
                    .ok();
        }
        ada.http()
                .call(
                        "PUT",
                        path + "/notifications",
                        Json.object("notices", "mentions", "muted", true, "mutedUntil", until)
                                .toString())
                .ok();
        ada.http().call("PUT", "/v1/users/me/notifications", wanted.toString()).ok();
        ada.http()
                .call("PUT", path + "/draft", Json.object("text", "to be").toString())
                .ok();
        ada.http()
                .call(
                        "PUT",
                        path + "/draft",
                        Json.object("text", "continued", "thread", 2).toString())
                .ok();

        String upload = ada.http()
                .call("POST", "/v1/attachments?name=later.txt", "read this later")
                .ok()
                .get("id")
                .asText();
        JsonNode later = ada.http()
                .post(path + "/scheduled", message("later").put("sendAt", until).set("attachments", ids(upload)))
                .ok()
                .get("scheduled");

        Map<String, byte[]> archive = archive(ada);

        assertThat(lines(archive, "scheduled.jsonl")).containsExactly(later);
        assertThat(new String(archive.get("attachments/" + upload), StandardCharsets.UTF_8))
                .isEqualTo("read this later");
        assertThat(lines(archive, "settings.json").getFirst().get("notifications"))
                .isEqualTo(wanted);
        JsonNode chosen = lines(archive, "conversations.jsonl").getFirst();
        assertThat(chosen.get("notices").asText()).isEqualTo("mentions");
        assertThat(chosen.get("muted").asBoolean()).isTrue();
        assertThat(Instant.parse(chosen.get("mutedUntil").asText())).isEqualTo(Instant.parse(until));
        assertThat(lines(archive, "saved.jsonl"))
                .extracting(
                        saved -> saved.get("conversation").asText(),
                        saved -> saved.get("seq").asInt())
                .containsExactly(tuple(group, 2), tuple(group, 3), tuple(group, 4), tuple(group, 5));
        assertThat(lines(archive, "saved.jsonl")).allMatch(saved -> saved.size() == 3);
        assertThat(lines(archive, "drafts.jsonl"))
                .containsExactly(
                        Json.object("conversation", group, "thread", Json.MAPPER.nullNode(), "text", "to be"),
                        Json.object("conversation", group, "thread", 2, "text", "continued"));
    }

    @Test
    void holdsTheEmojiThatOneAddedAndNobodyElses() throws Exception {
        Person ada = person("painter");
        Person bob = person("another");
        String own = add(ada, "own");
        String others = add(bob, "others");
        Map<String, byte[]> archive = archive(ada);
        assertThat(lines(archive, "emoji.jsonl"))
                .extracting(
                        one -> one.get("name").asText(),
                        one -> one.get("picture").asText())
                .containsExactly(tuple("own", own));
        assertThat(archive).containsKey("emoji/" + own).doesNotContainKey("emoji/" + others);
    }

    private static String add(Person person, String name) {
        return person.http()
                .call("POST", "/v1/emoji?name=" + name, WorkspaceEmoji.png(20 + name.length()))
                .ok()
                .get("picture")
                .asText();
    }

    @Test
    void isNothingForWhoeverIsNotSignedIn() {
        assertThat(Http.anonymous(server).get("/v1/users/me/export").code()).isEqualTo("unauthenticated");
    }

    private static ArrayNode ids(String id) {
        return Json.MAPPER.createArrayNode().add(id);
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
