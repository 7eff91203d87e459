package chat.parley.wire;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;

/** Times as the protocol writes them: RFC 3339, UTC, exactly three digits of a second ({@code 2026-11-24T01:02:03.123Z}). */
final class Times {
    /** As long as a time may be that we read: nine digits of a second and an offset. */
    static final int MAX_CHARACTERS = 40;

    /** How many characters {@link #write} writes. */
    static final int CHARACTERS = 24;

    private static final String SHAPE = "0000-00-00T00:00:00.000Z";
    private static final int MAX_YEAR = 9999;

    private Times() {}

    /** Any RFC 3339 time, cut to milliseconds; quickly where {@link #write} wrote it. */
    static Instant parse(String text) throws DateTimeException {
        if (!isOurs(text)) {
            return Instant.parse(text).truncatedTo(ChronoUnit.MILLIS);
        }
        return LocalDateTime.of(
                        number(text, 0, 4),
                        number(text, 5, 7),
                        number(text, 8, 10),
                        number(text, 11, 13),
                        number(text, 14, 16),
                        number(text, 17, 19),
                        number(text, 20, 23) * 1_000_000)
                .toInstant(ZoneOffset.UTC);
    }

    private static boolean isOurs(String text) {
        if (text.length() != CHARACTERS) {
            return false;
        }
        for (int i = 0; i < CHARACTERS; i++) {
            char shape = SHAPE.charAt(i);
            char c = text.charAt(i);
            if (shape == '0' ? c < '0' || c > '9' : c != shape) {
                return false;
            }
        }
        return true;
    }

    private static int number(String text, int from, int to) {
        return Integer.parseInt(text, from, to, 10);
    }

    /**
     * Writes {@code at} into the first {@link #CHARACTERS} of {@code out}. By hand, since every entry carries a time and a
     * formatter costs more than all the rest of it.
     */
    static void write(Instant at, char[] out) {
        LocalDateTime time = LocalDateTime.ofEpochSecond(at.getEpochSecond(), at.getNano(), ZoneOffset.UTC);
        if (time.getYear() < 0 || time.getYear() > MAX_YEAR) {
            throw new DateTimeException("RFC 3339 has no year " + time.getYear());
        }
        digits(time.getYear(), 4, out, 0);
        out[4] = '-';
        digits(time.getMonthValue(), 2, out, 5);
        out[7] = '-';
        digits(time.getDayOfMonth(), 2, out, 8);
        out[10] = 'T';
        digits(time.getHour(), 2, out, 11);
        out[13] = ':';
        digits(time.getMinute(), 2, out, 14);
        out[16] = ':';
        digits(time.getSecond(), 2, out, 17);
        out[19] = '.';
        digits(time.getNano() / 1_000_000, 3, out, 20);
        out[23] = 'Z';
    }

    private static void digits(int value, int count, char[] out, int from) {
        int rest = value;
        for (int i = from + count - 1; i >= from; i--) {
            out[i] = (char) ('0' + rest % 10);
            rest /= 10;
        }
    }
}
