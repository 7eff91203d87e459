package chat.parley.acceptance;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** The published description of the HTTP calls, as far as a test needs to read it. */
final class OpenApi {
    private final JsonNode document;

    private OpenApi(JsonNode document) {
        this.document = document;
    }

    static OpenApi read(Path file) {
        try {
            return new OpenApi(new YAMLMapper().readTree(file.toFile()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    JsonNode document() {
        return document;
    }

    /** The documented path that a request's path is an instance of; literal segments win over parameters. */
    Optional<String> template(String requestPath) {
        String path = requestPath.split("\\?", 2)[0];
        return document.get("paths").properties().stream()
                .map(Map.Entry::getKey)
                .filter(template -> Pattern.matches(template.replaceAll("\\{[^}]+}", "[^/]+"), path))
                .min(java.util.Comparator.comparingInt(template -> template.split("\\{", -1).length));
    }

    /** The schema documented for an answer, or empty where the answer is not documented at all. */
    Optional<JsonNode> answerSchema(String template, String method, int status) {
        JsonNode responses = document.at("/paths")
                .path(template)
                .path(method.toLowerCase(java.util.Locale.ROOT))
                .path("responses");
        JsonNode response = resolve(responses.path(Integer.toString(status)));
        if (response.isMissingNode()) {
            return Optional.empty();
        }
        JsonNode content = response.path("content");
        return Optional.of(
                content.isEmpty() ? Json.object() : content.elements().next().path("schema"));
    }

    /** The schema documented for a call's body, or empty where it has none. */
    Optional<JsonNode> requestSchema(String template, String method) {
        JsonNode content = document.at("/paths")
                .path(template)
                .path(method.toLowerCase(java.util.Locale.ROOT))
                .path("requestBody")
                .path("content");
        return content.isEmpty()
                ? Optional.empty()
                : Optional.of(content.elements().next().path("schema"));
    }

    /** Follows a reference within the document. */
    JsonNode resolve(JsonNode node) {
        return node.has("$ref") ? document.at(node.get("$ref").asText().substring(1)) : node;
    }

    /** "Schema.field" for every field of every schema that is named at this place of the document. */
    Set<String> documentedFields(String schemas) {
        Set<String> fields = new TreeSet<>();
        document.at(schemas)
                .properties()
                .forEach(schema -> schema.getValue()
                        .path("properties")
                        .fieldNames()
                        .forEachRemaining(field -> fields.add(schema.getKey() + "." + field)));
        return fields;
    }

    /** A documented call; {@code open} to everybody, without a token. */
    record Operation(String method, String template, boolean open) {
        @Override
        public String toString() {
            return method + " " + template;
        }
    }

    List<Operation> operations() {
        List<Operation> operations = new ArrayList<>();
        document.get("paths")
                .properties()
                .forEach(path -> path.getValue().properties().stream()
                        .filter(operation -> operation.getValue().has("responses"))
                        .forEach(operation -> operations.add(new Operation(
                                operation.getKey().toUpperCase(java.util.Locale.ROOT),
                                path.getKey(),
                                operation.getValue().has("security")
                                        && operation.getValue().get("security").isEmpty()))));
        return operations;
    }

    /** "METHOD path status" for every documented answer. */
    Set<String> documentedAnswers() {
        Set<String> answers = new TreeSet<>();
        document.get("paths")
                .properties()
                .forEach(path -> path.getValue().properties().forEach(operation -> {
                    if (operation.getValue().has("responses")) {
                        operation
                                .getValue()
                                .get("responses")
                                .fieldNames()
                                .forEachRemaining(
                                        status -> answers.add(operation.getKey().toUpperCase(java.util.Locale.ROOT)
                                                + " " + path.getKey() + " " + status));
                    }
                }));
        return answers;
    }

    /** Notes as "Schema.field" which documented fields an instance shows. */
    void noteFields(JsonNode schemaOrReference, JsonNode instance, Set<String> seen) {
        String reference = schemaOrReference.path("$ref").asText();
        String name = reference.substring(reference.lastIndexOf('/') + 1);
        JsonNode schema = resolve(schemaOrReference);
        if (schema.has("$ref")) {
            noteFields(schema, instance, seen);
        }
        for (String combination : new String[] {"allOf", "oneOf", "anyOf"}) {
            schema.path(combination).forEach(each -> {
                if (mayBe(each, instance)) {
                    noteFields(each, instance, seen);
                }
            });
        }
        if (instance.isArray()) {
            instance.forEach(element -> noteFields(schema.path("items"), element, seen));
        }
        if (instance.isObject()) {
            schema.path("properties").properties().forEach(property -> {
                if (instance.has(property.getKey())) {
                    seen.add(name + "." + property.getKey());
                    noteFields(property.getValue(), instance.get(property.getKey()), seen);
                }
            });
            JsonNode additional = schema.path("additionalProperties");
            if (additional.isObject()) {
                instance.forEach(value -> noteFields(additional, value, seen));
            }
        }
    }

    /** False where a field is there and not the constant that the schema asks for, as of an entry of another kind. */
    private boolean mayBe(JsonNode schemaOrReference, JsonNode instance) {
        JsonNode schema = resolve(schemaOrReference);
        boolean here = schema.path("properties").properties().stream()
                .filter(property -> property.getValue().has("const") && instance.has(property.getKey()))
                .allMatch(property -> property.getValue().get("const").equals(instance.get(property.getKey())));
        return here && (!schema.has("$ref") || mayBe(schema, instance));
    }

    /** "METHOD path?name" for every documented parameter of a query. */
    Set<String> documentedQueries() {
        Set<String> queries = new TreeSet<>();
        document.get("paths")
                .properties()
                .forEach(path -> path.getValue()
                        .properties()
                        .forEach(operation -> operation
                                .getValue()
                                .path("parameters")
                                .forEach(parameter -> {
                                    JsonNode query = resolve(parameter);
                                    if (query.path("in").asText().equals("query")) {
                                        queries.add(operation.getKey().toUpperCase(java.util.Locale.ROOT) + " "
                                                + path.getKey() + "?"
                                                + query.get("name").asText());
                                    }
                                })));
        return queries;
    }
}
