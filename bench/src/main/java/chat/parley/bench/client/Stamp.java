package chat.parley.bench.client;

import static java.nio.charset.StandardCharsets.US_ASCII;

/**
 * When a message was to be sent and by whom, at the beginning of its text: whoever gets it knows how long it took, counted
 * from the intended time, so that a server that makes the generator wait does not hide it (no coordinated omission).
 *
 * <p>16 hexadecimal digits of {@link System#nanoTime}, which holds within this process only, and 8 of the sender.
 */
public final class Stamp {
    public static final int LENGTH = 24;

    private static final int TIME_DIGITS = 16;
    private static final byte[] DIGITS = "0123456789abcdef".getBytes(US_ASCII);

    private Stamp() {}

    static void write(byte[] text, int at, long nanos, int sender) {
        hex(text, at, nanos, TIME_DIGITS);
        hex(text, at + TIME_DIGITS, sender, LENGTH - TIME_DIGITS);
    }

    public static long nanos(byte[] text, int at) {
        return number(text, at, TIME_DIGITS);
    }

    public static int sender(byte[] text, int at) {
        return (int) number(text, at + TIME_DIGITS, LENGTH - TIME_DIGITS);
    }

    static void hex(byte[] into, int at, long value, int digits) {
        for (int i = digits - 1; i >= 0; i--) {
            into[at + i] = DIGITS[(int) (value >>> (4 * (digits - 1 - i))) & 0xf];
        }
    }

    private static long number(byte[] text, int at, int digits) {
        long value = 0;
        for (int i = at; i < at + digits; i++) {
            value = value << 4 | Character.digit(text[i], 16);
        }
        return value;
    }
}
