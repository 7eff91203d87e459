package chat.parley.sdk;

import chat.parley.wire.ConversationState;
import chat.parley.wire.CurrentMessage;
import chat.parley.wire.Entry;
import chat.parley.wire.FrameReader;
import chat.parley.wire.MalformedFrame;
import chat.parley.wire.Profile;
import chat.parley.wire.Retention;
import chat.parley.wire.ThreadState;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The shapes in answers to HTTP calls (the schemas of docs/openapi.yaml); what the frames share is read by their codec. */
final class Answers {
    private final FrameReader reader = new FrameReader();
    private final ObjectMapper mapper = new ObjectMapper();

    /** One element of a list. */
    interface Element<T> {
        T read(JsonNode json) throws IOException;
    }

    Profile profile(JsonNode json) throws IOException {
        return read(json, reader::profile);
    }

    ConversationState state(JsonNode json) throws IOException {
        return read(json, reader::state);
    }

    Entry entry(JsonNode json) throws IOException {
        return read(json, reader::entry);
    }

    ThreadState thread(JsonNode json) throws IOException {
        return read(json, reader::thread);
    }

    CurrentMessage message(JsonNode json) throws IOException {
        return read(json, reader::message);
    }

    SignedIn signedIn(JsonNode json) throws IOException {
        return new SignedIn(
                json.hasNonNull("user") ? profile(json.get("user")) : null,
                json.path("accessToken").asText(),
                json.path("refreshToken").asText(),
                Duration.ofSeconds(json.path("expiresIn").asLong()));
    }

    static Retention retention(JsonNode json) {
        return new Retention(number(json.path("days")), number(json.path("messages")));
    }

    /** As a call says it. */
    static ObjectNode put(ObjectNode body, Retention retention) {
        if (retention.days() != null) {
            body.put("days", retention.days());
        }
        if (retention.messages() != null) {
            body.put("messages", retention.messages());
        }
        return body;
    }

    private static @Nullable Long number(JsonNode json) {
        return json.isIntegralNumber() ? (Long) json.asLong() : null;
    }

    /** The entry that a call became; null where everything was so already. */
    static @Nullable Long change(JsonNode json) {
        return json.path("seq").isIntegralNumber()
                ? Long.valueOf(json.get("seq").asLong())
                : null;
    }

    static Instant time(JsonNode json) throws IOException {
        try {
            return Instant.parse(json.asText());
        } catch (DateTimeParseException notATime) {
            throw new IOException("the server's answer is not of the protocol: no time", notATime);
        }
    }

    static <T> List<T> list(JsonNode array, Element<T> element) throws IOException {
        List<T> all = new ArrayList<>();
        for (JsonNode each : array) {
            all.add(element.read(each));
        }
        return List.copyOf(all);
    }

    /** A page whose list is the field {@code items}. */
    static <T> Page<T> page(JsonNode json, String items, Element<T> element) throws IOException {
        String next = json.hasNonNull("next") ? json.get("next").asText() : null;
        return new Page<>(list(json.path(items), element), next);
    }

    private interface Shape<T> {
        T read(JsonParser parser) throws IOException, MalformedFrame;
    }

    private <T> T read(JsonNode json, Shape<T> shape) throws IOException {
        try (JsonParser parser = mapper.treeAsTokens(json)) {
            parser.nextToken();
            return shape.read(parser);
        } catch (MalformedFrame malformed) {
            throw new IOException("the server's answer is not of the protocol: " + malformed.detail(), malformed);
        }
    }
}
