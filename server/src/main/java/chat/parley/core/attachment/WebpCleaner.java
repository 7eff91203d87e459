package chat.parley.core.attachment;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.Set;

/**
 * WebP (RFC 9649). The file's head says how long it is, before anything of it was seen, so what is left out is blanked in its
 * place.
 */
final class WebpCleaner implements Cleaner {
    private static final int HEAD = 12;
    private static final int CHUNK = 8;
    private static final int XMP = 0x04;
    private static final String EXIF = "Exif\0\0";
    private static final Set<String> KEPT = Set.of("VP8 ", "VP8L", "VP8X", "ALPH", "ANIM", "ANMF", "ICCP");

    private enum At {
        BEGIN,
        CHUNKS,
        BEHIND,
        UNKNOWN
    }

    private At at = At.BEGIN;
    private int orientation = Orientation.UPRIGHT;
    /** Of the file, as its head says. */
    private long rest;
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
            case BEGIN -> {
                byte[] head = in.readNBytes(HEAD);
                out.write(head);
                rest = length(head, 4) - 4;
                at = rest < CHUNK ? At.UNKNOWN : At.CHUNKS;
                yield true;
            }
            case CHUNKS -> rest > 0 ? chunk(in, out) : behind(in);
            case BEHIND -> Cleaner.drop(in);
            case UNKNOWN -> Cleaner.pass(in, out);
        };
    }

    private boolean behind(InputStream in) throws IOException {
        at = At.BEHIND;
        return Cleaner.drop(in);
    }

    private boolean goOn(InputStream in, OutputStream out) throws IOException {
        byte[] piece = in.readNBytes((int) Math.min(PIECE, left));
        left -= piece.length;
        out.write(keeping ? piece : new byte[piece.length]);
        return piece.length > 0;
    }

    private boolean chunk(InputStream in, OutputStream out) throws IOException {
        byte[] head = in.readNBytes(CHUNK);
        out.write(head);
        if (head.length < CHUNK) {
            return false;
        }
        String type = new String(head, 0, 4, ISO_8859_1);
        long length = length(head, 4);
        left = length + (length & 1);
        rest -= CHUNK + left;
        keeping = KEPT.contains(type);
        if (type.equals("VP8X") && length > 0) {
            byte[] flags = in.readNBytes(1);
            left--;
            out.write(flags.length == 0 ? flags : new byte[] {(byte) (flags[0] & ~XMP)});
        } else if (type.equals("EXIF") && length <= PIECE) {
            turn(out, in.readNBytes((int) length));
            left -= length;
        }
        return true;
    }

    private void turn(OutputStream out, byte[] exif) throws IOException {
        boolean named = new String(exif, 0, Math.min(exif.length, EXIF.length()), ISO_8859_1).equals(EXIF);
        orientation = Orientation.of(named ? Arrays.copyOfRange(exif, EXIF.length(), exif.length) : exif);
        byte[] tiff = Orientation.tiff(orientation);
        out.write(Arrays.copyOf(exif.length < tiff.length ? new byte[0] : tiff, exif.length));
    }

    private static long length(byte[] bytes, int at) {
        return at + 4 > bytes.length
                ? 0
                : (bytes[at] & 0xFFL)
                        | (bytes[at + 1] & 0xFFL) << 8
                        | (bytes[at + 2] & 0xFFL) << 16
                        | (bytes[at + 3] & 0xFFL) << 24;
    }
}
