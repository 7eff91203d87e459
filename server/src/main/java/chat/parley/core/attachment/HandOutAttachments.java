package chat.parley.core.attachment;

import chat.parley.core.attachment.Attachments.Seen;
import chat.parley.core.id.AttachmentId;
import chat.parley.core.id.UserId;
import chat.parley.core.reply.Reply;
import chat.parley.wire.ErrorCode;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Optional;

/** Hands attachments out to those who may have them at that moment. Who may not is not told that there is one. */
public final class HandOutAttachments {
    private static final String NONE = "no such attachment";

    private final Attachments attachments;
    private final AttachmentFiles files;

    public HandOutAttachments(Attachments attachments, AttachmentFiles files) {
        this.attachments = attachments;
        this.files = files;
    }

    /** What is known of it, where this user may have it. */
    public Reply<Attachment> see(UserId viewer, String attachment) {
        Optional<Seen> seen = AttachmentId.parse(attachment).flatMap(id -> attachments.see(id, viewer));
        if (seen.isEmpty()) {
            return Reply.refused(ErrorCode.NOT_FOUND, NONE);
        }
        return switch (seen.get()) {
            case Seen.There(Attachment there) -> Reply.given(there);
            case Seen.Recalled() -> Reply.refused(ErrorCode.EXPIRED, "its message was recalled");
        };
    }

    /**
     * The bytes of what {@link #see} gave, from number {@code from} on; the caller closes them. Empty where they are not on
     * this server, as after a restore without the files.
     *
     * @throws UncheckedIOException where they cannot be read now
     */
    public Optional<InputStream> open(Attachment attachment, long from) {
        try {
            return files.read(attachment.id(), from);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }
}
