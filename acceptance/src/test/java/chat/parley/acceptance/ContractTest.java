package chat.parley.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import chat.parley.acceptance.Transcript.Step;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The published documents say what the running server does: nothing more, nothing less. */
class ContractTest extends OneServerTest {
    private static final Path ROOT = Path.of("..");
    /** What any call may answer; the document says so once, not at each call. */
    private static final Set<Integer> ANYWHERE = Set.of(400, 401, 413, 429, 503);
    /** Fields of frames that the contract has and this version does not speak yet. */
    private static final Pattern NOT_YET = Pattern.compile("entry\\.sealed\\..*");

    /** No request brings it about; the server says it of its own faults. */
    private static final Set<String> NOT_PROVOKED = Set.of("internal");

    private final OpenApi openApi = OpenApi.read(ROOT.resolve("docs/openapi.yaml"));
    private List<Step> calls;
    private List<JsonNode> said;
    /** Entries on the pages of the log too, since they read the same there. */
    private List<JsonNode> heard;

    ContractTest() {
        trouble = Trouble.ownWeb();
    }

    @Override
    String[] arguments() {
        return Tour.ARGUMENTS;
    }

    @BeforeAll
    void takeTheTour() {
        List<Step> steps = new ArrayList<>(Tour.take(server).steps());
        steps.addAll(OwnThings.take(server));
        steps.addAll(WorkspaceGroups.take(server));
        steps.addAll(WorkspaceEmoji.take(server));
        steps.addAll(WorkspaceGroups.tooOften(server));
        steps.addAll(Detours.take(server));
        calls = steps.stream().filter(step -> step.kind().equals("http")).toList();
        said = frames(steps, "say");
        heard = frames(steps, "hear");
        calls.forEach(call -> call.answer().path("entries").forEach(heard::add));
    }

    @Test
    void everyAnswerIsDocumentedAndEveryDocumentedAnswerIsGiven() {
        Set<String> given = new TreeSet<>();
        for (Step call : calls) {
            String template = template(call);
            assertThat(ANYWHERE.contains(call.status())
                            || openApi.answerSchema(template, call.method(), call.status())
                                    .isPresent())
                    .as("%s %s may answer %d", call.method(), template, call.status())
                    .isTrue();
            given.add(call.method() + " " + template + " " + call.status());
        }
        given.addAll(metrics());
        given.addAll(pollsOfForeignPages());
        given.addAll(partsOfFiles());
        given.addAll(whatIsTagged());
        given.addAll(exports());
        Set<String> owed = openApi.documentedAnswers();
        owed.removeAll(given);
        assertThat(owed).as("documented answers that the tour never got").isEmpty();
    }

    @Test
    void everyDocumentedFieldIsSeen() {
        Set<String> seen = new TreeSet<>();
        for (Step call : calls) {
            String template = template(call);
            openApi.answerSchema(template, call.method(), call.status())
                    .ifPresent(schema -> openApi.noteFields(schema, call.answer(), seen));
            openApi.requestSchema(template, call.method())
                    .ifPresent(schema -> openApi.noteFields(schema, call.request(), seen));
        }
        Set<String> missing = openApi.documentedFields("/components/schemas");
        missing.removeAll(seen);
        assertThat(missing).as("documented fields that the tour never met").isEmpty();
    }

    @Test
    void everyDocumentedFieldOfAFrameIsSeen() {
        OpenApi document = OpenApi.read(ROOT.resolve("protocol/frames.schema.json"));
        Set<String> seen = new TreeSet<>();
        said.forEach(frame -> document.noteFields(Json.object("$ref", "#/$defs/clientFrame"), frame, seen));
        heard.forEach(frame -> document.noteFields(Json.object("$ref", "#/$defs/serverFrame"), frame, seen));
        Set<String> missing = document.documentedFields("/$defs");
        missing.removeAll(seen);
        missing.removeIf(field -> NOT_YET.matcher(field).matches());
        assertThat(missing)
                .as("documented fields of frames that the tour never met")
                .isEmpty();
    }

    @Test
    void everyDocumentedQueryIsAsked() {
        Set<String> missing = openApi.documentedQueries();
        for (Step call : calls) {
            String query = call.path().replaceFirst("^[^?]*\\??", "");
            for (String parameter : query.split("&", -1)) {
                missing.remove(
                        call.method() + " " + template(call) + "?" + parameter.split("=", 2)[0]);
            }
        }
        assertThat(missing).as("documented parameters that the tour never used").isEmpty();
    }

    @Test
    void everyCodeIsMet() {
        Set<String> met = new TreeSet<>();
        calls.forEach(call -> met.add(call.answer().path("code").asText()));
        Http nobody = Http.anonymous(server);
        met.add(nobody.call("POST", "/v1/sessions", "{\"handle\":\"" + "x".repeat(300_000) + "\"}")
                .code());
        Set<String> missing = new TreeSet<>();
        OpenApi.read(ROOT.resolve("protocol/errors.json"))
                .document()
                .findValues("code")
                .forEach(code -> missing.add(code.asText()));
        assertThat(missing).isNotEmpty();
        missing.removeAll(met);
        assertThat(missing).isEqualTo(NOT_PROVOKED);
    }

