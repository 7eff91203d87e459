package chat.parley.http;

import chat.parley.wire.ErrorCode;
import java.time.Duration;

/** What an endpoint says. */
sealed interface Answer {
    /** A JSON body. */
    record Body(int status, Object value) implements Answer {}

    /** JSON that is written already. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Json(byte[] bytes) implements Answer {}

    /** Done, and nothing to say. */
    record Nothing() implements Answer {}

    /** Text that is not JSON (metrics). */
    record Text(int status, String contentType, String text) implements Answer {}

    /** A refusal. */
    record Refusal(Problem problem) implements Answer {}

    static Answer ok(Object value) {
        return new Body(200, value);
    }

    static Answer created(Object value) {
        return new Body(201, value);
    }

    static Answer nothing() {
        return new Nothing();
    }

    static Answer refused(ErrorCode code, String detail) {
        return new Refusal(Problem.of(code, detail));
    }

    static Answer refused(ErrorCode code, String detail, Duration retryAfter) {
        return new Refusal(Problem.retryable(code, detail, retryAfter));
    }
}
