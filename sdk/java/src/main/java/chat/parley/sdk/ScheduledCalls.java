package chat.parley.sdk;

import chat.parley.wire.ClientFrame;
import chat.parley.wire.FrameWriter;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Messages that the caller has sent later. */
public final class ScheduledCalls {
    private static final String MINE = "/v1/users/me/scheduled";

    private final FrameWriter writer = new FrameWriter();
    private final ObjectMapper mapper = new ObjectMapper();
    private final HttpCalls calls;

    ScheduledCalls(HttpCalls calls) {
        this.calls = calls;
    }

    /**
     * Has a message sent at that time; repeating the draft's {@code id} answers what is there. Null where it is in the log already.
     *
     * @param draft without {@code prev}
     */
    public @Nullable ScheduledMessage make(String conversation, ClientFrame.Draft draft, Instant sendAt)
            throws IOException, Refused, SignedOut {
        ObjectNode body =
                mapper.readValue(writer.draft(draft), ObjectNode.class).put("sendAt", sendAt.toString());
        JsonNode made = calls.call("POST", ApiPath.conversation(conversation) + "/scheduled", body)
                .body()
                .path("scheduled");
        return made.isObject() ? message(made) : null;
    }

    /**
     * All of the caller's, the ones that are due first in front.
     *
     * @param after the {@code next} of the page before
     */
    public Page<ScheduledMessage> list(@Nullable String after, int limit) throws IOException, Refused, SignedOut {
        return Answers.page(calls.get(ApiPath.page(MINE, limit, "after", after)), "scheduled", ScheduledCalls::message);
    }

    /**
     * Null leaves something as it is. With another time it waits anew, also where it was refused before.
     *
     * <p>Refused as {@code not_found} where it was sent or cancelled, as are the next two.
     */
    public ScheduledMessage change(
            String id, @Nullable String text, @Nullable List<String> mentions, @Nullable Instant sendAt)
            throws IOException, Refused, SignedOut {
        ObjectNode body = calls.object();
        if (text != null) {
            body.put("text", text);
        }
        if (mentions != null) {
            ArrayNode whom = body.putArray("mentions");
            mentions.forEach(whom::add);
        }
        if (sendAt != null) {
            body.put("sendAt", sendAt.toString());
        }
        return message(calls.call("PATCH", path(id), body).body());
    }

    public void cancel(String id) throws IOException, Refused, SignedOut {
        calls.call("DELETE", path(id), null);
    }

    /** Sends it at once; answers its number. */
    public long sendNow(String id) throws IOException, Refused, SignedOut {
        return calls.call("POST", path(id) + "/send", null).body().path("seq").asLong();
    }

    private static String path(String id) {
        return MINE + "/" + ApiPath.part(id);
    }

    private static ScheduledMessage message(JsonNode json) throws IOException {
        JsonNode failure = json.path("failure");
        return new ScheduledMessage(
                json.path("id").asText(),
                json.path("conversation").asText(),
                json.path("text").asText(),
                number(json.path("replyTo")),
                number(json.path("thread")),
                json.path("broadcast").asBoolean(),
                Answers.list(json.path("mentions"), JsonNode::asText),
                Answers.list(json.path("files"), AttachmentCalls::file),
                Answers.time(json.path("sendAt")),
                Answers.time(json.path("madeAt")),
                failure.isObject()
                        ? new ScheduledMessage.Failure(
                                failure.path("code").asText(),
                                failure.path("detail").asText(),
                                Answers.time(failure.path("at")))
                        : null);
    }

    private static @Nullable Long number(JsonNode json) {
        return json.isIntegralNumber() ? Long.valueOf(json.longValue()) : null;
    }
}
