package chat.parley.sdk;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is behind the links of a message. All of it is a stranger's text.
 *
 * @param on whether the server looks at links at all
 */
public record LinkPreviews(boolean on, List<LinkPreview> previews) {

    /** Of one link. */
    public record LinkPreview(
            String url,
            String title,
            @Nullable String description,
            String site,
            @Nullable Image image) {}

    /** A small picture that the server painted anew: PNG or JPEG. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    public record Image(String type, int width, int height, byte[] bytes) {}
}
