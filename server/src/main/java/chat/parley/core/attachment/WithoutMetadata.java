package chat.parley.core.attachment;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;

/**
 * A file's bytes; of a JPEG, PNG or WebP without what it says of where, when, by whom and by which camera it was made, and without
 * what follows the image's end. The image is the same to the bit, with its colour profile and its orientation. Any other file
 * comes through as it is.
 */
public final class WithoutMetadata extends InputStream {
    private static final int HEAD = 12;
    private static final int BUFFER = 64 * 1024;

    private final BufferedInputStream in;
    private final Ready ready = new Ready();
    private Optional<Cleaner> cleaner = Optional.empty();
    private boolean begun;

    public WithoutMetadata(InputStream bytes) {
        in = new BufferedInputStream(bytes, BUFFER);
    }

    /** What its metadata said, once all was read: 1 to 8, and 1 where it said nothing. */
    public int orientation() {
        return cleaner.map(Cleaner::orientation).orElse(Orientation.UPRIGHT);
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
        if (!begun) {
            begin();
        }
        if (cleaner.isEmpty()) {
            return in.read(into, offset, length);
        }
        while (ready.isEmpty()) {
            if (!cleaner.get().next(in, ready)) {
                return -1;
            }
        }
        return ready.take(into, offset, length);
    }

    private void begin() throws IOException {
        begun = true;
        in.mark(HEAD);
        String type = FileType.of(in.readNBytes(HEAD));
        in.reset();
        cleaner = switch (type) {
            case "image/jpeg" -> Optional.of(new JpegCleaner());
            case "image/png" -> Optional.of(new PngCleaner());
            case "image/webp" -> Optional.of(new WebpCleaner());
            default -> Optional.empty();
        };
    }

    @Override
    public void close() throws IOException {
        in.close();
    }

    /** What was let through and is not read yet. */
    private static final class Ready extends ByteArrayOutputStream {
        private int taken;

        boolean isEmpty() {
            return taken == count;
        }

        int take(byte[] into, int offset, int length) {
            int bytes = Math.min(length, count - taken);
            System.arraycopy(buf, taken, into, offset, bytes);
            taken += bytes;
            if (isEmpty()) {
                reset();
                taken = 0;
            }
            return bytes;
        }
    }
}
