package chat.parley.core.attachment;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Arrays;

/**
 * JPEG (ITU-T T.81, annex B). Of the segments for applications it keeps JFIF's (without the small picture in it), the colour
 * profile and Adobe's, without which colours change. All that lies between segments or behind the end is left out, as decoders
 * pass over it: phones put whole films there, with their places.
 */
final class JpegCleaner implements Cleaner {
    private static final int SOI = 0xD8;
    private static final int EOI = 0xD9;
    private static final int SOS = 0xDA;
    private static final int COMMENT = 0xFE;
    private static final String EXIF = "Exif\0\0";
    private static final String JFIF = "JFIF\0";
    private static final int JFIF_FIELDS = 12;

    private enum At {
        SEGMENTS,
        SCAN,
        BEHIND,
        UNKNOWN
    }

    private At at = At.SEGMENTS;
    private int orientation = Orientation.UPRIGHT;

    @Override
    public int orientation() {
        return orientation;
    }

    @Override
    public boolean next(InputStream in, OutputStream out) throws IOException {
        return switch (at) {
            case SEGMENTS -> marker(in, out, in.read());
            case SCAN -> scan(in, out);
            case BEHIND -> Cleaner.drop(in);
            case UNKNOWN -> Cleaner.pass(in, out);
        };
    }

    /** @param first what was read last, at which a marker may begin */
    private boolean marker(InputStream in, OutputStream out, int first) throws IOException {
        int marker = first;
        while (marker >= 0 && marker != 0xFF) {
            marker = in.read();
        }
        if (marker == 0xFF) {
            marker = afterFill(in);
        }
        if (marker <= 0) {
            return marker == 0;
        }
        if (standsAlone(marker)) {
            begin(out, marker);
            at = marker == EOI ? At.BEHIND : at;
            return true;
        }
        return segment(in, out, marker);
    }

    private boolean segment(InputStream in, OutputStream out, int marker) throws IOException {
        byte[] length = in.readNBytes(2);
        int rest = length.length < 2 ? 0 : ((length[0] & 0xFF) << 8 | (length[1] & 0xFF)) - 2;
        if (rest < 0 || length.length < 2) {
            begin(out, marker);
            out.write(length);
            at = At.UNKNOWN;
            return length.length == 2;
        }
        keep(out, marker, in.readNBytes(rest));
        at = marker == SOS ? At.SCAN : at;
        return true;
    }

    private void keep(OutputStream out, int marker, byte[] data) throws IOException {
        boolean application = marker >= 0xE0 && marker <= 0xEF;
        if (!application && marker != COMMENT) {
            segment(out, marker, data);
        } else if (marker == 0xE0 && begins(data, JFIF) && data.length >= JFIF_FIELDS + 2) {
            segment(out, marker, Arrays.copyOf(Arrays.copyOf(data, JFIF_FIELDS), JFIF_FIELDS + 2));
        } else if ((marker == 0xE2 && begins(data, "ICC_PROFILE\0")) || (marker == 0xEE && begins(data, "Adobe"))) {
            segment(out, marker, data);
        } else if (marker == 0xE1 && begins(data, EXIF) && orientation == Orientation.UPRIGHT) {
            turn(out, Orientation.of(Arrays.copyOfRange(data, EXIF.length(), data.length)));
        }
    }

    private void turn(OutputStream out, int found) throws IOException {
        orientation = found;
        if (found != Orientation.UPRIGHT) {
            String exif = EXIF + new String(Orientation.tiff(found), ISO_8859_1);
            segment(out, 0xE1, exif.getBytes(ISO_8859_1));
        }
    }

    /** The image's own bytes, up to the next marker. */
    private boolean scan(InputStream in, OutputStream out) throws IOException {
        for (int read = 0; read < PIECE; read++) {
            int one = in.read();
            if (one == 0xFF) {
                int next = afterFill(in);
                if (next != 0 && (next < 0xD0 || next > 0xD7)) {
                    return next > 0 && found(in, out, next);
                }
                out.write(one);
                out.write(next);
            } else if (one >= 0) {
                out.write(one);
            } else {
                return read > 0;
            }
        }
        return true;
    }

    private boolean found(InputStream in, OutputStream out, int marker) throws IOException {
        at = At.SEGMENTS;
        if (standsAlone(marker)) {
            begin(out, marker);
            at = marker == EOI ? At.BEHIND : At.SCAN;
            return true;
        }
        return segment(in, out, marker);
    }

    /** A marker may begin with any number of these. */
    private static int afterFill(InputStream in) throws IOException {
        int next = in.read();
        while (next == 0xFF) {
            next = in.read();
        }
        return next;
    }

    private static boolean standsAlone(int marker) {
        return marker == SOI || marker == EOI || marker == 1 || (marker >= 0xD0 && marker <= 0xD7);
    }

    private static boolean begins(byte[] data, String name) {
        return new String(data, 0, Math.min(data.length, name.length()), ISO_8859_1).equals(name);
    }

    private static void segment(OutputStream out, int marker, byte[] data) throws IOException {
        begin(out, marker);
        out.write((data.length + 2) >> 8);
        out.write(data.length + 2);
        out.write(data);
    }

    private static void begin(OutputStream out, int marker) throws IOException {
        out.write(0xFF);
        out.write(marker);
    }
}
