package chat.parley.core.reply;

import chat.parley.wire.ErrorCode;
import java.time.Duration;
import java.util.Optional;

/** What a use case answers: the thing asked for, or why not. */
public sealed interface Reply<T> {

    /** Done; here it is. */
    record Given<T>(T value) implements Reply<T> {}

    /** Not done. {@code retryAfter} is there where the same request may succeed later. */
    record Refused<T>(ErrorCode code, String detail, Optional<Duration> retryAfter) implements Reply<T> {
        /** The same refusal of something else. */
        public <R> Reply<R> as() {
            return new Refused<>(code, detail, retryAfter);
        }
    }

    static <T> Reply<T> given(T value) {
        return new Given<>(value);
    }

    static <T> Reply<T> refused(ErrorCode code, String detail) {
        return new Refused<>(code, detail, Optional.empty());
    }

    /** Too often; the same request may succeed after so many milliseconds. */
    static <T> Reply<T> rateLimited(String detail, long retryAfterMs) {
        return new Refused<>(ErrorCode.RATE_LIMITED, detail, Optional.of(Duration.ofMillis(retryAfterMs)));
    }

    /** Not now: the store cannot be reached, or too much is asked of it at once. */
    static <T> Reply<T> unavailable(String detail, Duration retryAfter) {
        return new Refused<>(ErrorCode.UNAVAILABLE, detail, Optional.of(retryAfter));
    }
}
