package chat.parley.sdk;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** The emoji that the workspace has beside those of Unicode. */
public final class EmojiCalls {
    private static final String EMOJI = "/v1/emoji";
    /** As long as a server gives them by default, the making of a picture included. */
    private static final Duration TRANSFER = Duration.ofMinutes(1);

    private final HttpCalls calls;

    EmojiCalls(HttpCalls calls) {
        this.calls = calls;
    }

    /** All of them, by name. */
    public List<CustomEmoji> list() throws IOException, Refused, SignedOut {
        return Answers.list(calls.get(EMOJI).path("emoji"), EmojiCalls::emoji);
    }

    /**
     * Adds one, of a PNG, JPEG, GIF or WebP. The same again is answered by what is there.
     *
     * <p>Refused: {@code forbidden} to who may add none; {@code conflict} where another has the name, or there are as many as may
     * be; {@code too_large}; {@code bad_request} where it is no name or no picture; {@code rate_limited}; {@code unavailable}.
     */
    public CustomEmoji add(String name, Path picture) throws IOException, Refused, SignedOut {
        return emoji(calls.upload(EMOJI + "?name=" + ApiPath.part(name), picture, TRANSFER));
    }

    /** Removes one; texts and reactions that name it stay. Refused: {@code forbidden}; {@code not_found}. */
    public void remove(String name) throws IOException, Refused, SignedOut {
        calls.call("DELETE", EMOJI + "/" + ApiPath.part(name), null);
    }

    /** Writes a picture to {@code file}, in the place of what was there. Refused: {@code not_found}. */
    public void download(String picture, Path file) throws IOException, Refused, SignedOut {
        calls.download(EMOJI + "/pictures/" + ApiPath.part(picture), file, TRANSFER);
    }

    private static CustomEmoji emoji(JsonNode json) throws IOException {
        return new CustomEmoji(
                json.path("name").asText(),
                json.path("picture").asText(),
                json.path("addedBy").asText(),
                Answers.time(json.path("addedAt")));
    }
}
