package chat.parley.core.attachment;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * What a file is, by its first bytes; what its uploader says of it is not asked. Types that a browser would run (HTML, SVG)
 * are text here.
 */
final class FileType {
    static final String UNKNOWN = "application/octet-stream";
    static final String TEXT = "text/plain; charset=utf-8";

    private record Magic(String type, int at, String bytes) {}

    /** Characters are bytes. In order: the first that fits. */
    private static final List<Magic> MAGIC = List.of(
            new Magic("image/png", 0, "\u0089PNG\r\n\u001a\n"),
            new Magic("image/jpeg", 0, "\u00ff\u00d8\u00ff"),
            new Magic("image/gif", 0, "GIF87a"),
            new Magic("image/gif", 0, "GIF89a"),
            new Magic("image/webp", 8, "WEBP"),
            new Magic("audio/wav", 8, "WAVE"),
            new Magic("application/pdf", 0, "%PDF-"),
            new Magic("application/zip", 0, "PK\u0003\u0004"),
            new Magic("application/zip", 0, "PK\u0005\u0006"),
            new Magic("application/gzip", 0, "\u001f\u008b\u0008"),
            new Magic("application/x-7z-compressed", 0, "7z\u00bc\u00af'\u001c"),
            new Magic("video/mp4", 4, "ftyp"),
            new Magic("video/webm", 0, "\u001aE\u00df\u00a3"),
            new Magic("audio/ogg", 0, "OggS"),
            new Magic("audio/flac", 0, "fLaC"),
            new Magic("audio/mpeg", 0, "ID3"));

    private FileType() {}

    /** @param head the first bytes of the file, as many as were kept */
    static String of(byte[] head) {
        for (Magic magic : MAGIC) {
            if (fits(magic, head)) {
                return magic.type();
            }
        }
        return text(head) ? TEXT : UNKNOWN;
    }

    private static boolean fits(Magic magic, byte[] head) {
        byte[] bytes = magic.bytes().getBytes(StandardCharsets.ISO_8859_1);
        for (int i = 0; i < bytes.length; i++) {
            if (magic.at() + i >= head.length || head[magic.at() + i] != bytes[i]) {
                return false;
            }
        }
        return magic.at() != 8 || (head[0] == 'R' && head[1] == 'I' && head[2] == 'F' && head[3] == 'F');
    }

    /** UTF-8 without control characters, as far as it was kept: a character may be cut at the end. */
    private static boolean text(byte[] head) {
        CharBuffer text = CharBuffer.allocate(head.length);
        CoderResult result = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(head), text, false);
        return head.length > 0
                && !result.isError()
                && text.flip().chars().allMatch(c -> c >= ' ' || c == '\n' || c == '\r' || c == '\t' || c == '\f');
    }
}
