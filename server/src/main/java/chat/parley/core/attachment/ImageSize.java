package chat.parley.core.attachment;

/** In pixels, as the file's header says; an orientation in its metadata is not looked at. */
public record ImageSize(int width, int height) {
    long pixels() {
        return (long) width * height;
    }
}
