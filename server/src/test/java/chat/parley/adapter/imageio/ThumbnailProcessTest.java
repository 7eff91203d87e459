package chat.parley.adapter.imageio;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import chat.parley.core.attachment.Rendition;
import chat.parley.core.attachment.ThumbnailConfig;
import chat.parley.core.attachment.ThumbnailMaker;
import chat.parley.core.attachment.ThumbnailMaker.Outcome;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32;
import java.util.zip.Deflater;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Thumbnails by real processes. */
class ThumbnailProcessTest {
    private static final ThumbnailConfig CONFIG = config(128 << 20, Duration.ofMinutes(2));

    /** One transparent pixel, lossless. */
    private static final byte[] WEBP = Base64.getDecoder().decode("UklGRhoAAABXRUJQVlA4TA0AAAAvAAAAEAcQERGIiP4HAA==");

    @ParameterizedTest
    @ValueSource(strings = {"png", "jpeg", "gif"})
    void fitsAnImageIntoEachSize(String format) throws IOException {
        Map<Rendition, byte[]> made = made(file(format, 2_400, 1_200));
        assertThat(size(made.get(Rendition.LARGE))).isEqualTo("1200 x 600");
        assertThat(size(made.get(Rendition.SMALL))).isEqualTo("360 x 180");
        assertThat(image(made.get(Rendition.SMALL)).getRGB(20, 90))
                .as("its left")
                .satisfies(colour -> reddish(colour));
    }

    @Test
    void makesTheSizesThatAreWantedAndNoOther() throws IOException {
        ThumbnailMaker emoji = new ThumbnailProcess(CONFIG, 50_000_000, List.of(Rendition.EMOJI));
        Outcome.Made made = (Outcome.Made) emoji.make(new ByteArrayInputStream(file("png", 512, 256)));
        assertThat(made.pictures()).containsOnlyKeys(Rendition.EMOJI);
        assertThat(size(made.pictures().get(Rendition.EMOJI))).isEqualTo("128 x 64");
    }

    @Test
    void readsWebp() throws IOException {
        Map<Rendition, byte[]> made = made(WEBP);
        assertThat(made).containsOnlyKeys(Rendition.SMALL);
        assertThat(size(made.get(Rendition.SMALL))).isEqualTo("1 x 1");
    }

    @Test
    void enlargesNothingAndMakesNothingTwice() throws IOException {
        Map<Rendition, byte[]> made = made(file("png", 360, 100));
        assertThat(made).containsOnlyKeys(Rendition.SMALL);
        assertThat(size(made.get(Rendition.SMALL))).isEqualTo("360 x 100");
        assertThat(size(made(file("png", 361, 100)).get(Rendition.LARGE))).isEqualTo("361 x 100");
    }

    /** The image's left half is red: where it is in the thumbnail tells how it was turned. */
    @ParameterizedTest
    @CsvSource({
        "1, 400 x 200, 0.2, 0.5",
        "2, 400 x 200, 0.8, 0.5",
        "3, 400 x 200, 0.8, 0.5",
        "4, 400 x 200, 0.2, 0.5",
        "5, 200 x 400, 0.5, 0.2",
        "6, 200 x 400, 0.5, 0.2",
        "7, 200 x 400, 0.5, 0.8",
        "8, 200 x 400, 0.5, 0.8"
    })
    void turnsAnImageAsItsMetadataSaysAndKeepsNoneOfIt(int orientation, String size, double x, double y)
            throws IOException {
        byte[] jpeg = file("jpeg", 400, 200);
        byte[] exif = exif(orientation);
        byte[] file = ByteBuffer.allocate(jpeg.length + exif.length)
                .put(jpeg, 0, 2)
                .put(exif)
                .put(jpeg, 2, jpeg.length - 2)
                .array();
        byte[] large = made(file).get(Rendition.LARGE);
        assertThat(size(large)).isEqualTo(size);
        BufferedImage image = image(large);
        int red = image.getRGB((int) (image.getWidth() * x), (int) (image.getHeight() * y));
        reddish(red);
        assertThat(new String(large, ISO_8859_1)).doesNotContain("Exif");
    }

    @Test
    void keepsWhatShinesThrough() throws IOException {
        BufferedImage glass = new BufferedImage(500, 500, BufferedImage.TYPE_INT_ARGB);
        byte[] small = made(packed("png", glass)).get(Rendition.SMALL);
        assertThat(image(small).getRGB(10, 10) >>> 24).isZero();
    }

    @Test
    void unpacksNoBomb() {
        assertThat(make(pngOf(60_000, 60_000), CONFIG)).isEqualTo(new Outcome.None("pixels"));
    }

    /** The pixel, which says that it is as large as a WebP can be. */
    @Test
    void losesNothingButTheProcessThatRunsOutOfMemory() {
        byte[] bomb = WEBP.clone();
        ByteBuffer.wrap(bomb).putInt(21, 0xFFFFFF1F);
        ThumbnailMaker small =
                new ThumbnailProcess(config(64 << 20, Duration.ofMinutes(2)), Long.MAX_VALUE, Rendition.THUMBNAILS);
        assertThat(small.make(new ByteArrayInputStream(bomb))).isEqualTo(new Outcome.None("memory"));
    }

