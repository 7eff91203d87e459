package chat.parley.wire;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** {@code docs/asyncapi.yaml} publishes the schema, no more and no less. */
class AsyncApiTest {
    private static final String SCHEMA = "../protocol/frames.schema.json#";

    private final JsonNode document = read();

    @Test
    void theServerTakesTheOpsOfAClientAndSaysTheOpsOfAServer() {
        assertThat(messagesOf("receiveFromClient")).isEqualTo(prefixed("client."));
        assertThat(messagesOf("sendToClient")).isEqualTo(prefixed("server."));
    }

    @Test
    void theSocketCarriesEveryMessageOfTheSchema() {
        SortedSet<String> all = new TreeSet<>(prefixed("client."));
        all.addAll(prefixed("server."));
        assertThat(names(document.at("/channels/socket/messages"))).isEqualTo(all);
        assertThat(names(document.at("/components/messages"))).isEqualTo(all);
    }

    @Test
    void everyReferenceLeadsSomewhere() {
        for (JsonNode reference : document.findValues("$ref")) {
            String target = reference.asText();
            JsonNode found = target.startsWith(SCHEMA)
                    ? ProtocolFiles.json(ProtocolFiles.SCHEMA).at(target.substring(SCHEMA.length()))
                    : document.at(target.substring(1));
            assertThat(found.isMissingNode()).as(target).isFalse();
        }
    }

    @Test
    void aMessagePublishesTheDefinitionOfItsName() {
        document.at("/components/messages")
                .properties()
                .forEach(message -> assertThat(
                                message.getValue().at("/payload/$ref").asText())
                        .isEqualTo(SCHEMA + "/$defs/" + message.getKey()));
    }

    @Test
    void longPollingCarriesTheFramesOfTheSocketAndAddsNone() {
        assertThat(document.at("/channels/poll/messages")).isEmpty();
        assertThat(document.at("/channels/poll/description").asText()).contains("The same frames over HTTP");
    }

    private SortedSet<String> messagesOf(String operation) {
        SortedSet<String> names = new TreeSet<>();
        for (JsonNode message : document.at("/operations/" + operation + "/messages")) {
            String reference = message.get("$ref").asText();
            names.add(reference.substring(reference.lastIndexOf('/') + 1));
        }
        return names;
    }

    private static SortedSet<String> prefixed(String side) {
        return ProtocolFiles.defined(side).stream().map(op -> side + op).collect(Collectors.toCollection(TreeSet::new));
    }

    private static SortedSet<String> names(JsonNode object) {
        SortedSet<String> names = new TreeSet<>();
        object.fieldNames().forEachRemaining(names::add);
        return names;
    }

    private static JsonNode read() {
        try {
            return new YAMLMapper()
                    .readTree(ProtocolFiles.REPOSITORY
                            .resolve("docs/asyncapi.yaml")
                            .toFile());
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
