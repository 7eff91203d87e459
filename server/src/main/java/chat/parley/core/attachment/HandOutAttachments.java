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
    private final Thumbnails thumbnails;
    private final AttachmentFiles files;

    public HandOutAttachments(Attachments attachments, Thumbnails thumbnails, AttachmentFiles files) {
        this.attachments = attachments;
        this.thumbnails = thumbnails;
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

    /** The file itself, where this user may have it. */
    public Reply<Piece> original(UserId viewer, String attachment) {
        return switch (see(viewer, attachment)) {
            case Reply.Given<Attachment>(Attachment there) -> Reply.given(Piece.original(there));
            case Reply.Refused<Attachment> refused -> refused.as();
        };
    }

    /** A thumbnail of it, where this user may have it and there is one: not every image has one, and none has at once. */
    public Reply<Piece> thumbnail(UserId viewer, String attachment, Rendition rendition) {
        return switch (see(viewer, attachment)) {
            case Reply.Given<Attachment>(Attachment there) -> thumbnail(there, rendition);
            case Reply.Refused<Attachment> refused -> refused.as();
        };
    }

    private Reply<Piece> thumbnail(Attachment there, Rendition rendition) {
        return thumbnails
                .find(there.id(), needed(there, rendition))
                .<Reply<Piece>>map(thumbnail -> Reply.given(Piece.thumbnail(there, thumbnail)))
                .orElseGet(() -> Reply.refused(ErrorCode.NOT_FOUND, "there is no thumbnail of it, or not yet"));
    }

    /** An image that fits into the small one has no other. */
    private static Rendition needed(Attachment there, Rendition rendition) {
        ImageSize size = there.size();
        boolean small = size != null && Math.max(size.width(), size.height()) <= Rendition.SMALL.pixels();
        return small ? Rendition.SMALL : rendition;
    }

    /**
     * The bytes of what was seen, from number {@code from} on; the caller closes them. Empty where they are not on this server, as
     * after a restore without the files.
     *
     * @throws UncheckedIOException where they cannot be read now
     */
    public Optional<InputStream> open(Piece piece, long from) {
        try {
            return files.read(piece.attachment().id(), piece.rendition(), from);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }
}
