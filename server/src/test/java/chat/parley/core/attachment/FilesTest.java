package chat.parley.core.attachment;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.Optional;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is read of a file: its name, its type, the size of an image. */
class FilesTest {
    @ParameterizedTest
    @CsvSource({
        "report.pdf, report.pdf",
        "../../etc/passwd, passwd",
        "C:\\temp\\a.txt, a.txt",
        ".htaccess, htaccess",
        "a<b>:c?.txt, a_b__c_.txt",
        "'a\u0000\n\u202Egnp.exe', agnp.exe",
        "'...', file",
        "'', file",
        "'trailing. . ', trailing",
        "日本語.png, 日本語.png"
    })
    void makesNamesHarmless(String given, String shown) {
        assertThat(FileName.of(given)).isEqualTo(shown);
    }

    @Test
    void cutsALongNameInItsMiddle() {
        String name = FileName.of("x".repeat(5_000) + ".tar.gz");
        assertThat(name).endsWith(".tar.gz").contains("…");
        assertThat(name.codePointCount(0, name.length())).isEqualTo(FileName.CODE_POINTS);
    }

    @Test
    void knowsTypesByTheirFirstBytes() {
        assertThat(FileType.of(bytes("%PDF-1.7\n\u00ff"))).isEqualTo("application/pdf");
        assertThat(FileType.of(bytes("PK\u0003\u0004\u0000"))).isEqualTo("application/zip");
        assertThat(FileType.of(bytes("RIFF\u0001\u0002\u0003\u0004WAVEfmt "))).isEqualTo("audio/wav");
        assertThat(FileType.of(bytes("\u0000\u0000\u0000 ftypisom"))).isEqualTo("video/mp4");
        assertThat(FileType.of("<svg onload='alert(1)'/>".getBytes(UTF_8))).isEqualTo(FileType.TEXT);
        assertThat(FileType.of("grüße".getBytes(UTF_8))).isEqualTo(FileType.TEXT);
        byte[] cut = "grü".getBytes(UTF_8);
        assertThat(FileType.of(Arrays.copyOf(cut, cut.length - 1))).isEqualTo(FileType.TEXT);
        assertThat(FileType.of(bytes("\u00ff\u00fe\u0000"))).isEqualTo(FileType.UNKNOWN);
        assertThat(FileType.of(bytes("a\u0000"))).isEqualTo(FileType.UNKNOWN);
        assertThat(FileType.of(new byte[0])).isEqualTo(FileType.UNKNOWN);
    }

    @ParameterizedTest
    @ValueSource(strings = {"png", "jpeg", "gif"})
    void readsTheSizeOfRealImages(String format) throws IOException {
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        ImageIO.write(new BufferedImage(321, 45, BufferedImage.TYPE_INT_RGB), format, file);
        byte[] image = file.toByteArray();
        assertThat(FileType.of(image)).isEqualTo("image/" + format);
        assertThat(ImageHeader.size("image/" + format, image)).contains(new ImageSize(321, 45));
    }

    @Test
    void readsTheSizeOfEveryKindOfWebp() {
        String begin = "RIFF\u0001\u0001\u0000\u0000WEBP";
        assertThat(webp(begin + "VP8X\n\u0000\u0000\u0000\u0000\u0000\u0000\u0000?\u0001\u0000\u00ef\u0000\u0000"))
                .contains(new ImageSize(320, 240));
        assertThat(webp(begin + "VP8L\u0001\u0000\u0000\u0000/?\u00c1;\u0000")).contains(new ImageSize(320, 240));
        assertThat(webp(begin + "VP8 \u0001\u0000\u0000\u0000\u0000\u0000\u0000\u009d\u0001*@\u0001\u00f0\u0000"))
                .contains(new ImageSize(320, 240));
    }

    @Test
    void takesABrokenHeaderForNoImage() {
        assertThat(ImageHeader.size("image/png", bytes("\u0089PNG\r\n\u001a\n")))
                .isEmpty();
        assertThat(ImageHeader.size("image/png", new byte[64])).isEmpty();
        assertThat(ImageHeader.size("image/gif", bytes("GIF89a\u0000\u0000\u0001\u0000")))
                .isEmpty();
        assertThat(ImageHeader.size("image/jpeg", bytes("\u00ff\u00d8\u00ff\u00e0\u0000\u0002")))
                .isEmpty();
        assertThat(ImageHeader.size("image/jpeg", bytes("\u00ff\u00d8\u00ff\u00e0\u0000\u0002xxxx")))
                .isEmpty();
        assertThat(ImageHeader.size("application/pdf", new byte[64])).isEmpty();
    }

    private static Optional<ImageSize> webp(String file) {
        assertThat(FileType.of(bytes(file))).isEqualTo("image/webp");
        return ImageHeader.size("image/webp", bytes(file));
    }

    private static byte[] bytes(String characters) {
        return characters.getBytes(ISO_8859_1);
    }
}
