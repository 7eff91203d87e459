package chat.parley.gateway.transport;

/**
 * Whether bytes are well-formed UTF-8 (Unicode 15, table 3-7): no overlong form, no surrogate, nothing above U+10FFFF,
 * nothing cut off.
 */
final class Utf8 {
    private Utf8() {}

    static boolean valid(byte[] bytes, int offset, int length) {
        int end = offset + length;
        int at = offset;
        while (at < end) {
            if (bytes[at] >= 0) {
                at++;
                continue;
            }
            int more = continuations(bytes, at, end);
            if (more < 0) {
                return false;
            }
            at += 1 + more;
        }
        return true;
    }

    /** How many bytes follow the lead byte at {@code at}, or -1 where they are not what it demands. */
    private static int continuations(byte[] bytes, int at, int end) {
        int lead = bytes[at] & 0xff;
        int count = lead >= 0xf0 ? 3 : lead >= 0xe0 ? 2 : 1;
        if (lead < 0xc2 || lead > 0xf4 || at + count >= end) {
            return -1;
        }
        int second = bytes[at + 1] & 0xff;
        if (second < lowestSecond(lead) || second > highestSecond(lead)) {
            return -1;
        }
        for (int i = 2; i <= count; i++) {
            if ((bytes[at + i] & 0xc0) != 0x80) {
                return -1;
            }
        }
        return count;
    }

    private static int lowestSecond(int lead) {
        return switch (lead) {
            case 0xe0 -> 0xa0; // below: overlong
            case 0xf0 -> 0x90; // below: overlong
            default -> 0x80;
        };
    }

    private static int highestSecond(int lead) {
        return switch (lead) {
            case 0xed -> 0x9f; // above: surrogates
            case 0xf4 -> 0x8f; // above: beyond U+10FFFF
            default -> 0xbf;
        };
    }
}
