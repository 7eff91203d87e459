package chat.parley.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Enumeration;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code parley export} beside the running server, read back and held against the logs. */
class WorkspaceExportTest extends OneServerTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir
    Path directory;

    /** What retention takes is deleted at once, where nobody forbids it. */
    @Override
    String[] arguments() {
        return and(
                "--set",
                "emoji.addedBy=members",
                "--set",
                "retention.leastMessages=1",
                "--set",
                "retention.spared=0ms",
                "--set",
                "retention.every=100ms");
    }

    @Test
    void holdsEveryLogAsItsMembersSeeItAndNoSecret() throws Exception {
        Person ada = person("exported");
        Person bob = person("other");
        String group = ada.group("Ours", List.of(bob));
        String direct = ada.directWith(bob);
        String path = "/v1/conversations/" + group;
        String file = upload(ada, "what is in it");
        ObjectNode withFile = message("a file");
        withFile.set("attachments", Json.array(List.of(file)));
        ada.http().post(path + "/messages", withFile).ok();
        bob.http().post(path + "/messages", message("a secret")).ok();
        bob.http().post(path + "/messages", message("a tpyo")).ok();
        bob.http().patch(path + "/messages/4", message("a typo")).ok();
        bob.http().delete(path + "/messages/3").ok();
        ada.http()
                .put(path + "/messages/4/reactions/%F0%9F%91%8D", Json.object())
                .ok();
        bob.http()
                .post(path + "/messages", message("in a thread").put("thread", 2))
                .ok();
        ada.http()
                .post("/v1/conversations/" + direct + "/messages", message("between us"))
                .ok();
        String picture = ada.http()
                .call("POST", "/v1/emoji?name=party", WorkspaceEmoji.png(64))
                .ok()
                .get("picture")
                .asText();
        server.administrator()
                .http()
                .post(
                        "/v1/groups",
                        Json.object("handle", "both", "name", "Both", "members", List.of(ada.id(), bob.id())))
                .ok();

        Map<String, byte[]> archive = export(0);

        assertThat(lines(archive, "groups.jsonl"))
                .filteredOn(one -> one.get("handle").asText().equals("both"))
                .singleElement()
                .satisfies(both -> assertThat(both.get("members")).hasSize(2));
        assertThat(lines(archive, "conversations/" + group + ".jsonl")).containsExactlyElementsOf(bob.log(group));
        assertThat(text(archive, "conversations/" + group + ".jsonl"))
                .doesNotContain("a secret")
                .contains("a tpyo", "a typo", "in a thread", "recalled");
        assertThat(text(archive, "conversations/" + direct + ".jsonl")).contains("between us");
        assertThat(lines(archive, "conversations.jsonl"))
                .filteredOn(one -> one.get("id").asText().equals(group))
                .extracting(
                        one -> one.get("kind").asText(),
                        one -> one.get("title").asText(),
                        one -> one.get("first").asInt())
                .containsExactly(tuple("group", "Ours", 1));
        assertThat(lines(archive, "members.jsonl"))
                .filteredOn(one -> one.get("conversation").asText().equals(group))
                .extracting(
                        one -> one.get("user").asText(), one -> one.get("role").asText())
                .containsExactlyInAnyOrder(tuple(ada.id(), "owner"), tuple(bob.id(), "member"));
        assertThat(lines(archive, "users.jsonl"))
                .extracting(one -> one.get("handle").asText())
                .contains(ada.handle(), bob.handle());
        assertThat(text(archive, "attachments/" + file)).isEqualTo("what is in it");
        assertThat(lines(archive, "emoji.jsonl"))
                .extracting(
                        one -> one.get("name").asText(),
                        one -> one.get("addedBy").asText())
                .contains(tuple("party", ada.id()));
        assertThat(archive).containsKey("emoji/" + picture);
        archive.values()
                .forEach(bytes ->
                        assertThat(new String(bytes, StandardCharsets.UTF_8)).doesNotContain("argon2", "refreshToken"));

        Map<String, byte[]> less = export(0, "--without-direct");
        assertThat(less)
                .containsKey("conversations/" + group + ".jsonl")
                .doesNotContainKey("conversations/" + direct + ".jsonl");
        assertThat(text(less, "conversations.jsonl")).doesNotContain(direct);
        assertThat(text(less, "members.jsonl")).doesNotContain(direct);
    }

    @Test
    void takesWhatIsHeldAndNothingThatRetentionTook() throws Exception {
        Person ada = person("ruler");
        String taken = ada.group("Taken", List.of());
        String held = ada.group("Held", List.of());
        for (String each : List.of(taken, held)) {
            for (int i = 0; i < 5; i++) {
                ada.http()
                        .post("/v1/conversations/" + each + "/messages", message("number " + i))
                        .ok();
            }
        }
        String hold = server.administrator()
                .http()
                .post("/v1/holds", Json.object("conversation", held, "reason", "a dispute"))
                .ok()
                .get("id")
                .asText();
        ada.http()
                .put("/v1/conversations/" + taken + "/retention", Json.object("messages", 2))
                .ok();
        Deadline.within(PATIENCE)
                .awaitTrue(
                        "the beginning to be gone",
                        () -> ada.http()
                                        .get("/v1/conversations/" + taken)
                                        .ok()
                                        .get("first")
                                        .asLong()
                                > 1);

        Map<String, byte[]> archive = export(0);

        assertThat(text(archive, "conversations/" + taken + ".jsonl"))
                .doesNotContain("number 2\"")
                .contains("number 3\"", "number 4\"");
        assertThat(seqs(archive, held))
                .isEqualTo(LongStream.rangeClosed(1, 6).boxed().toList());
        assertThat(lines(archive, "holds.jsonl"))
                .extracting(
                        one -> one.get("id").asText(),
                        one -> one.get("conversation").asText())
                .contains(tuple(hold, held));
    }

    @Test
    void namesAttachmentsWhoseBytesAreNotThere() throws Exception {
        Person ada = person("loser");
        String group = ada.group("Ours", List.of());
        String file = upload(ada, "lost");
        ObjectNode withFile = message("a file");
        withFile.set("attachments", Json.array(List.of(file)));
        ada.http().post("/v1/conversations/" + group + "/messages", withFile).ok();
        try (var files = Files.walk(server.data().resolve("attachments"))) {
            Files.delete(files.filter(each -> each.endsWith(file)).findFirst().orElseThrow());
        }
        Map<String, byte[]> archive = export(3);
        assertThat(lines(archive, "manifest.json").getFirst().get("missing"))
                .extracting(JsonNode::asText)
                .contains(file);
        assertThat(archive).doesNotContainKey("attachments/" + file);
    }

    @Test
    void writesOverNothingAndLeavesNothingBehind() throws Exception {
        Path there = Files.writeString(directory.resolve("there.zip"), "mine");
        ServerProcess.Beside refused = server.beside("export", there.toString());
        assertThat(refused.status()).isEqualTo(1);
        assertThat(refused.said()).contains("exists already").doesNotContain("\tat ");
        assertThat(there).hasContent("mine");
        assertThat(server.beside(
                                "export", directory.resolve("no/such/place.zip").toString())
                        .said())
                .contains("cannot be written (no such file or directory)");
        try (var files = Files.list(directory)) {
            assertThat(files).containsExactly(there);
        }
    }

    private Map<String, byte[]> export(int status, String... more) throws Exception {
        Path file = directory.resolve(Person.uuid() + ".zip");
        List<String> arguments = new ArrayList<>(List.of("export", file.toString()));
        arguments.addAll(List.of(more));
        ServerProcess.Beside ran = server.beside(arguments.toArray(String[]::new));
        assertThat(ran.said()).contains("written to " + file);
        assertThat(ran.status()).isEqualTo(status);
        assertThat(Files.getPosixFilePermissions(file)).isEqualTo(PosixFilePermissions.fromString("rw-------"));
        Map<String, byte[]> parts = new LinkedHashMap<>();
        try (ZipFile zip = new ZipFile(file.toFile())) {
            for (Enumeration<? extends ZipEntry> all = zip.entries(); all.hasMoreElements(); ) {
                ZipEntry part = all.nextElement();
                try (InputStream bytes = zip.getInputStream(part)) {
                    parts.put(part.getName(), bytes.readAllBytes());
                }
            }
        }
        for (JsonNode part : lines(parts, "manifest.json").getFirst().get("parts")) {
            byte[] digest = MessageDigest.getInstance("SHA-256")
                    .digest(parts.get(part.get("file").asText()));
            assertThat(HexFormat.of().formatHex(digest))
                    .isEqualTo(part.get("sha256").asText());
        }
        assertThat(lines(parts, "manifest.json").getFirst().get("parts")).hasSize(parts.size() - 1);
        return parts;
    }

    private static String upload(Person person, String text) {
        return person.http()
                .call("POST", "/v1/attachments?name=a.txt", text)
                .ok()
                .get("id")
                .asText();
    }

    private static ObjectNode message(String text) {
        return Json.object("id", Person.uuid(), "text", text);
    }

    private static List<Long> seqs(Map<String, byte[]> archive, String conversation) throws IOException {
        return lines(archive, "conversations/" + conversation + ".jsonl").stream()
                .map(entry -> entry.get("seq").asLong())
                .toList();
    }

    private static String text(Map<String, byte[]> archive, String file) {
        return new String(archive.get(file), StandardCharsets.UTF_8);
    }

    private static List<JsonNode> lines(Map<String, byte[]> archive, String file) throws IOException {
        List<JsonNode> lines = new ArrayList<>();
        for (String line : text(archive, file).lines().toList()) {
            lines.add(Json.MAPPER.readTree(line));
        }
        return lines;
    }
}
