package chat.parley.core.attachment;

/** In pixels, as the image is shown: turned as its metadata says. */
public record ImageSize(int width, int height) {
    long pixels() {
        return (long) width * height;
    }

    ImageSize turned(int orientation) {
        return Orientation.lies(orientation) ? new ImageSize(/* width= */ height, /* height= */ width) : this;
    }
}
