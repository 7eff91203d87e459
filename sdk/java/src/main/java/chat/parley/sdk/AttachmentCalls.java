package chat.parley.sdk;

import chat.parley.wire.Entry;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Files that go with messages. An upload is the caller's alone until a {@code Draft} names its id in {@code attachments}. */
public final class AttachmentCalls {
    /** As long as a server gives an upload or a download by default. */
    private static final Duration TRANSFER = Duration.ofMinutes(15);

    private final HttpCalls calls;

    AttachmentCalls(HttpCalls calls) {
        this.calls = calls;
    }

    /**
     * Uploads a file, under its own name.
     *
     * <p>Refused: {@code too_large}; {@code conflict} where too much of the caller's waits to be sent; {@code rate_limited};
     * {@code unavailable}; {@code bad_request} where it is empty.
     */
    public Entry.File upload(Path file) throws IOException, Refused, SignedOut {
        String name = ApiPath.part(String.valueOf(file.getFileName()));
        return file(calls.upload("/v1/attachments?name=" + name, file, TRANSFER));
    }

    /** What is known of a file. Refused: {@code not_found}; {@code expired} where its message was recalled. */
    public Entry.File describe(String id) throws IOException, Refused, SignedOut {
        return file(
                calls.call("POST", path(id) + "/link", calls.object()).body().path("attachment"));
    }

    /**
     * Writes the bytes to {@code file}, in the place of what was there; where it breaks off, {@code file} has what came.
     * Refused as {@link #describe}, and then {@code file} is as it was.
     */
    public void download(String id, Path file) throws IOException, Refused, SignedOut {
        calls.download(path(id), file, TRANSFER);
    }

    /**
     * As {@link #download}, of a small picture of an image.
     *
     * <p>Refused: {@code not_found} also where there is none, or not yet; then the image itself is to be shown.
     */
    public void downloadThumbnail(String id, Thumbnail thumbnail, Path file) throws IOException, Refused, SignedOut {
        calls.download(path(id) + "?size=" + thumbnail.pixels, file, TRANSFER);
    }

    /** How large a small picture is: it fits into a square of so many pixels. */
    public enum Thumbnail {
        SMALL(360),
        LARGE(1_200);

        private final int pixels;

        Thumbnail(int pixels) {
            this.pixels = pixels;
        }
    }

    private static String path(String id) {
        return "/v1/attachments/" + ApiPath.part(id);
    }

    static Entry.File file(JsonNode json) {
        return new Entry.File(
                json.path("id").asText(),
                json.path("name").asText(),
                json.path("type").asText(),
                json.path("bytes").asLong(),
                pixels(json.path("width")),
                pixels(json.path("height")));
    }

    private static @Nullable Long pixels(JsonNode json) {
        return json.isIntegralNumber() ? Long.valueOf(json.longValue()) : null;
    }
}
