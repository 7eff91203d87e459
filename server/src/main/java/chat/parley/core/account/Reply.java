package chat.parley.core.account;

import chat.parley.wire.ErrorCode;
import java.time.Duration;
import java.util.Optional;

/** What a use case of accounts answers: the thing asked for, or why not. */
public sealed interface Reply<T> {
    /** Done; here it is. */
    record Given<T>(T value) implements Reply<T> {}

    /** Not done. {@code retryAfter} is there where the same request may succeed later. */
    record Refused<T>(ErrorCode code, String detail, Optional<Duration> retryAfter) implements Reply<T> {
        /** The same refusal of something else. */
        <R> Reply<R> as() {
            return new Refused<>(code, detail, retryAfter);
        }
    }

    static <T> Reply<T> given(T value) {
        return new Given<>(value);
    }

    static <T> Reply<T> refused(ErrorCode code, String detail) {
        return new Refused<>(code, detail, Optional.empty());
    }

    static <T> Reply<T> rateLimited(String detail, long retryAfterMs) {
        return new Refused<>(ErrorCode.RATE_LIMITED, detail, Optional.of(Duration.ofMillis(retryAfterMs)));
    }

    /** Too many passwords are being hashed: sign-ins wait, so that messages need not. */
    static <T> Reply<T> busy() {
        return new Refused<>(ErrorCode.UNAVAILABLE, "too many sign-ins at once", Optional.of(Duration.ofSeconds(2)));
    }

    static <T> Reply<T> noSuchUser() {
        return refused(ErrorCode.NOT_FOUND, "no such user");
    }
}