    @Test
    void endsAProcessThatTakesTooLong() throws IOException {
        assertThat(make(file("png", 40, 40), config(128 << 20, Duration.ofMillis(1))))
                .isInstanceOf(Outcome.None.class);
    }

    @Test
    void refusesAFileThatIsTooLargeToBeHeld() {
        ThumbnailConfig tiny = new ThumbnailConfig(
                1, 10, 64 << 20, Duration.ofMinutes(1), 1 << 20, Duration.ofMinutes(1), Duration.ofMinutes(1));
        assertThat(make(new byte[11], tiny)).isEqualTo(new Outcome.None("large"));
    }

    @Test
    void makesNothingOfWhatIsNoImageOrABrokenOne() throws IOException {
        byte[] cut = file("jpeg", 800, 800);
        assertThat(make("BM and so on".getBytes(ISO_8859_1), CONFIG)).isEqualTo(new Outcome.None("unreadable"));
        assertThat(make(new byte[0], CONFIG)).isEqualTo(new Outcome.None("unreadable"));
        assertThat(make(Arrays.copyOf(cut, 100), CONFIG)).isEqualTo(new Outcome.None("unreadable"));
        BufferedImage bitmap = new BufferedImage(9, 9, BufferedImage.TYPE_INT_RGB);
        assertThat(make(packed("bmp", bitmap), CONFIG))
                .as("a format that the JDK reads and we do not")
                .isEqualTo(new Outcome.None("unreadable"));
    }

    private static Map<Rendition, byte[]> made(byte[] file) {
        Outcome outcome = make(file, CONFIG);
        assertThat(outcome).isInstanceOf(Outcome.Made.class);
        return ((Outcome.Made) outcome).pictures();
    }

    private static Outcome make(byte[] file, ThumbnailConfig config) {
        InputStream bytes = new ByteArrayInputStream(file);
        return new ThumbnailProcess(config, 50_000_000, Rendition.THUMBNAILS).make(bytes);
    }

    private static ThumbnailConfig config(int memory, Duration time) {
        return new ThumbnailConfig(1, 8 << 20, memory, time, 1 << 20, Duration.ofMinutes(1), Duration.ofMinutes(1));
    }

    /** Its left half red, its right half blue. */
    private static byte[] file(String format, int width, int height) throws IOException {
        BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = image.createGraphics();
        graphics.setColor(Color.RED);
        graphics.fillRect(0, 0, width / 2, height);
        graphics.setColor(Color.BLUE);
        graphics.fillRect(width / 2, 0, width - width / 2, height);
        graphics.dispose();
        return packed(format, image);
    }

    private static byte[] packed(String format, BufferedImage image) throws IOException {
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        ImageIO.write(image, format, file);
        return file.toByteArray();
    }

    private static byte[] exif(int orientation) {
        return ByteBuffer.allocate(36)
                .putShort((short) 0xFFE1)
                .putShort((short) 34)
                .put("Exif\0\0MM\0*\0\0\0\10\0\1".getBytes(ISO_8859_1))
                .putShort((short) 0x0112)
                .putShort((short) 3)
                .putInt(1)
                .putShort((short) orientation)
                .array();
    }

    /** A PNG that says that it is so large, of a few bytes. */
    private static byte[] pngOf(int width, int height) {
        Deflater deflater = new Deflater();
        deflater.setInput(new byte[1_000]);
        deflater.finish();
        byte[] packed = new byte[100];
        int length = deflater.deflate(packed);
        deflater.end();
        ByteBuffer file = ByteBuffer.allocate(8 + 25 + 12 + length + 12)
                .putLong(0x89504E470D0A1A0AL)
                .putInt(13)
                .put("IHDR".getBytes(ISO_8859_1))
                .putInt(width)
                .putInt(height)
                .put(new byte[] {8, 6, 0, 0, 0})
                .putInt(0)
                .putInt(length)
                .put("IDAT".getBytes(ISO_8859_1))
                .put(packed, 0, length)
                .putInt(0)
                .putInt(0)
                .put("IEND".getBytes(ISO_8859_1))
                .putInt(0xAE426082);
        CRC32 sum = new CRC32();
        sum.update(file.array(), 12, 17);
        return file.putInt(29, (int) sum.getValue()).array();
    }

    private static BufferedImage image(byte[] file) throws IOException {
        return ImageIO.read(new ByteArrayInputStream(file));
    }

    private static String size(byte[] file) throws IOException {
        BufferedImage image = image(file);
        return image.getWidth() + " x " + image.getHeight();
    }

    private static void reddish(int colour) {
        Color found = new Color(colour);
        assertThat(found.getRed()).isGreaterThan(200);
        assertThat(found.getBlue()).isLessThan(60);
    }
}
