package chat.parley.core.attachment;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** Bytes as they come from their sender: no more than may be. */
final class Incoming extends FilterInputStream {
    private final long most;
    private long count;

    Incoming(InputStream bytes, long most) {
        super(bytes);
        this.most = most;
    }

    /** There is more than may be. */
    static final class TooLarge extends IOException {
        private static final long serialVersionUID = 1L;
    }

    /** Whoever sent it stopped. */
    static final class BrokenOff extends IOException {
        private static final long serialVersionUID = 1L;

        BrokenOff(Exception cause) {
            super(cause);
        }
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
        int read = fromSender(into, offset, length);
        if (read > 0) {
            count += read;
            if (count > most) {
                throw new TooLarge();
            }
        }
        return read;
    }

    /** A sender that breaks off is no failure of the disk, whatever the transport throws then. */
    private int fromSender(byte[] into, int offset, int length) throws IOException {
        try {
            return in.read(into, offset, length);
        } catch (IOException | RuntimeException gone) {
            throw new BrokenOff(gone);
        }
    }
}
