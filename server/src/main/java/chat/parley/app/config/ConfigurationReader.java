package chat.parley.app.config;

import chat.parley.wording.FileTrouble;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Reads the configuration of all sections from its sources: flags over the environment over the file over the defaults. All
 * that is wrong is told at once.
 */
public final class ConfigurationReader {
    private final List<Section<?>> sections;
    private final Map<String, Key> keys = new LinkedHashMap<>();
    private final List<String> problems = new ArrayList<>();
    private final Map<String, Given> given = new HashMap<>();

    /** A value as somebody wrote it. {@code where} names its place in a message. */
    record Given(String text, Source source, String where) {}

    private ConfigurationReader(List<Section<?>> sections) {
        this.sections = sections;
        for (Key key : Key.of(sections)) {
            keys.put(key.name(), key);
        }
    }

    /**
     * The configuration.
     *
     * @throws ConfigurationException where a key is unknown, or a value cannot be read or is out of range
     */
    public static Configuration read(List<Section<?>> sections, Inputs inputs) {
        return new ConfigurationReader(sections).read(inputs);
    }

    private Configuration read(Inputs inputs) {
        inputs.file().ifPresent(this::takeFile);
        takeEnvironment(inputs.environment());
        inputs.flags().forEach((key, text) -> take(key, new Given(text, Source.FLAG, "flag " + key)));
        Map<Class<?>, Record> records = bind();
        if (!problems.isEmpty()) {
            throw new ConfigurationException(problems);
        }
        return new Configuration(records, effective());
    }

    private void takeFile(Path file) {
        try {
            JsonNode tree = new ObjectMapper(new YAMLFactory()).readTree(Files.readString(file));
            if (tree.isObject()) {
                takeTree("", tree, file);
            } else if (!tree.isMissingNode() && !tree.isNull()) {
                problems.add(file + ": must hold sections with keys, such as 'http:' and below it '  port: 8080'");
            }
        } catch (JsonProcessingException e) {
            problems.add(file + ": is not YAML: " + e.getOriginalMessage());
        } catch (IOException e) {
            problems.add(file + ": cannot be read (" + FileTrouble.reason(e) + ")");
        }
    }

    private void takeTree(String prefix, JsonNode tree, Path file) {
        tree.properties().forEach(property -> {
            String key = prefix + property.getKey();
            JsonNode value = property.getValue();
            if (value.isObject()) {
                takeTree(key + ".", value, file);
            } else {
                take(key, new Given(text(value), Source.FILE, file + ": " + key));
            }
        });
    }

    private static String text(JsonNode value) {
        if (!value.isArray()) {
            return value.isNull() ? "" : value.asText();
        }
        List<String> parts = new ArrayList<>();
        value.forEach(part -> parts.add(part.asText()));
        return String.join(",", parts);
    }

    private void takeEnvironment(Map<String, String> environment) {
        Map<String, Key> byVariable = new HashMap<>();
        keys.values().forEach(key -> byVariable.put(key.environment(), key));
        new TreeMap<>(environment).forEach((variable, text) -> {
            if (!variable.startsWith("PARLEY_")) {
                return;
            }
            Key key = byVariable.get(variable);
            if (key == null) {
                refuse("environment variable " + variable, variable, byVariable.keySet());
            } else {
                given.put(key.name(), new Given(text, Source.ENVIRONMENT, variable));
            }
        });
    }

    private void take(String key, Given value) {
        if (keys.containsKey(key)) {
            given.put(key, value);
        } else {
            refuse(value.where(), key, keys.keySet());
        }
    }

    private void refuse(String where, String name, Collection<String> known) {
        problems.add(where + ": is unknown"
                + NearestName.of(name, known)
                        .map(nearest -> "; did you mean " + nearest + "?")
                        .orElse("; `parley config` lists what there is"));
    }

    private Map<Class<?>, Record> bind() {
        RecordBinder binder = new RecordBinder(keys, given, problems);
        Map<Class<?>, Record> records = new HashMap<>();
        for (Section<?> section : sections) {
            records.put(section.defaults().getClass(), binder.bind(section.name(), section.defaults()));
        }
        return records;
    }

    private List<Configuration.Effective> effective() {
        List<Configuration.Effective> values = new ArrayList<>();
        keys.values().forEach(key -> {
            Given value = given.get(key.name());
            String text = value == null ? ValueText.format(key.defaultValue(), key.documentation()) : value.text();
            Source source = value == null ? Source.DEFAULT : value.source();
            values.add(new Configuration.Effective(
                    key.name(), key.documentation().secret() ? Secrets.mask(text) : text, source));
        });
        return values;
    }
}
