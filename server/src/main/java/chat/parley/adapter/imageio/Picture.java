package chat.parley.adapter.imageio;

import com.twelvemonkeys.imageio.stream.ByteArrayImageInputStream;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.AffineTransform;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Iterator;
import java.util.Locale;
import java.util.Set;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageReadParam;
import javax.imageio.ImageReader;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.ImageInputStream;

/** An unpacked image. */
record Picture(BufferedImage image) {
    /** Of all that the JDK and its plug-ins could read, what we say that we do. */
    private static final Set<String> FORMATS = Set.of("png", "jpeg", "gif", "webp");

    /** Between a quarter of the bytes of the best, and nothing that an eye would miss. */
    private static final float QUALITY = 0.8f;

    /**
     * The first image in the file, unpacked no finer than twice what is needed: of a large one only every so-manieth pixel is kept.
     *
     * @param needed how long its longer side is to be at least
     */
    static Picture read(byte[] file, long mostPixels, int needed) throws IOException {
        try (ImageInputStream in = new ByteArrayImageInputStream(file)) {
            ImageReader reader = reader(in);
            reader.setInput(in, true, true);
            int width = reader.getWidth(0);
            int height = reader.getHeight(0);
            if ((long) width * height > mostPixels) {
                throw new ThumbnailMain.TooManyPixels();
            }
            ImageReadParam every = reader.getDefaultReadParam();
            int step = Math.max(1, Math.max(width, height) / (2 * needed));
            every.setSourceSubsampling(step, step, 0, 0);
            return new Picture(reader.read(0, every));
        }
    }

    private static ImageReader reader(ImageInputStream in) throws IOException {
        for (Iterator<ImageReader> readers = ImageIO.getImageReaders(in); readers.hasNext(); ) {
            ImageReader reader = readers.next();
            if (FORMATS.contains(reader.getFormatName().toLowerCase(Locale.ROOT))) {
                return reader;
            }
        }
        throw new IOException("no such image");
    }

    int longer() {
        return Math.max(image.getWidth(), image.getHeight());
    }

    private int shorter() {
        return Math.min(image.getWidth(), image.getHeight());
    }

    /** Upright, where the EXIF orientation says how it lies. */
    Picture turned(int orientation) {
        int width = image.getWidth();
        int height = image.getHeight();
        AffineTransform turn = switch (orientation) {
            case 2 -> new AffineTransform(-1, 0, 0, 1, width, 0);
            case 3 -> new AffineTransform(-1, 0, 0, -1, width, height);
            case 4 -> new AffineTransform(1, 0, 0, -1, 0, height);
            case 5 -> new AffineTransform(0, 1, 1, 0, 0, 0);
            case 6 -> new AffineTransform(0, 1, -1, 0, height, 0);
            case 7 -> new AffineTransform(0, -1, -1, 0, height, width);
            case 8 -> new AffineTransform(0, -1, 1, 0, 0, width);
            default -> new AffineTransform();
        };
        return turn.isIdentity()
                ? this
                : drawn(orientation >= 5 ? height : width, orientation >= 5 ? width : height, turn);
    }

    /** Not larger than it was; by halves, so that no pixel is passed over. */
    Picture fitted(int pixels) {
        Picture smaller = this;
        while (smaller.longer() > 2 * pixels && smaller.shorter() > 1) {
            smaller = smaller.scaled(0.5);
        }
        return smaller.longer() > pixels ? smaller.scaled((double) pixels / smaller.longer()) : smaller.scaled(1);
    }

    private Picture scaled(double by) {
        int width = Math.max(1, (int) Math.round(image.getWidth() * by));
        int height = Math.max(1, (int) Math.round(image.getHeight() * by));
        AffineTransform scale = AffineTransform.getScaleInstance(
                (double) width / image.getWidth(), (double) height / image.getHeight());
        return drawn(width, height, scale);
    }

    /** In the colours of the web, whatever they were in. */
    private Picture drawn(int width, int height, AffineTransform transform) {
        boolean transparent = image.getColorModel().hasAlpha();
        BufferedImage drawn = new BufferedImage(
                width, height, transparent ? BufferedImage.TYPE_INT_ARGB : BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = drawn.createGraphics();
        graphics.setRenderingHint(RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BILINEAR);
        graphics.drawImage(image, transform, null);
        graphics.dispose();
        return new Picture(drawn);
    }

    /** As a PNG where something shines through it, else as a JPEG. */
    byte[] packed() throws IOException {
        String format = image.getColorModel().hasAlpha() ? "png" : "jpeg";
        ImageWriter writer = ImageIO.getImageWritersByFormatName(format).next();
        ImageWriteParam how = writer.getDefaultWriteParam();
        if (format.equals("jpeg")) {
            how.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
            how.setCompressionQuality(QUALITY);
        }
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (var out = ImageIO.createImageOutputStream(packed)) {
            writer.setOutput(out);
            writer.write(null, new IIOImage(image, null, null), how);
        }
        return packed.toByteArray();
    }
}