    @Test
    void everyFrameFitsTheSchemaAndEveryOpIsSaidAndHeard() {
        Schema frame = serverFrame();
        Set<String> ops = new TreeSet<>();
        for (JsonNode each : heard) {
            assertThat(frame.validate(each)).as(each.toString()).isEmpty();
            ops.add(RawConnection.op(each));
        }
        assertThat(ops).containsAll(ops("server."));
        assertThat(said).extracting(RawConnection::op).containsAll(ops("client."));
    }

    /** Text for this machine only, so not in the transcript: a proxy's word that it speaks for another is believed. */
    private Set<String> metrics() {
        Http.Answer here = Http.anonymous(server).get("/metrics");
        assertThat(here.response().body()).contains("parley_gateway_connections", "jvm_memory_used_bytes");
        Http.Answer elsewhere = Http.anonymous(server).forwardedFor("192.0.2.1").get("/metrics");
        return Set.of("GET /metrics " + here.status(), "GET /metrics " + elsewhere.status());
    }

    /** A page's origin is no part of the transcript either. */
    private Set<String> pollsOfForeignPages() {
        Http nobody = Http.anonymous(server);
        JsonNode ada = nobody.post("/v1/sessions", Json.object("handle", "ada", "password", Tour.PASSWORD))
                .ok();
        Http page = nobody.as(ada.get("accessToken").asText()).from("https://elsewhere.example");
        return Set.of(
                "POST /v1/poll " + page.call("POST", "/v1/poll", "{}").status(),
                "POST /v1/poll/{poll} "
                        + page.call("POST", "/v1/poll/any", "{}").status(),
                "DELETE /v1/poll/{poll} " + page.delete("/v1/poll/any").status());
    }

    /** Nor is a file that is no text. */
    private Set<String> exports() {
        Http nobody = Http.anonymous(server);
        JsonNode ada = nobody.post("/v1/sessions", Json.object("handle", "ada", "password", Tour.PASSWORD))
                .ok();
        String export = "/v1/users/me/export";
        return Set.of("GET " + export + " "
                + nobody.as(ada.get("accessToken").asText()).get(export).status());
    }

    /** Nor are the headers by which a client asks for less than all. */
    private Set<String> partsOfFiles() {
        Http nobody = Http.anonymous(server);
        JsonNode ada = nobody.post("/v1/sessions", Json.object("handle", "ada", "password", Tour.PASSWORD))
                .ok();
        Http http = nobody.as(ada.get("accessToken").asText());
        String file = "/v1/attachments/"
                + http.call("POST", "/v1/attachments", "0123456789")
                        .ok()
                        .get("id")
                        .asText();
        Http.Answer whole = http.get(file);
        String tag = whole.response().headers().firstValue("etag").orElseThrow();
        Http.Answer part = http.with("Range", "bytes=1-3").get(file);
        assertThat(part.response().body()).isEqualTo("123");
        Set<String> given = new TreeSet<>();
        for (Http.Answer answer : List.of(
                whole,
                part,
                http.with("Range", "bytes=10-").get(file),
                http.with("If-None-Match", tag).get(file))) {
            given.add("GET /v1/attachments/{attachment} " + answer.status());
        }
        return given;
    }

    /** Nor is a picture. */
    private Set<String> whatIsTagged() {
        Http nobody = Http.anonymous(server);
        JsonNode ada = nobody.post("/v1/sessions", Json.object("handle", "ada", "password", Tour.PASSWORD))
                .ok();
        Http http = nobody.as(ada.get("accessToken").asText());
        String picture = "/v1/emoji/pictures/"
                + http.get("/v1/emoji").ok().at("/emoji/0/picture").asText();
        Set<String> given = new TreeSet<>();
        for (String path : List.of("/v1/emoji", picture, "/v1/groups")) {
            Http.Answer whole = http.get(path);
            String tag = whole.response().headers().firstValue("etag").orElseThrow();
            String documented = openApi.template(path).orElseThrow();
            given.add("GET " + documented + " " + whole.status());
            given.add("GET " + documented + " "
                    + http.with("If-None-Match", tag).get(path).status());
        }
        return given;
    }

    private String template(Step call) {
        return openApi.template(call.path())
                .orElseThrow(() -> new AssertionError(call.path() + " is not in docs/openapi.yaml"));
    }

    /** Closed: a field that the schema does not name is an error here, though clients pass over it. */
    private static Schema serverFrame() {
        ObjectNode schema = Json.object("$ref", "#/$defs/serverFrame", "unevaluatedProperties", false);
        schema.set("$defs", defs());
        return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                .getSchema(schema);
    }

    private static JsonNode defs() {
        return OpenApi.read(ROOT.resolve("protocol/frames.schema.json"))
                .document()
                .get("$defs");
    }

    private static List<String> ops(String side) {
        return defs().properties().stream()
                .map(Map.Entry::getKey)
                .filter(name -> name.startsWith(side))
                .map(name -> name.substring(side.length()))
                .toList();
    }

    private static List<JsonNode> frames(List<Step> steps, String kind) {
        List<JsonNode> frames = new ArrayList<>();
        steps.stream()
                .filter(step -> step.kind().equals(kind))
                .map(Step::request)
                .forEach(frames::add);
        return frames;
    }
}
