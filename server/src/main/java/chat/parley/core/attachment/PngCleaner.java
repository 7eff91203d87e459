package chat.parley.core.attachment;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.zip.CRC32;

/** PNG (ISO 15948). It keeps what an image needs (chunks that begin with a capital) and what colours and moves it. */
final class PngCleaner implements Cleaner {
    private static final int SIGNATURE_BYTES = 8;
    private static final int FRAME = 12;
    private static final Pattern TYPE = Pattern.compile("[A-Za-z]{4}");
    private static final String EXIF = "eXIf";
    private static final Set<String> KEPT = Set.of(
            "tRNS", "cHRM", "gAMA", "iCCP", "sBIT", "sRGB", "cICP", "mDCV", "cLLI", "bKGD", "hIST", "pHYs", "sPLT",
            "acTL", "fcTL", "fdAT");

    private enum At {
        SIGNATURE,
        HEADER,
        CHUNKS,
        BEHIND,
        UNKNOWN
    }

    private At at = At.SIGNATURE;
    private int orientation = Orientation.UPRIGHT;
    /** Of the chunk under way. */
    private long left;

    private boolean keeping;

    @Override
    public int orientation() {
        return orientation;
    }

    @Override
    public boolean next(InputStream in, OutputStream out) throws IOException {
        if (left > 0) {
            return goOn(in, out);
        }
        return switch (at) {
            case SIGNATURE -> {
                out.write(in.readNBytes(SIGNATURE_BYTES));
                at = At.HEADER;
                yield true;
            }
            case HEADER, CHUNKS -> chunk(in, out);
            case BEHIND -> Cleaner.drop(in);
            case UNKNOWN -> Cleaner.pass(in, out);
        };
    }

    private boolean goOn(InputStream in, OutputStream out) throws IOException {
        byte[] piece = in.readNBytes((int) Math.min(PIECE, left));
        left -= piece.length;
        if (keeping) {
            out.write(piece);
        }
        return piece.length > 0;
    }

    private boolean chunk(InputStream in, OutputStream out) throws IOException {
        byte[] head = in.readNBytes(8);
        String type = new String(head, head.length / 2, head.length - head.length / 2, ISO_8859_1);
        boolean known =
                at == At.HEADER ? type.equals("IHDR") : TYPE.matcher(type).matches();
        if (!known || Cleaner.big(head, 0) < 0) {
            out.write(head);
            at = At.UNKNOWN;
            return head.length > 0;
        }
        left = Cleaner.big(head, 0) + 4L;
        keeping = Character.isUpperCase(type.charAt(0)) || KEPT.contains(type);
        if (type.equals(EXIF) && left <= PIECE) {
            turn(out, in.readNBytes((int) left));
            left = 0;
        } else if (keeping) {
            out.write(head);
        }
        at = type.equals("IEND") ? At.BEHIND : At.CHUNKS;
        return true;
    }

    private void turn(OutputStream out, byte[] exif) throws IOException {
        orientation = Orientation.of(exif);
        if (orientation != Orientation.UPRIGHT) {
            byte[] tiff = Orientation.tiff(orientation);
            ByteBuffer chunk = ByteBuffer.allocate(FRAME + tiff.length);
            chunk.putInt(tiff.length).put(EXIF.getBytes(ISO_8859_1)).put(tiff);
            CRC32 sum = new CRC32();
            sum.update(chunk.array(), 4, 4 + tiff.length);
            out.write(chunk.putInt((int) sum.getValue()).array());
        }
    }
}
