package chat.parley.wire;

import java.util.Locale;

/** What the strings of the protocol may look like. */
final class Texts {
    private static final int UUID_CHARACTERS = 36;

    private Texts() {}

    /** 1 to 40 of the unreserved characters of RFC 3986, which need no escape in a URL. */
    static boolean isId(String value) {
        if (value.isEmpty() || value.length() > WireLimits.ID_CHARACTERS) {
            return false;
        }
        for (int i = 0; i < value.length(); i++) {
            if (!isUnreserved(value.charAt(i))) {
                return false;
            }
        }
        return true;
    }

    private static boolean isUnreserved(char c) {
        return (c >= 'a' && c <= 'z')
                || (c >= 'A' && c <= 'Z')
                || (c >= '0' && c <= '9')
                || c == '-'
                || c == '.'
                || c == '_'
                || c == '~';
    }

    /** The textual form of RFC 9562, in either case and of any version. */
    static boolean isUuid(String value) {
        if (value.length() != UUID_CHARACTERS) {
            return false;
        }
        for (int i = 0; i < UUID_CHARACTERS; i++) {
            boolean dash = i == 8 || i == 13 || i == 18 || i == 23;
            if (dash ? value.charAt(i) != '-' : !isHex(value.charAt(i))) {
                return false;
            }
        }
        return true;
    }

    private static boolean isHex(char c) {
        return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
    }

    /** {@code value} itself where it is lower case already, which is the rule. */
    static String lowerCase(String value) {
        return value.toLowerCase(Locale.ROOT);
    }

    /** Whether UTF-8 and PostgreSQL's {@code text} can hold it: no U+0000 and every surrogate one of a pair. */
    static boolean isStorable(String value) {
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c == 0) {
                return false;
            }
            if (Character.isSurrogate(c)) {
                boolean pair = i + 1 < value.length() && Character.isSurrogatePair(c, value.charAt(i + 1));
                if (!pair) {
                    return false;
                }
                i++;
            }
        }
        return true;
    }
}
