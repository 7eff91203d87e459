package chat.parley.sdk;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.util.Map;

/**
 * How far a client has come; what it needs to go on in another process.
 *
 * @param cursor the server's word for everything that was put on the connection
 * @param conversations by id
 */
public record SyncPosition(String cursor, Map<String, Reached> conversations) {
    private static final ObjectMapper MAPPER = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();

    /**
     * @param last the last entry delivered
     * @param head the last entry known to exist; entries in between must still be fetched, since the cursor covers them
     */
    public record Reached(long last, long head) {}

    /** What {@link #toJson} of this or an earlier version wrote. */
    public static SyncPosition fromJson(String json) throws IOException {
        return MAPPER.readValue(json, SyncPosition.class);
    }

    /** To be stored. One that is a little old costs a repetition: entries behind it are delivered again. */
    public String toJson() {
        try {
            return MAPPER.writeValueAsString(this);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException("texts and numbers cannot be written", impossible);
        }
    }
}
