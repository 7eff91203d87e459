package chat.parley.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import chat.parley.acceptance.Transcript.Step;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The published documents say what the running server does: nothing more, nothing less. */
class ContractTest extends OneServerTest {
    private static final Path ROOT = Path.of("..");
    /** What any call may answer; the document says so once, not at each call. */
    private static final Set<Integer> ANYWHERE = Set.of(400, 401, 413, 429, 503);
    /** Ops that the contract has and this version does not speak yet. */
    private static final Set<String> LATER = Set.of("head");
    /** No request brings it about; the server says it of its own faults. */
    private static final Set<String> NOT_PROVOKED = Set.of("internal");

    private final OpenApi openApi = OpenApi.read(ROOT.resolve("docs/openapi.yaml"));
    private List<Step> calls;
    private List<Step> heard;

    @Override
    String[] arguments() {
        return Tour.ARGUMENTS;
    }

    @BeforeAll
    void takeTheTour() {
        List<Step> steps = Tour.take(server).steps();
        calls = Stream.concat(steps.stream().filter(step -> step.kind().equals("http")), Stream.of(aSearchThatFinds()))
                .toList();
        heard = steps.stream().filter(step -> step.kind().equals("hear")).toList();
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
        given.add(anEditThatIsTooLate());
        Set<String> owed = openApi.documentedAnswers();
        owed.removeIf(answer -> ANYWHERE.contains(Integer.valueOf(answer.substring(answer.lastIndexOf(' ') + 1))));
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
        Set<String> missing = openApi.documentedFields();
        missing.removeAll(seen);
        assertThat(missing).as("documented fields that the tour never met").isEmpty();
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
    void everyFrameFitsTheSchemaAndEveryOpIsHeard() {
        Schema frame = serverFrame();
        Set<String> ops = new TreeSet<>(LATER);
        for (Step step : heard) {
            assertThat(frame.validate(step.request()))
                    .as(step.request().toString())
                    .isEmpty();
            ops.add(RawConnection.op(step.request()));
        }
        assertThat(ops).containsAll(serverOps());
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
        JsonNode bob = nobody.post("/v1/sessions", Json.object("handle", "bob", "password", Tour.PASSWORD))
                .ok();
        Http page = nobody.as(bob.get("accessToken").asText()).from("https://elsewhere.example");
        return Set.of(
                "POST /v1/poll " + page.call("POST", "/v1/poll", "{}").status(),
                "POST /v1/poll/{poll} "
                        + page.call("POST", "/v1/poll/any", "{}").status(),
                "DELETE /v1/poll/{poll} " + page.delete("/v1/poll/any").status());
    }

    /** Takes its time, and as many attempts as that needs, so not in the transcript. */
    private String anEditThatIsTooLate() {
        String token = Http.anonymous(server)
                .post("/v1/sessions", Json.object("handle", "ada", "password", Tour.PASSWORD))
                .ok()
                .get("accessToken")
                .asText();
        Http ada = Http.anonymous(server).as(token);
        String group = ada.post("/v1/conversations", Json.object("id", Person.uuid(), "kind", "group", "title", "Late"))
                .ok()
                .get("id")
                .asText();
        String messages = "/v1/conversations/" + group + "/messages";
        String seq = ada.post(messages, Json.object("id", Person.uuid(), "text", "slow"))
                .ok()
                .get("seq")
                .asText();
        return Deadline.within(Duration.ofSeconds(60)).await("the end of the window of edits", () -> {
            Http.Answer answer = ada.patch(messages + "/" + seq, Json.object("id", Person.uuid(), "text", "slower"));
            return answer.code().equals("expired")
                    ? Optional.of("PATCH /v1/conversations/{conversation}/messages/{seq} " + answer.status())
                    : Optional.empty();
        });
    }

    /** The index is a moment behind, by no fixed time, so not in the transcript. */
    private Step aSearchThatFinds() {
        String token = Http.anonymous(server)
                .post("/v1/sessions", Json.object("handle", "ada", "password", Tour.PASSWORD))
                .ok()
                .get("accessToken")
                .asText();
        Http ada = Http.anonymous(server).as(token);
        String path = "/v1/search?q=from:me+live&limit=1";
        return Deadline.within(Duration.ofSeconds(60)).await("a message that is found", () -> {
            Http.Answer answer = ada.get(path);
            return answer.body().path("hits").isEmpty()
                    ? Optional.empty()
                    : Optional.of(
                            Step.http("ada", "GET", path, Json.MAPPER.nullNode(), answer.status(), answer.body()));
        });
    }

    private String template(Step call) {
        return openApi.template(call.path())
                .orElseThrow(() -> new AssertionError(call.path() + " is not in docs/openapi.yaml"));
    }

    /** Closed: a field that the schema does not name is an error here, though clients pass over it. */
    private static Schema serverFrame() {
        ObjectNode schema = Json.object("$ref", "#/$defs/serverFrame", "unevaluatedProperties", false);
        schema.set("$defs", frames());
        return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                .getSchema(schema);
    }

    private static JsonNode frames() {
        return OpenApi.read(ROOT.resolve("protocol/frames.schema.json"))
                .document()
                .get("$defs");
    }

    private static List<String> serverOps() {
        return frames().properties().stream()
                .map(Map.Entry::getKey)
                .filter(name -> name.startsWith("server."))
                .map(name -> name.substring("server.".length()))
                .toList();
    }
}
