package chat.parley.sdk;

import chat.parley.wire.ClientFrame;
import chat.parley.wire.FrameWriter;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** The log of a conversation, its messages as they stand, and what one does to a message. */
public final class MessageCalls {
    /** The status of a send whose message was in the log already; that of a new one is 201. */
    private static final int REPEATED = 200;

    private final FrameWriter writer = new FrameWriter();
    private final ObjectMapper mapper = new ObjectMapper();
    private final HttpCalls calls;
    private final Answers answers;

    MessageCalls(HttpCalls calls, Answers answers) {
        this.calls = calls;
        this.answers = answers;
    }

    /** The log after {@code after}, in order. */
    public EntriesPage entries(String conversation, long after, int limit) throws IOException, Refused, SignedOut {
        JsonNode page = calls.get(ApiPath.conversation(conversation) + "/entries?after=" + after + "&limit=" + limit);
        return new EntriesPage(
                Answers.list(page.path("entries"), answers::entry),
                page.path("head").asLong(),
                page.path("first").asLong());
    }

    /** The newest messages. */
    public MessagesPage latest(String conversation, int limit) throws IOException, Refused, SignedOut {
        return messages(conversation, "limit=" + limit);
    }

    /** The messages before entry {@code seq}. */
    public MessagesPage before(String conversation, long seq, int limit) throws IOException, Refused, SignedOut {
        return messages(conversation, "before=" + seq + "&limit=" + limit);
    }

    /** The messages after entry {@code seq}. */
    public MessagesPage after(String conversation, long seq, int limit) throws IOException, Refused, SignedOut {
        return messages(conversation, "after=" + seq + "&limit=" + limit);
    }

    /** The messages on both sides of entry {@code seq}, its own included. */
    public MessagesPage around(String conversation, long seq, int limit) throws IOException, Refused, SignedOut {
        return messages(conversation, "around=" + seq + "&limit=" + limit);
    }

    /**
     * Finds messages by what is in them, the newest first.
     *
     * @param query as people write it: words, "phrases", {@code begin*}, {@code -not}, {@code from:}, {@code in:}, {@code
     *     before:}, {@code after:}, {@code has:}
     * @param next of the page before; null for the first
     */
    public HitsPage search(String query, int limit, @Nullable String next) throws IOException, Refused, SignedOut {
        JsonNode page = calls.get(ApiPath.page("/v1/search?q=" + ApiPath.part(query), limit, "next", next));
        return new HitsPage(
                Answers.list(page.path("hits"), MessageCalls::hit),
                Answers.list(page.path("users"), answers::profile),
                page.path("next").textValue());
    }

    private static HitsPage.Hit hit(JsonNode hit) throws IOException {
        return new HitsPage.Hit(
                hit.path("conversation").asText(),
                hit.path("seq").asLong(),
                Answers.time(hit.path("at")),
                hit.path("from").asText(),
                hit.path("snippet").asText(),
                Answers.list(
                        hit.path("highlights"),
                        span -> new HitsPage.Highlight(
                                span.path("start").asInt(), span.path("end").asInt())));
    }

    /** Sends; repeating the draft's {@code id} answers the first result. {@link ParleyClient#send} repeats by itself. */
    public Sent send(String conversation, ClientFrame.Draft draft) throws IOException, Refused, SignedOut {
        HttpCalls.Answer answer = calls.call(
                "POST", ApiPath.conversation(conversation) + "/messages", mapper.readTree(writer.draft(draft)));
        return new Sent(
                conversation,
                draft.id(),
                answer.body().path("seq").asLong(),
                Answers.time(answer.body().path("at")),
                answer.status() == REPEATED);
    }

    /**
     * Gives the caller's own message another text; the same {@code id} (a UUID) again answers the first result.
     *
     * @return the entry of the edit
     */
    public long edit(String conversation, long seq, String id, String text) throws IOException, Refused, SignedOut {
        return calls.call(
                        "PATCH",
                        ApiPath.message(conversation, seq),
                        calls.object().put("id", id).put("text", text))
                .body()
                .path("seq")
                .asLong();
    }

