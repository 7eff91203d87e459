package chat.parley.core.attachment;

import chat.parley.core.id.AttachmentId;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;

/**
 * The bytes of attachments, by their ids. Names that users gave never reach it.
 *
 * <p>Atomicity: bytes appear whole or not at all; an original never changes. Durability: once {@link #write} returns they survive the
 * loss of the machine's power. Threads: any, at the same time for different ids; blocks. Failure: {@link IOException}; after
 * one of {@link #write} there is nothing in its place, or there is once somebody deletes it.
 */
public interface AttachmentFiles {
    /** Writes all of {@code bytes}, which is not closed. What reading it throws goes through as it is. */
    void write(AttachmentId id, Rendition rendition, InputStream bytes) throws IOException;

    /** The bytes from number {@code from} on; empty where there are none of this form under this id. */
    Optional<InputStream> read(AttachmentId id, Rendition rendition, long from) throws IOException;

    /** Nothing of any form is under this id any more; nothing happens where nothing was. */
    void delete(AttachmentId id) throws IOException;
}
