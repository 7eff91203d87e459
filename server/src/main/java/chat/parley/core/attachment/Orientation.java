package chat.parley.core.attachment;

/**
 * How an image is to be turned before it is shown, as its EXIF says: 1 to 8 (EXIF 2.32, 4.6.4). It is all of EXIF that changes what
 * people see, and all that is kept of it.
 */
final class Orientation {
    static final int UPRIGHT = 1;
    private static final int TAG = 0x0112;
    private static final int SHORT = 3;

    private final byte[] tiff;
    private final boolean big;

    private Orientation(byte[] tiff, boolean big) {
        this.tiff = tiff;
        this.big = big;
    }

    /** Of a TIFF structure; upright where it says nothing that can be understood. */
    static int of(byte[] tiff) {
        if (tiff.length < 8 || tiff[0] != tiff[1] || (tiff[0] != 'M' && tiff[0] != 'I')) {
            return UPRIGHT;
        }
        return new Orientation(tiff, tiff[0] == 'M').find();
    }

    /** A TIFF structure that says only this. */
    static byte[] tiff(int orientation) {
        return new byte[] {
            'M', 'M', 0, 42, 0, 0, 0, 8, 0, 1, 0x01, 0x12, 0, SHORT, 0, 0, 0, 1, 0, (byte) orientation, 0, 0, 0, 0, 0, 0
        };
    }

    /** Whether width and height change places. */
    static boolean lies(int orientation) {
        return orientation >= 5;
    }

    private int find() {
        long directory = number(4, 4);
        long entries = number(directory, 2);
        for (long at = directory + 2; at < directory + 2 + entries * 12; at += 12) {
            if (number(at, 2) == TAG && number(at + 2, 2) == SHORT) {
                long value = number(at + 8, 2);
                return value >= 1 && value <= 8 ? (int) value : UPRIGHT;
            }
        }
        return UPRIGHT;
    }

    /** What lies outside is nothing, so that no offset leads astray. */
    private long number(long at, int bytes) {
        long value = 0;
        for (int i = 0; i < bytes; i++) {
            long place = big ? at + i : at + bytes - 1 - i;
            value = (value << 8) | (place < tiff.length ? tiff[(int) place] & 0xFF : 0);
        }
        return value;
    }
}
