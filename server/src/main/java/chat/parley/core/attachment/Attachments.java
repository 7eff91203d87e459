package chat.parley.core.attachment;

import chat.parley.core.id.AttachmentId;
import chat.parley.core.id.UserId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What is known of attachments; their bytes are in {@link AttachmentFiles}. An upload is noted here before its first byte is
 * written and forgotten after its last is deleted, so that no bytes lie about that nobody knows of.
 *
 * <p>Atomicity: each call is one transaction. Which message takes an upload is decided by the log
 * ({@link chat.parley.core.id.AttachmentId ids} in a post), under its lock, and a recall takes it away in the recall's own
 * transaction. Threads: blocks; call it on a virtual thread. Failure: {@link java.io.UncheckedIOException} where the store
 * cannot be reached.
 */
public interface Attachments {
    /**
     * Notes an upload that begins.
     *
     * @param most how many bytes it may become; they count against the bound at once
     * @return false, and nothing noted, where the user has too much unsent already
     */
    boolean begin(AttachmentId id, UserId uploader, long most, Bounds bounds);

    /** It is whole: from now on its uploader may send it. */
    void complete(Attachment attachment);

    /** Forgets an upload that was not sent, once its bytes are deleted. */
    void forget(AttachmentId id);

    /**
     * As far as this user may have it: the uploader until it is sent; then members of its conversation who may see its
     * message, as of this call. Empty for everybody else.
     */
    Optional<Seen> see(AttachmentId id, UserId viewer);

    /**
     * Condemns uploads from before {@code before} that were never sent (no message can take them any more), and gives them
     * together with those of recalled messages: at most {@code limit} whose bytes are to be deleted. Two servers may get the same.
     */
    List<AttachmentId> condemn(Instant before, int limit);

    /** The bytes of these, which {@link #condemn} gave, are deleted. */
    void deleted(List<AttachmentId> ids);

    /** Of one user. */
    record Bounds(int unsent, long unsentBytes) {}

    /** What somebody sees. */
    sealed interface Seen {
        record There(Attachment attachment) implements Seen {}

        /** It went with a message that was recalled. */
        record Recalled() implements Seen {}
    }
}
