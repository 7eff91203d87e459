package chat.parley.wire;

import java.util.Locale;

/**
 * Every code a refusal may carry, on the socket and over HTTP alike. The list is {@code protocol/errors.json}; a test
 * compares the two.
 */
public enum ErrorCode {
    BAD_REQUEST(400, false),
    UNAUTHENTICATED(401, false),
    FORBIDDEN(403, false),
    NOT_FOUND(404, false),
    CONFLICT(409, false),
    EXPIRED(410, false),
    TOO_LARGE(413, false),
    RATE_LIMITED(429, true),
    INTERNAL(500, true),
    UNAVAILABLE(503, true);

    private final int status;
    private final boolean temporary;
    private final String wireName = name().toLowerCase(Locale.ROOT);

    ErrorCode(int status, boolean temporary) {
        this.status = status;
        this.temporary = temporary;
    }

    /** The HTTP status that goes with the code (RFC 9110). */
    public int status() {
        return status;
    }

    /** Whether the same request may succeed later without being changed. */
    public boolean temporary() {
        return temporary;
    }

    /** The code as it stands in JSON. */
    public String wireName() {
        return wireName;
    }

    /** The code of that name; {@link #INTERNAL} for one of a newer version, so that whoever was refused tries again. */
    public static ErrorCode of(String wireName) {
        for (ErrorCode code : values()) {
            if (code.wireName.equals(wireName)) {
                return code;
            }
        }
        return INTERNAL;
    }
}
