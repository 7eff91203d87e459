package chat.parley.core.attachment;

import java.util.Optional;
import java.util.Set;

/**
 * A thumbnail that was looked at: what makes them is not believed, since it may be in the hands of the image.
 *
 * @param type PNG or JPEG, by its first bytes
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record SmallPicture(String type, ImageSize size, byte[] bytes) {
    private static final Set<String> TYPES = Set.of("image/png", "image/jpeg");

    /** Empty where it is none, or larger than it should be. */
    public static Optional<SmallPicture> of(Rendition rendition, byte[] bytes) {
        String type = FileType.of(bytes);
        return Optional.of(type)
                .filter(TYPES::contains)
                .flatMap(known -> ImageHeader.size(known, bytes))
                .filter(size -> Math.max(size.width(), size.height()) <= rendition.pixels())
                .map(size -> new SmallPicture(type, size, bytes));
    }
}
