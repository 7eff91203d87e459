package chat.parley.core.attachment;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.awt.color.ColorSpace;
import java.awt.color.ICC_Profile;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Base64;
import java.util.Random;
import java.util.zip.CRC32;
import javax.imageio.ImageIO;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a file says of its maker is gone when it is kept, and the image is the same. */
class WithoutMetadataTest {
    private static final String SECRET = "52.5200 N 13.4050 E";

    /** One pixel, lossless. */
    private static final byte[] WEBP_PIXEL =
            Base64.getDecoder().decode("UklGRhoAAABXRUJQVlA4TA0AAAAvAAAAEAcQERGIiP4HAA==");

    @Test
    void takesThePlaceOutOfAJpegAndLeavesItsPixels() throws IOException {
        byte[] plain = image("jpeg", 40, 30);
        byte[] icc = segment(
                0xE2,
                "ICC_PROFILE\0\1\1"
                        + text(ICC_Profile.getInstance(ColorSpace.CS_GRAY).getData()));
        byte[] told = joined(
                Arrays.copyOf(plain, 2),
                segment(0xE1, "Exif\0\0" + text(exif(6)) + SECRET),
                segment(0xE1, "http://ns.adobe.com/xap/1.0/\0" + SECRET),
                segment(0xED, "Photoshop 3.0\0" + SECRET),
                icc,
                segment(0xFE, SECRET),
                Arrays.copyOfRange(plain, 2, plain.length),
                SECRET.getBytes(ISO_8859_1));
        WithoutMetadata clean = new WithoutMetadata(new ByteArrayInputStream(told));
        byte[] kept = clean.readAllBytes();
        assertThat(text(kept)).doesNotContain(SECRET).doesNotContain("adobe").contains(text(icc));
        assertThat(clean.orientation()).isEqualTo(6);
        assertThat(orientation(kept)).isEqualTo(6);
        assertThat(pixels(withoutSegment(kept, icc))).isEqualTo(pixels(plain));
    }

    @Test
    void leavesEveryScanOfAProgressiveJpegAsItIs() throws IOException {
        byte[] plain = joined(
                new byte[] {-1, (byte) 0xD8},
                segment(0xDA, "1"),
                bytes("a\u00ff\u0000b\u00ff\u00d0c"),
                segment(0xC4, "2"),
                segment(0xDA, "3"),
                bytes("d"),
                new byte[] {-1, (byte) 0xD9});
        assertThat(clean(joined(plain, bytes("film")))).isEqualTo(plain);
    }

    @Test
    void takesThePictureInThePictureOut() throws IOException {
        byte[] kept = clean(joined(
                new byte[] {-1, (byte) 0xD8},
                segment(0xE0, "JFIF\0\1\1\0\0\1\0\1\1\1" + SECRET),
                segment(0xE0, "JFXX\0" + SECRET),
                new byte[] {-1, (byte) 0xD9}));
        assertThat(kept)
                .isEqualTo(joined(new byte[] {-1, (byte) 0xD8}, segment(0xE0, "JFIF\0\1\1\0\0\1\0\1\0\0"), new byte[] {
                    -1, (byte) 0xD9
                }));
    }

    @Test
    void takesThePlaceOutOfAPngAndLeavesItsPixels() throws IOException {
        byte[] plain = image("png", 40, 30);
        byte[] told = joined(
                Arrays.copyOf(plain, 33),
                chunk("tEXt", bytes("Location\0" + SECRET)),
                chunk("iTXt", bytes("XML:com.adobe.xmp\0\0\0\0\0" + SECRET)),
                chunk("eXIf", joined(exif(8), bytes(SECRET))),
                chunk("gAMA", new byte[] {0, 0, (byte) 0xB1, (byte) 0x8F}),
                chunk("prVt", bytes(SECRET)),
                Arrays.copyOfRange(plain, 33, plain.length),
                bytes(SECRET));
        WithoutMetadata clean = new WithoutMetadata(new ByteArrayInputStream(told));
        byte[] kept = clean.readAllBytes();
        assertThat(kept)
                .isEqualTo(joined(
                        Arrays.copyOf(plain, 33),
                        chunk("eXIf", Orientation.tiff(8)),
                        chunk("gAMA", new byte[] {0, 0, (byte) 0xB1, (byte) 0x8F}),
                        Arrays.copyOfRange(plain, 33, plain.length)));
        assertThat(clean.orientation()).isEqualTo(8);
    }

