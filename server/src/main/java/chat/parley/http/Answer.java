package chat.parley.http;

import chat.parley.wire.ErrorCode;
import com.linecorp.armeria.common.HttpHeaders;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;

/** What an endpoint says. */
sealed interface Answer {
    /** What is there as a whole before the first byte of it is sent. */
    sealed interface Whole extends Answer {}

    /** A JSON body. */
    record Body(int status, Object value) implements Whole {}

    /** JSON that is written already. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Json(byte[] bytes) implements Whole {}

    /** Done, and nothing to say. */
    record Nothing() implements Whole {}

    /** Text that is not JSON (metrics). */
    record Text(int status, String contentType, String text) implements Whole {}

    /** A refusal. */
    record Refusal(Problem problem) implements Whole {}

    /**
     * Bytes that are read while they are sent, and closed whatever becomes of it.
     *
     * @param headers beside the length
     */
    record Streamed(int status, HttpHeaders headers, InputStream bytes, long length) implements Answer {}

    /**
     * Bytes that are made while they are sent, as fast as the other end takes them, however many there will be.
     *
     * @param end called once nothing more is sent, whatever became of it; perhaps more than once
     */
    record Poured(HttpHeaders headers, Pouring bytes, Runnable end) implements Answer {}

    /** Makes the bytes; what it throws cuts the answer off. */
    interface Pouring {
        void to(OutputStream out) throws IOException;
    }

    /** No body, but headers that say it all. */
    record Bare(int status, HttpHeaders headers) implements Whole {}

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
