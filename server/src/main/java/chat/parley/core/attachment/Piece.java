package chat.parley.core.attachment;

/**
 * What is handed out: a file, or a thumbnail of it.
 *
 * @param type of these bytes
 */
public record Piece(Attachment attachment, Rendition rendition, String type, long bytes) {
    static Piece original(Attachment attachment) {
        return new Piece(attachment, Rendition.ORIGINAL, attachment.type(), attachment.bytes());
    }

    static Piece thumbnail(Attachment attachment, Thumbnail thumbnail) {
        return new Piece(attachment, thumbnail.rendition(), thumbnail.type(), thumbnail.bytes());
    }
}
