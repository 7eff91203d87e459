package chat.parley.acceptance;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What clients said to a server and what it answered, step by step. Kept as one JSON object a line; what a server chooses
 * (ids, tokens, cursors, times) stands as a name in double braces, so that another server's choice can take its place.
 */
final class Transcript {
    private static final Map<String, Pattern> CHOSEN_BY_THE_SERVER = new LinkedHashMap<>();

    static {
        CHOSEN_BY_THE_SERVER.put("time", Pattern.compile("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z"));
        CHOSEN_BY_THE_SERVER.put("accessToken", Pattern.compile("[\\w-]{20,}\\.[\\w-]{20,}\\.[\\w-]{20,}"));
        CHOSEN_BY_THE_SERVER.put("conversation", id('c'));
        CHOSEN_BY_THE_SERVER.put("user", id('u'));
        CHOSEN_BY_THE_SERVER.put("session", id('s'));
        CHOSEN_BY_THE_SERVER.put("poll", Pattern.compile("(?<![\\w-])[\\w-]{24}(?![\\w-])"));
    }

    /** An id of the server's making; nor a word of the same length, nor an id that a client made up. */
    private static Pattern id(char prefix) {
        return Pattern.compile("(?<![a-zA-Z0-9])" + prefix + "(?!0{12})(?=[0-9a-z]*[0-9])[0-9a-z]{13}(?![\\w-])");
    }

    /** One thing said or heard. {@code status} is 0 on the socket. */
    record Step(String kind, String who, String method, String path, JsonNode request, int status, JsonNode answer) {
        static Step http(String who, String method, String path, JsonNode request, int status, JsonNode answer) {
            return new Step("http", who, method, path, request, status, answer);
        }

        static Step socket(String kind, String who, JsonNode frame) {
            return new Step(kind, who, "", "", frame, 0, Json.MAPPER.nullNode());
        }

        ObjectNode toJson() {
            return Json.object(
                    "kind", kind, "who", who, "method", method, "path", path, "request", request, "status", status,
                    "answer", answer);
        }

        static Step of(JsonNode json) {
            return new Step(
                    json.get("kind").asText(),
                    json.get("who").asText(),
                    json.get("method").asText(),
                    json.get("path").asText(),
                    json.get("request"),
                    json.get("status").asInt(),
                    json.get("answer"));
        }
    }

    private final List<Step> steps = new ArrayList<>();

    void add(Step step) {
        steps.add(step);
    }

    List<Step> steps() {
        return List.copyOf(steps);
    }

