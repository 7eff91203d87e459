package chat.parley.core.id;

import java.util.OptionalLong;

/**
 * The text form of a 64-bit identifier: one prefix letter and 13 characters of Crockford's base 32 in lower case, so that
 * it is URL-safe, sorts like the number, and says what it names.
 */
final class TextId {
    private static final char[] DIGITS = "0123456789abcdefghjkmnpqrstvwxyz".toCharArray();
    private static final int LENGTH = 14;

    private TextId() {}

    static String format(char prefix, long value) {
        char[] text = new char[LENGTH];
        text[0] = prefix;
        for (int i = LENGTH - 1; i > 0; i--) {
            text[i] = DIGITS[(int) (value & 31)];
            value >>>= 5;
        }
        return new String(text);
    }

    /** The value, or empty where the text is not what {@link #format} makes. */
    static OptionalLong parse(char prefix, String text) {
        if (text.length() != LENGTH || text.charAt(0) != prefix) {
            return OptionalLong.empty();
        }
        long value = 0;
        for (int i = 1; i < LENGTH; i++) {
            int digit = digit(text.charAt(i));
            if (digit < 0) {
                return OptionalLong.empty();
            }
            value = (value << 5) | digit;
        }
        boolean canonical = value >= 0 && format(prefix, value).equals(text);
        return canonical ? OptionalLong.of(value) : OptionalLong.empty();
    }

    private static int digit(char c) {
        for (int i = 0; i < DIGITS.length; i++) {
            if (DIGITS[i] == c) {
                return i;
            }
        }
        return -1;
    }
}
