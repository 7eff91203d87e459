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

/** {@code docs/openapi.yaml}, as far as a test needs it: which call may answer which status. */
final class DocumentedCalls {
    private final JsonNode paths;

    private DocumentedCalls(JsonNode paths) {
        this.paths = paths;
    }

    static DocumentedCalls read() {
        try {
            Path file = Path.of("..", "docs", "openapi.yaml");
            return new DocumentedCalls(new YAMLMapper().readTree(file.toFile()).get("paths"));
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
        String path = requestPath.split("\\?", 2)[0];
        String template = paths.properties().stream()
                .map(Map.Entry::getKey)
                .filter(candidate -> path.matches(candidate.replaceAll("\\{[^}]+}", "[^/]+")))
                .min(Comparator.comparingInt(candidate -> candidate.split("\\{", -1).length))
                .orElse(path);
        JsonNode responses =
                paths.path(template).path(method.toLowerCase(Locale.ROOT)).path("responses");
        assertThat(responses.has(Integer.toString(status)))
                .as("%s %s answers %d, as docs/openapi.yaml says", method, template, status)
                .isTrue();
    }
}