    @Test
    void blanksThePlaceInAWebpWhoseLengthWasSaidBefore() throws IOException {
        byte[] secret = joined(exif(3), bytes(SECRET));
        byte[] told = webp(
                riff("VP8X", new byte[] {0x0C, 0, 0, 0, 0, 0, 0, 0, 0, 0}),
                Arrays.copyOfRange(WEBP_PIXEL, 12, WEBP_PIXEL.length),
                riff("EXIF", secret),
                riff("XMP ", bytes(SECRET)));
        WithoutMetadata clean = new WithoutMetadata(new ByteArrayInputStream(joined(told, bytes(SECRET))));
        byte[] kept = clean.readAllBytes();
        assertThat(kept)
                .isEqualTo(webp(
                        riff("VP8X", new byte[] {0x08, 0, 0, 0, 0, 0, 0, 0, 0, 0}),
                        Arrays.copyOfRange(WEBP_PIXEL, 12, WEBP_PIXEL.length),
                        riff("EXIF", Arrays.copyOf(Orientation.tiff(3), secret.length)),
                        riff("XMP ", new byte[SECRET.length()])));
        assertThat(clean.orientation()).isEqualTo(3);
        assertThat(kept).hasSameSizeAs(told);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "a",
                "plain text",
                "GIF89a\u0001\u0000\u0001\u0000\u0000\u0000\u0000;",
                "\u0089PNG\r\n\u001a\n",
                "\u0089PNG\r\n\u001a\nnothing of the kind",
                "\u00ff\u00d8\u00ff\u00e0\u0000\u0001 no length is so short",
                "RIFF\u0000\u0000\u0000\u0000WEBPnothing of the kind"
            })
    void leavesWhatIsNoSuchImageAsItIs(String file) throws IOException {
        assertThat(clean(bytes(file))).isEqualTo(bytes(file));
    }

    @Property
    void comesToAnEndWhateverIsBroken(@ForAll long seed) throws IOException {
        Random random = new Random(seed);
        for (byte[] image : new byte[][] {image("png", 9, 9), image("jpeg", 9, 9), WEBP_PIXEL}) {
            byte[] broken = Arrays.copyOf(image, 1 + random.nextInt(image.length));
            for (int i = 0; i < 4; i++) {
                broken[random.nextInt(broken.length)] = (byte) random.nextInt();
            }
            assertThat(clean(broken).length).isLessThanOrEqualTo(broken.length + 64);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "MM\u0000*\u00ff\u00ff\u00ff\u00ff",
                "II*\u0000\u0008\u0000\u0000\u0000\u00ff\u00ff",
                "xx",
                "MX\0*\0\0\0\0"
            })
    void takesAnOrientationThatCannotBeUnderstoodForUpright(String tiff) {
        assertThat(Orientation.of(bytes(tiff))).isEqualTo(1);
    }

    @Test
    void readsAnOrientationInEitherOrderOfBytes() {
        for (int orientation = 1; orientation <= 8; orientation++) {
            assertThat(Orientation.of(exif(orientation))).isEqualTo(orientation);
            assertThat(Orientation.of(Orientation.tiff(orientation))).isEqualTo(orientation);
        }
        assertThat(Orientation.of(exif(9))).isEqualTo(1);
    }

    private static byte[] clean(byte[] file) throws IOException {
        try (InputStream clean = new WithoutMetadata(new ByteArrayInputStream(file))) {
            return clean.readAllBytes();
        }
    }

    /** Little end first, with a maker's name before the orientation. */
    private static byte[] exif(int orientation) {
        return ByteBuffer.allocate(64)
                .order(ByteOrder.LITTLE_ENDIAN)
                .put(bytes("II*\0"))
                .putInt(8)
                .putShort((short) 2)
                .putShort((short) 0x010F)
                .putShort((short) 2)
                .putInt(4)
                .put(bytes("Cam\0"))
                .putShort((short) 0x0112)
                .putShort((short) 3)
                .putInt(1)
                .putShort((short) orientation)
                .array();
    }

    /** As a reader that knows nothing of ours finds it: behind the name, in the last entry. */
    private static int orientation(byte[] jpeg) {
        int at = text(jpeg).indexOf("Exif\0\0");
        return jpeg[at + 6 + 19];
    }

    private static byte[] segment(int marker, String data) {
        return ByteBuffer.allocate(4 + data.length())
                .put((byte) 0xFF)
                .put((byte) marker)
                .putShort((short) (data.length() + 2))
                .put(bytes(data))
                .array();
    }

    private static byte[] chunk(String type, byte[] data) {
        CRC32 sum = new CRC32();
        sum.update(bytes(type));
        sum.update(data);
        return ByteBuffer.allocate(12 + data.length)
                .putInt(data.length)
                .put(bytes(type))
                .put(data)
                .putInt((int) sum.getValue())
                .array();
    }

    private static byte[] riff(String type, byte[] data) {
        return ByteBuffer.allocate(8 + data.length + data.length % 2)
                .order(ByteOrder.LITTLE_ENDIAN)
                .put(bytes(type))
                .putInt(data.length)
                .put(data)
                .array();
    }

    private static byte[] webp(byte[]... chunks) {
        byte[] content = joined(bytes("WEBP"), joined(chunks));
        return riff("RIFF", content);
    }

    private static byte[] image(String format, int width, int height) throws IOException {
        BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        Random random = new Random(7);
        for (int i = 0; i < width * height; i++) {
            image.setRGB(i % width, i / width, random.nextInt());
        }
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        ImageIO.write(image, format, file);
        return file.toByteArray();
    }

    private static int[] pixels(byte[] file) throws IOException {
        BufferedImage image = ImageIO.read(new ByteArrayInputStream(file));
        return image.getRGB(0, 0, image.getWidth(), image.getHeight(), null, 0, image.getWidth());
    }

    private static byte[] withoutSegment(byte[] file, byte[] segment) {
        return bytes(text(file).replace(text(segment), ""));
    }

    private static byte[] joined(byte[]... parts) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            all.writeBytes(part);
        }
        return all.toByteArray();
    }

    private static byte[] bytes(String characters) {
        return characters.getBytes(ISO_8859_1);
    }

    private static String text(byte[] bytes) {
        return new String(bytes, ISO_8859_1);
    }
}
