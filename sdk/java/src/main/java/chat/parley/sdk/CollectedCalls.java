package chat.parley.sdk;

import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Messages of all conversations in one list: those that mention the caller, and those they saved. */
public final class CollectedCalls {
    private static final String MENTIONS = "/v1/users/me/mentions";
    private static final String SAVED = "/v1/users/me/saved";

    private final HttpCalls calls;
    private final Answers answers;

    CollectedCalls(HttpCalls calls, Answers answers) {
        this.calls = calls;
        this.answers = answers;
    }

    /**
     * Messages that mention the caller or everybody, the newest first.
     *
     * @param before the {@code next} of the page before
     */
    public Page<Mention> mentions(@Nullable String before, int limit) throws IOException, Refused, SignedOut {
        return Answers.page(
                calls.get(ApiPath.page(MENTIONS, limit, "before", before)),
                "mentions",
                json -> new Mention(
                        answers.message(json.path("message")),
                        json.path("unread").asBoolean()));
    }

    /**
     * Messages that the caller saved, the last saved first.
     *
     * @param before the {@code next} of the page before
     */
    public Page<SavedMessage> saved(@Nullable String before, int limit) throws IOException, Refused, SignedOut {
        return Answers.page(
                calls.get(ApiPath.page(SAVED, limit, "before", before)),
                "saved",
                json -> new SavedMessage(answers.message(json.path("message")), Answers.time(json.path("savedAt"))));
    }

    /** Where all messages are that the caller saved, in no order. */
    public List<MessagePlace> places() throws IOException, Refused, SignedOut {
        return Answers.list(
                calls.get(SAVED + "/places").path("places"),
                json -> new MessagePlace(
                        json.path("conversation").asText(), json.path("seq").asLong()));
    }

    /** Saves a message for the caller; the same again changes nothing. */
    public void save(String conversation, long seq) throws IOException, Refused, SignedOut {
        calls.call("PUT", ApiPath.message(conversation, seq) + "/saved", null);
    }

    public void forget(String conversation, long seq) throws IOException, Refused, SignedOut {
        calls.call("DELETE", ApiPath.message(conversation, seq) + "/saved", null);
    }
}
