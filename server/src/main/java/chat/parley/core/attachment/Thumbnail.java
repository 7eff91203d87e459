package chat.parley.core.attachment;

/** What is known of a thumbnail that was made. */
public record Thumbnail(Rendition rendition, String type, long bytes) {}
