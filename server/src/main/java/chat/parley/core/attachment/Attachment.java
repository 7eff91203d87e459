package chat.parley.core.attachment;

import chat.parley.core.id.AttachmentId;
import org.jspecify.annotations.Nullable;

/**
 * What is known of an upload.
 *
 * @param name as {@link FileName} made it of what its uploader called it
 * @param type its media type, as {@link FileType} read it from the bytes
 * @param size of an image, else null
 */
public record Attachment(
        AttachmentId id,
        String name,
        String type,
        long bytes,
        @Nullable ImageSize size) {

    /** Whether a browser may show it in place. Only what was read as an image, and no type that can hold a script. */
    public boolean image() {
        return size != null;
    }
}