    /** Writes the steps with names in the place of what the server chose. */
    void write(Path file) {
        Names names = new Names();
        List<String> lines = new ArrayList<>();
        steps.forEach(step -> lines.add(names.hide(step.toJson()).toString()));
        try {
            Files.createDirectories(file.toAbsolutePath().getParent());
            Files.write(file, lines);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static List<Step> read(Path file) {
        try {
            return Files.readAllLines(file).stream()
                    .map(Json::parse)
                    .map(Step::of)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Gives each value that a server chose a name, the same for the same value. */
    private static final class Names {
        private final Map<String, String> names = new LinkedHashMap<>();
        private final Map<String, Integer> counts = new LinkedHashMap<>();

        JsonNode hide(JsonNode node) {
            return Transcript.map(node, this::hideText, "");
        }

        private String hideText(String field, String text) {
            if (List.of("cursor", "refreshToken", "invite", "next", "kid", "x").contains(field) && !text.isEmpty()) {
                return name(field, text);
            }
            String hidden = text;
            for (Map.Entry<String, Pattern> kind : CHOSEN_BY_THE_SERVER.entrySet()) {
                hidden = kind.getValue()
                        .matcher(hidden)
                        .replaceAll(found -> name(kind.getKey(), found.group()).replace("$", "\\$"));
            }
            return hidden;
        }

        private String name(String kind, String value) {
            if (kind.equals("time")) {
                return "{{time}}";
            }
            return names.computeIfAbsent(value, _ -> "{{" + kind + "-" + counts.merge(kind, 1, Integer::sum) + "}}");
        }
    }

    /** A copy of the node with every text, and every field's name, put through {@code change}. */
    static JsonNode map(JsonNode node, TextChange change, String field) {
        if (node.isObject()) {
            ObjectNode copy = Json.MAPPER.createObjectNode();
            node.properties()
                    .forEach(each ->
                            copy.set(change.apply("", each.getKey()), map(each.getValue(), change, each.getKey())));
            return copy;
        }
        if (node.isArray()) {
            var copy = Json.MAPPER.createArrayNode();
            node.forEach(each -> copy.add(map(each, change, field)));
            return copy;
        }
        return node.isTextual() ? new TextNode(change.apply(field, node.asText())) : node;
    }

    interface TextChange {
        String apply(String field, String text);
    }

    /** What the names stand for on the server at hand: bound by what it answers, put in the place of what is asked. */
    static final class Bindings {
        private static final Pattern NAME = Pattern.compile("\\{\\{[\\w-]+}}");
        private final Map<String, String> values = new LinkedHashMap<>();

        void bind(String name, String value) {
            values.put(name, value);
        }

        JsonNode fill(JsonNode node) {
            return map(node, (_, text) -> fill(text), "");
        }

        String fill(String text) {
            return NAME.matcher(text)
                    .replaceAll(found -> Optional.ofNullable(values.get(found.group()))
                            .orElse(found.group())
                            .replace("$", "\\$"));
        }

        /**
         * How {@code actual} falls short of {@code expected}, or empty: every field expected is there with the expected
         * value; more fields are welcome, as the contract says; a name takes the value it meets first.
         */
        Optional<String> mismatch(String path, JsonNode expected, JsonNode actual) {
            if (expected.isObject()) {
                return objectMismatch(path, expected, actual);
            }
            if (expected.isArray()) {
                return arrayMismatch(path, expected, actual);
            }
            if (expected.isTextual() && NAME.matcher(expected.asText()).matches()) {
                return nameMismatch(path, expected.asText(), actual);
            }
            JsonNode filled = expected.isTextual() ? new TextNode(fill(expected.asText())) : expected;
            boolean same = filled.isNumber()
                    ? actual.isNumber() && (path.endsWith(".retryAfterMs") || filled.asLong() == actual.asLong())
                    : filled.equals(actual);
            return same ? Optional.empty() : Optional.of(path + ": expected " + filled + " but was " + actual);
        }

        /** As {@link #mismatch}, but names stay free where the whole does not match. */
        boolean matches(JsonNode expected, JsonNode actual) {
            Bindings trial = new Bindings();
            trial.values.putAll(values);
            boolean matches = trial.mismatch("", expected, actual).isEmpty();
            if (matches) {
                values.putAll(trial.values);
            }
            return matches;
        }

        private Optional<String> objectMismatch(String path, JsonNode expected, JsonNode actual) {
            for (Map.Entry<String, JsonNode> field : expected.properties()) {
                String name = fill(field.getKey());
                if (!actual.has(name)) {
                    return Optional.of(path + ": no field " + name + " in " + actual);
                }
                Optional<String> mismatch = mismatch(path + "." + name, field.getValue(), actual.get(name));
                if (mismatch.isPresent()) {
                    return mismatch;
                }
            }
            return Optional.empty();
        }

        private Optional<String> arrayMismatch(String path, JsonNode expected, JsonNode actual) {
            if (expected.size() != actual.size()) {
                return Optional.of(path + ": expected " + expected.size() + " elements but was " + actual);
            }
            for (int i = 0; i < expected.size(); i++) {
                Optional<String> mismatch = mismatch(path + "[" + i + "]", expected.get(i), actual.get(i));
                if (mismatch.isPresent()) {
                    return mismatch;
                }
            }
            return Optional.empty();
        }

        private Optional<String> nameMismatch(String path, String name, JsonNode actual) {
            if (!actual.isTextual()) {
                return Optional.of(path + ": expected a text for " + name + " but was " + actual);
            }
            if (name.equals("{{time}}")) {
                boolean time = CHOSEN_BY_THE_SERVER
                        .get("time")
                        .matcher(actual.asText())
                        .matches();
                return time ? Optional.empty() : Optional.of(path + ": no RFC 3339 time with milliseconds: " + actual);
            }
            if (name.startsWith("{{accessToken") || name.startsWith("{{cursor")) {
                // two are the same word for word where they were made in one second, or nothing was stored meanwhile
                values.put(name, actual.asText());
                return Optional.empty();
            }
            String known = values.putIfAbsent(name, actual.asText());
            return known == null || known.equals(actual.asText())
                    ? Optional.empty()
                    : Optional.of(path + ": expected " + name + " = " + known + " but was " + actual);
        }
    }
}
