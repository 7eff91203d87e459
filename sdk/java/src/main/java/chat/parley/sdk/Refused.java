package chat.parley.sdk;

import chat.parley.wire.ErrorCode;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The server said no: to an HTTP call, or for good to a message of the outbox. */
public final class Refused extends Exception {
    private static final long serialVersionUID = 1L;

    private final ErrorCode code;
    private final String detail;
    private final @Nullable Long retryAfterMs;

    public Refused(ErrorCode code, String detail, @Nullable Long retryAfterMs) {
        super(String.format(Locale.ROOT, "%s: %s", code.wireName(), detail));
        this.code = code;
        this.detail = detail;
        this.retryAfterMs = retryAfterMs;
    }

    public ErrorCode code() {
        return code;
    }

    /** The server's words about it. */
    public String detail() {
        return detail;
    }

    /** How long the server wants to be left alone; null where it does not say. */
    public @Nullable Long retryAfterMs() {
        return retryAfterMs;
    }
}
