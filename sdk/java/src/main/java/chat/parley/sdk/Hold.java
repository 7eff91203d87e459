package chat.parley.sdk;

import com.fasterxml.jackson.databind.JsonNode;
import org.jspecify.annotations.Nullable;

/**
 * A legal hold.
 *
 * @param conversation what is held, or null for
 * @param user whose conversations are held
 * @param releasedBy null while it holds
 */
public record Hold(
        String id,
        @Nullable String conversation,
        @Nullable String user,
        String reason,
        String placedBy,
        @Nullable String releasedBy) {
    static Hold read(JsonNode json) {
        return new Hold(
                json.path("id").asText(),
                text(json, "conversation"),
                text(json, "user"),
                json.path("reason").asText(),
                json.path("placedBy").asText(),
                text(json, "releasedBy"));
    }

    private static @Nullable String text(JsonNode json, String field) {
        return json.hasNonNull(field) ? json.get(field).asText() : null;
    }
}
