package chat.parley.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** {@code docs/openapi.yaml}, as far as a test needs it: which call may answer which status, and of what shape. */
final class DocumentedCalls {
    private final JsonNode document;
    private final JsonNode paths;

    private DocumentedCalls(JsonNode document) {
        this.document = document;
        this.paths = document.get("paths");
    }

    static DocumentedCalls read() {
        try {
            Path file = Path.of("..", "docs", "openapi.yaml");
            return new DocumentedCalls(new YAMLMapper().readTree(file.toFile()));
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /** "METHOD path" of every call. */
    List<String> calls() {
        return paths.properties().stream()
                .flatMap(path -> path.getValue().properties().stream()
                        .map(Map.Entry::getKey)
                        .filter(method -> !method.equals("parameters"))
                        .map(method -> method.toUpperCase(Locale.ROOT) + " " + path.getKey()))
                .toList();
    }

    void requireDocumented(String method, String requestPath, int status) {
        String template = template(requestPath);
        assertThat(responses(method, template).has(Integer.toString(status)))
                .as("%s %s answers %d, as docs/openapi.yaml says", method, template, status)
                .isTrue();
    }

    /** Every field that was answered is documented, and every field documented as required was answered. */
    void requireDocumented(String method, String requestPath, int status, JsonNode body) {
        requireDocumented(method, requestPath, status);
        JsonNode response = resolved(responses(method, template(requestPath)).path(Integer.toString(status)));
        response.path("content").forEach(content -> requireShape(content.get("schema"), body, requestPath));
    }

    private void requireShape(JsonNode schemaOrReference, JsonNode value, String where) {
        JsonNode schema = resolved(schemaOrReference);
        if (value.isArray()) {
            value.forEach(item -> requireShape(schema.path("items"), item, where + "[]"));
        }
        if (value.isObject() && schema.has("properties")) {
            assertThat(schema.get("properties").fieldNames())
                    .toIterable()
                    .as("documented fields of %s", where)
                    .containsAll(
                            value.properties().stream().map(Map.Entry::getKey).toList());
            schema.path("required")
                    .forEach(field -> assertThat(value.has(field.asText()))
                            .as("%s.%s", where, field.asText())
                            .isTrue());
            value.properties()
                    .forEach(field -> requireShape(
                            schema.get("properties").get(field.getKey()),
                            field.getValue(),
                            where + "." + field.getKey()));
        }
    }

    private JsonNode resolved(JsonNode node) {
        return node.has("$ref") ? document.at(node.get("$ref").asText().substring(1)) : node;
    }

    private JsonNode responses(String method, String template) {
        return paths.path(template).path(method.toLowerCase(Locale.ROOT)).path("responses");
    }

    /** The documented path that a request's path is an instance of; literal segments win over parameters. */
    private String template(String requestPath) {
        String path = requestPath.split("\\?", 2)[0];
        return paths.properties().stream()
                .map(Map.Entry::getKey)
                .filter(candidate -> path.matches(candidate.replaceAll("\\{[^}]+}", "[^/]+")))
                .min(Comparator.comparingInt(candidate -> candidate.split("\\{", -1).length))
                .orElse(path);
    }
}
