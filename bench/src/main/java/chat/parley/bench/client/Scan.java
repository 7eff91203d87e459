package chat.parley.bench.client;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.nio.charset.StandardCharsets;

/**
 * Finds single fields in a frame's bytes without parsing it: a generator that parsed would measure itself. Good for the
 * fields that the server writes before any text of a user's, which none of those searched for here can follow.
 */
public final class Scan {
    public static final byte[] CONVERSATION = "\"conversation\":\"".getBytes(US_ASCII);
    public static final byte[] CURSOR = "\"cursor\":\"".getBytes(US_ASCII);
    public static final byte[] RETRY_AFTER = "\"retryAfterMs\":".getBytes(US_ASCII);
    public static final byte[] RID = "\"rid\":".getBytes(US_ASCII);
    public static final byte[] SEQ = "\"seq\":".getBytes(US_ASCII);
    public static final byte[] TEXT = "\"text\":\"".getBytes(US_ASCII);

    private Scan() {}

    /** Where the field's value begins, or -1. */
    public static int find(byte[] json, int length, byte[] field) {
        byte first = field[0];
        int last = length - field.length;
        for (int at = 0; at <= last; at++) {
            if (json[at] == first && matches(json, at, field)) {
                return at + field.length;
            }
        }
        return -1;
    }

    /** The whole number at {@code at}. */
    public static long number(byte[] json, int length, int at) {
        long value = 0;
        for (int i = at; i < length && json[i] >= '0' && json[i] <= '9'; i++) {
            value = value * 10 + (json[i] - '0');
        }
        return value;
    }

    /** The field's whole number, or {@code otherwise} where there is none. */
    public static long number(byte[] json, int length, byte[] field, long otherwise) {
        int at = find(json, length, field);
        return at < 0 ? otherwise : number(json, length, at);
    }

    /** The string at {@code at}, which has no escapes. */
    public static String string(byte[] json, int length, int at) {
        int end = at;
        while (end < length && json[end] != '"') {
            end++;
        }
        return new String(json, at, end - at, StandardCharsets.UTF_8);
    }

    public static boolean matches(byte[] json, int at, byte[] wanted) {
        for (int i = 0; i < wanted.length; i++) {
            if (json[at + i] != wanted[i]) {
                return false;
            }
        }
        return true;
    }
}