    /**
     * What a message said before.
     *
     * @param after the {@code next} of the page before; 0 for the first
     */
    public VersionsPage versions(String conversation, long seq, long after, int limit)
            throws IOException, Refused, SignedOut {
        JsonNode page = calls.get(ApiPath.message(conversation, seq) + "/versions?after=" + after + "&limit=" + limit);
        Long next = page.path("next").isIntegralNumber()
                ? Long.valueOf(page.get("next").asLong())
                : null;
        return new VersionsPage(Answers.list(page.path("versions"), answers::entry), next);
    }

    /** What is behind the links of a message as it reads now; the server may have to look first. */
    public LinkPreviews previews(String conversation, long seq) throws IOException, Refused, SignedOut {
        JsonNode body = calls.get(ApiPath.message(conversation, seq) + "/previews");
        return new LinkPreviews(
                body.path("on").asBoolean(), Answers.list(body.path("previews"), MessageCalls::preview));
    }

    private static LinkPreviews.LinkPreview preview(JsonNode preview) throws IOException {
        JsonNode image = preview.path("image");
        return new LinkPreviews.LinkPreview(
                preview.path("url").asText(),
                preview.path("title").asText(),
                preview.path("description").textValue(),
                preview.path("site").asText(),
                image.isObject()
                        ? new LinkPreviews.Image(
                                image.path("type").asText(),
                                image.path("width").asInt(),
                                image.path("height").asInt(),
                                image.path("data").binaryValue())
                        : null);
    }

    /**
     * Takes a message back: its text and all its versions are gone for everybody.
     *
     * @return the entry that this became; null where it was so already, as for the next four
     */
    public @Nullable Long recall(String conversation, long seq) throws IOException, Refused, SignedOut {
        return change("DELETE", ApiPath.message(conversation, seq));
    }

    /** Puts a reaction on a message. */
    public @Nullable Long react(String conversation, long seq, String emoji) throws IOException, Refused, SignedOut {
        return change("PUT", reaction(conversation, seq, emoji));
    }

    /** Takes the caller's reaction off a message. */
    public @Nullable Long unreact(String conversation, long seq, String emoji) throws IOException, Refused, SignedOut {
        return change("DELETE", reaction(conversation, seq, emoji));
    }

    public @Nullable Long pin(String conversation, long seq) throws IOException, Refused, SignedOut {
        return change("PUT", ApiPath.message(conversation, seq) + "/pin");
    }

    public @Nullable Long unpin(String conversation, long seq) throws IOException, Refused, SignedOut {
        return change("DELETE", ApiPath.message(conversation, seq) + "/pin");
    }

    /**
     * Who has a message, by user id, without those who hide their receipts; for its sender, owners and moderators.
     *
     * @param after the {@code next} of the page before
     */
    public Page<MessageReceipt> receipts(String conversation, long seq, @Nullable String after, int limit)
            throws IOException, Refused, SignedOut {
        String path = ApiPath.page(ApiPath.conversation(conversation) + "/receipts/" + seq, limit, "after", after);
        return Answers.page(
                calls.get(path),
                "receipts",
                receipt -> new MessageReceipt(
                        receipt.path("user").asText(),
                        receipt.path("delivered").asBoolean(),
                        receipt.path("read").asBoolean()));
    }

    private MessagesPage messages(String conversation, String query) throws IOException, Refused, SignedOut {
        JsonNode page = calls.get(ApiPath.conversation(conversation) + "/messages?" + query);
        return new MessagesPage(
                Answers.list(page.path("messages"), answers::message),
                page.path("head").asLong(),
                page.path("first").asLong(),
                Answers.list(page.path("users"), answers::profile));
    }

    private @Nullable Long change(String method, String path) throws IOException, Refused, SignedOut {
        return Answers.change(calls.call(method, path, null).body());
    }

    private static String reaction(String conversation, long seq, String emoji) {
        return ApiPath.message(conversation, seq) + "/reactions/" + ApiPath.part(emoji);
    }
}
