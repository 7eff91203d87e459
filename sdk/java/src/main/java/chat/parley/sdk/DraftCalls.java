package chat.parley.sdk;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the caller began to write and did not send, on any device. */
public final class DraftCalls {
    private final HttpCalls calls;

    DraftCalls(HttpCalls calls) {
        this.calls = calls;
    }

    public List<KeptDraft> list() throws IOException, Refused, SignedOut {
        return Answers.list(calls.get("/v1/users/me/drafts").path("drafts"), DraftCalls::draft);
    }

    /**
     * Keeps a text, or none where it is empty; answers the revision, null where none is kept.
     *
     * @param thread the root of the thread; null for the conversation itself
     * @param known the revision that was known, null where none was; refused as {@code conflict} where there is a newer one
     */
    public @Nullable Long keep(String conversation, @Nullable Long thread, String text, @Nullable Long known)
            throws IOException, Refused, SignedOut {
        ObjectNode body = calls.object().put("text", text).put("thread", thread).put("revision", known);
        JsonNode kept = calls.call("PUT", ApiPath.conversation(conversation) + "/draft", body)
                .body();
        return kept.path("revision").isIntegralNumber()
                ? Long.valueOf(kept.get("revision").asLong())
                : null;
    }

    private static KeptDraft draft(JsonNode json) {
        JsonNode thread = json.path("thread");
        return new KeptDraft(
                json.path("conversation").asText(),
                thread.isIntegralNumber() ? Long.valueOf(thread.asLong()) : null,
                json.path("text").asText(),
                json.path("revision").asLong());
    }
}
