package chat.parley.wire;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Stream;

/** The directory {@code protocol/} at the root of the repository. */
final class ProtocolFiles {
    static final Path REPOSITORY =
            Path.of(System.getProperty("basedir", "wire")).resolve("..").normalize();
    static final Path PROTOCOL = REPOSITORY.resolve("protocol");
    static final Path SCHEMA = PROTOCOL.resolve("frames.schema.json");
    static final Path GOLDEN = PROTOCOL.resolve("golden");

    private static final ObjectMapper MAPPER = new ObjectMapper();

    private ProtocolFiles() {}

    static JsonNode json(Path file) {
        return json(bytes(file));
    }

    static JsonNode json(byte[] bytes) {
        try {
            return MAPPER.readTree(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static byte[] bytes(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new UncheckedIOException(file.toString(), e);
        }
    }

    /** The JSON files directly in a directory, by name. */
    static List<Path> in(Path directory) {
        try (Stream<Path> files = Files.list(directory)) {
            return files.filter(f -> f.toString().endsWith(".json")).sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** One definition of the schema, closed: a field that it does not name is an error here, though on the wire it is not. */
    static Schema closed(String definition) {
        ObjectNode schema = JsonNodeFactory.instance.objectNode();
        schema.put("$schema", "https://json-schema.org/draft/2020-12/schema");
        schema.put("$ref", "#/$defs/" + definition);
        schema.put("unevaluatedProperties", false);
        schema.set("$defs", json(SCHEMA).get("$defs"));
        return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                .getSchema(schema);
    }

    /** What follows {@code prefix} in the names of the schema's definitions. */
    static SortedSet<String> defined(String prefix) {
        SortedSet<String> names = new TreeSet<>();
        json(SCHEMA).get("$defs").fieldNames().forEachRemaining(name -> {
            if (name.startsWith(prefix)) {
                names.add(name.substring(prefix.length()));
            }
        });
        return names;
    }
}
