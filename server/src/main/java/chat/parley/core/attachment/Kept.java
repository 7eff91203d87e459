package chat.parley.core.attachment;

import java.io.ByteArrayOutputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** Bytes as they are kept: counted, their beginning remembered. */
final class Kept extends FilterInputStream {
    /** Enough for a colour profile and whatever else is before a JPEG's frame header. */
    private static final int HEAD = 256 * 1024;

    private final ByteArrayOutputStream head = new ByteArrayOutputStream();
    private long count;

    Kept(InputStream bytes) {
        super(bytes);
    }

    long count() {
        return count;
    }

    byte[] head() {
        return head.toByteArray();
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
        int read = in.read(into, offset, length);
        if (read > 0) {
            count += read;
            head.write(into, offset, Math.min(read, HEAD - head.size()));
        }
        return read;
    }
}
