package chat.parley.http;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A stretch of bytes, the last included (RFC 9110, section 14). */
record ByteRange(long first, long last) {
    private static final Pattern ONE = Pattern.compile("bytes=(\\d{0,18})-(\\d{0,18})");

    long length() {
        return last - first + 1;
    }

    /** What a {@code Range} header asks of so many bytes. */
    sealed interface Asked {
        /** Nothing, something else than bytes, or several stretches: all of it is answered. */
        record All() implements Asked {}

        record Part(ByteRange range) implements Asked {}

        /** Bytes that there are not. */
        record Outside() implements Asked {}
    }

    static Asked asked(Optional<String> header, long length) {
        Matcher range = ONE.matcher(header.orElse(""));
        if (!range.matches() || (range.group(1).isEmpty() && range.group(2).isEmpty())) {
            return new Asked.All();
        }
        ByteRange wanted = range.group(1).isEmpty()
                ? new ByteRange(Math.max(0, length - Long.parseLong(range.group(2))), length - 1)
                : new ByteRange(Long.parseLong(range.group(1)), last(range.group(2), length));
        return wanted.first() <= wanted.last() ? new Asked.Part(wanted) : new Asked.Outside();
    }

    private static long last(String given, long length) {
        return given.isEmpty() ? length - 1 : Math.min(Long.parseLong(given), length - 1);
    }
}
