package chat.parley.core.attachment;

import chat.parley.core.id.AttachmentId;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What is known of thumbnails, and of which images they are still to be made. An image is on that list from its upload on, in the
 * transaction that completes it.
 *
 * <p>Atomicity: each call is one transaction. Several servers may ask at once; an image is given to one of them. Threads: blocks;
 * call it on a virtual thread. Failure: {@link java.io.UncheckedIOException} where the store cannot be reached.
 */
public interface Thumbnails {
    /**
     * An image that thumbnails are to be made of, the longest waiting first. Until {@code lease} is over nobody else gets it and its bytes
     * are not deleted; then it is given once more, and no third time.
     */
    Optional<AttachmentId> claim(Duration lease);

    /** There are these, whose bytes are written. False where the image has gone meanwhile: then they are to be deleted. */
    boolean made(AttachmentId id, List<Thumbnail> thumbnails);

    /** It did not work: once more after {@code pause}, where it was the first time. */
    void failed(AttachmentId id, Duration pause);

    /** One that was made. Whether somebody may see it is asked of {@link Attachments#see}. */
    Optional<Thumbnail> find(AttachmentId id, Rendition rendition);
}
