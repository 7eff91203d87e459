package chat.parley.core.preview;

import org.jspecify.annotations.Nullable;

/**
 * What a page says of itself. All of it is a stranger's text.
 *
 * @param title never blank
 * @param site what the site calls itself, else its host
 */
public record Preview(
        String title,
        @Nullable String description,
        String site,
        @Nullable Image image) {

    /**
     * A small picture that was made here of what the page names.
     *
     * @param type PNG or JPEG
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    public record Image(String type, int width, int height, byte[] bytes) {}
}
