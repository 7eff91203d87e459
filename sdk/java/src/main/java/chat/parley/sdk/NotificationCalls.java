package chat.parley.sdk;

import chat.parley.wire.ConversationState;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What the caller wants to be notified of: for one conversation, and in general. */
public final class NotificationCalls {
    private static final String MINE = "/v1/users/me/notifications";

    private final HttpCalls calls;
    private final Answers answers;

    NotificationCalls(HttpCalls calls, Answers answers) {
        this.calls = calls;
        this.answers = answers;
    }

    /**
     * Chooses all of it for one conversation; answers its state.
     *
     * @param rule {@code all}, {@code mentions} or {@code none}; null for what is preferred for its kind
     * @param until when being muted ends by itself; null for good, and where it is not muted
     */
    public ConversationState choose(String conversation, @Nullable String rule, boolean muted, @Nullable Instant until)
            throws IOException, Refused, SignedOut {
        ObjectNode body = calls.object().put("notices", rule).put("muted", muted);
        body.put("mutedUntil", until == null ? null : until.toString());
        return answers.state(calls.call("PUT", ApiPath.conversation(conversation) + "/notifications", body)
                .body());
    }

    public NotificationPreferences preferences() throws IOException, Refused, SignedOut {
        return preferences(calls.get(MINE));
    }

    /** Chooses all of it for all conversations for which nothing else was chosen. */
    public NotificationPreferences prefer(NotificationPreferences preferences) throws IOException, Refused, SignedOut {
        ObjectNode body = calls.object()
                .put("direct", preferences.direct())
                .put("group", preferences.group())
                .put("channel", preferences.channel());
        QuietHours quiet = preferences.quiet();
        if (quiet != null) {
            ObjectNode hours = body.putObject("quiet");
            quiet.days().forEach(hours.putArray("days")::add);
            hours.put("from", quiet.from()).put("to", quiet.to()).put("zone", quiet.zone());
        }
        return preferences(calls.call("PUT", MINE, body).body());
    }

    private static NotificationPreferences preferences(JsonNode json) throws IOException {
        JsonNode quiet = json.path("quiet");
        return new NotificationPreferences(
                json.path("direct").asText(),
                json.path("group").asText(),
                json.path("channel").asText(),
                quiet.isObject()
                        ? new QuietHours(
                                Answers.list(quiet.path("days"), JsonNode::asText),
                                quiet.path("from").asText(),
                                quiet.path("to").asText(),
                                quiet.path("zone").asText())
                        : null);
    }
}
