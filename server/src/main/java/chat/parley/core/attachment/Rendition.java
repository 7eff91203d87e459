package chat.parley.core.attachment;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * In what form a file is kept: as it was uploaded, or as a picture that fits into a square of so many pixels. That of an emoji is
 * kept for the workspace alone, and no attachment has it.
 */
public enum Rendition {
    ORIGINAL(0),
    EMOJI(128),
    SMALL(360),
    LARGE(1_200);

    /** Of the contract: what a client may ask for. */
    public static final List<Rendition> THUMBNAILS = List.of(SMALL, LARGE);

    private final int pixels;

    Rendition(int pixels) {
        this.pixels = pixels;
    }

    public int pixels() {
        return pixels;
    }

    /** The thumbnail of this size; empty where there is none of that size of any file. */
    public static Optional<Rendition> thumbnail(long pixels) {
        return THUMBNAILS.stream().filter(each -> each.pixels == pixels).findFirst();
    }

    /** As {@link #pixels} names it. */
    public static Rendition of(int pixels) {
        return Arrays.stream(values())
                .filter(each -> each.pixels == pixels)
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no rendition of " + pixels + " pixels"));
    }
}
