package chat.parley.http;

import chat.parley.wire.ErrorCode;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A refusal, as RFC 9457 {@code application/problem+json}.
 *
 * @param status as a rule the code's own; another only where HTTP has a sharper one (405, 421)
 * @param detail for the developer at the other end; never holds anything the caller may not know
 */
record Problem(
        ErrorCode code, int status, String detail, @Nullable Duration retryAfter) {
    static Problem of(ErrorCode code, String detail) {
        return new Problem(code, code.status(), detail, null);
    }

    static Problem retryable(ErrorCode code, String detail, Duration retryAfter) {
        return new Problem(code, code.status(), detail, retryAfter);
    }

    static Problem badRequest(String detail) {
        return of(ErrorCode.BAD_REQUEST, detail);
    }

    static Problem notFound(String detail) {
        return of(ErrorCode.NOT_FOUND, detail);
    }

    static Problem unauthenticated(String detail) {
        return of(ErrorCode.UNAUTHENTICATED, detail);
    }

    /** {@code Retry-After} counts whole seconds (RFC 9110 section 10.2.3), so that it is never too early. */
    long retryAfterSeconds() {
        return retryAfter == null ? 0 : (retryAfter.toMillis() + 999) / 1000;
    }
}
