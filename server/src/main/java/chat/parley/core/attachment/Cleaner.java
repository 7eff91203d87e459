package chat.parley.core.attachment;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/** A format's way through a file, piece by piece, of which none is larger than 64 KiB. */
sealed interface Cleaner permits JpegCleaner, PngCleaner, WebpCleaner {
    int PIECE = 64 * 1024;

    /**
     * Reads one piece and writes what is to be kept of it, which may be nothing. False at the end. What is not as the format has
     * it, is let through from there on as it is: it may be no such file at all.
     */
    boolean next(InputStream in, OutputStream out) throws IOException;

    /** What was found of it so far. */
    int orientation();

    /** A piece of what is neither looked at nor kept. */
    static boolean drop(InputStream in) throws IOException {
        return in.readNBytes(PIECE).length > 0;
    }

    /** A piece of what is not looked at. */
    static boolean pass(InputStream in, OutputStream out) throws IOException {
        byte[] piece = in.readNBytes(PIECE);
        out.write(piece);
        return piece.length > 0;
    }

    static int big(byte[] bytes, int at) {
        return (bytes[at] & 0xFF) << 24
                | (bytes[at + 1] & 0xFF) << 16
                | (bytes[at + 2] & 0xFF) << 8
                | (bytes[at + 3] & 0xFF);
    }
}
