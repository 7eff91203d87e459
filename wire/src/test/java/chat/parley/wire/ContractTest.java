package chat.parley.wire;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The files of {@code protocol/} agree with the code and with each other. */
class ContractTest {
    @Test
    void errorsJsonListsTheCodesOfTheEnumInItsOrder() {
        List<String> listed = new ArrayList<>();
        for (JsonNode code : ProtocolFiles.json(ProtocolFiles.PROTOCOL.resolve("errors.json"))
                .get("codes")) {
            listed.add(code.get("code").asText() + " " + code.get("status").asInt() + " "
                    + code.get("temporary").asBoolean());
            assertThat(code.get("meaning").asText()).isNotBlank();
        }
        List<String> known = new ArrayList<>();
        for (ErrorCode code : ErrorCode.values()) {
            known.add(code.wireName() + " " + code.status() + " " + code.temporary());
        }
        assertThat(listed).isEqualTo(known);
    }

    @Test
    void theSchemaListsTheCodesOfTheEnum() {
        List<String> listed = new ArrayList<>();
        for (JsonNode code : definition("errorCode").get("enum")) {
            listed.add(code.asText());
            assertThat(ErrorCode.of(code.asText()).wireName()).isEqualTo(code.asText());
        }
        assertThat(listed).hasSize(ErrorCode.values().length);
    }

    @Test
    void theSchemaNamesTheLimitsOfTheCode() {
        assertThat(definition("text").get("maxLength").asInt()).isEqualTo(WireLimits.TEXT_CODE_POINTS);
        assertThat(definition("id").get("pattern").asText()).contains("{1," + WireLimits.ID_CHARACTERS + "}");
        assertThat(definition("token").get("maxLength").asInt()).isEqualTo(WireLimits.TOKEN_CHARACTERS);
        assertThat(definition("cursor").get("maxLength").asInt()).isEqualTo(WireLimits.CURSOR_CHARACTERS);
        assertThat(definition("program").get("maxLength").asInt()).isEqualTo(WireLimits.CLIENT_CHARACTERS);
        assertThat(definition("mentions").get("maxItems").asInt()).isEqualTo(WireLimits.MENTIONS);
        assertThat(definition("attachments").get("maxItems").asInt()).isEqualTo(WireLimits.ATTACHMENTS);
        assertThat(property("client.focus", "conversations").get("maxItems").asInt())
                .isEqualTo(WireLimits.FOCUS_CONVERSATIONS);
        assertThat(property("client.watch", "users").get("maxItems").asInt()).isEqualTo(WireLimits.WATCH_USERS);
        assertThat(property("client.delivered", "marks").get("maxProperties").asInt())
                .isEqualTo(WireLimits.DELIVERED_MARKS);
    }

    @Test
    void theSchemaChangesOnlyWithTheMinorVersion() throws NoSuchAlgorithmException {
        String schema = "sha256:"
                + HexFormat.of()
                        .formatHex(
                                MessageDigest.getInstance("SHA-256").digest(ProtocolFiles.bytes(ProtocolFiles.SCHEMA)));
        String history =
                new String(ProtocolFiles.bytes(ProtocolFiles.PROTOCOL.resolve("history.md")), StandardCharsets.UTF_8);
        String newest = history.split("\n## ")[1];
        assertThat(newest)
                .as("protocol/frames.schema.json has changed: raise the minor version in protocol/history.md, say what"
                        + " it adds, and pin the schema's hash there (before a version is released, its hash alone)")
                .contains("Schema: `" + schema + "`");
    }

    private static JsonNode definition(String name) {
        return ProtocolFiles.json(ProtocolFiles.SCHEMA).get("$defs").get(name);
    }

    private static JsonNode property(String definition, String name) {
        return definition(definition).get("properties").get(name);
    }
}
