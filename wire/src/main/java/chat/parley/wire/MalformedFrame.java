package chat.parley.wire;

import org.jspecify.annotations.Nullable;

/**
 * Bytes that are no frame of the protocol; the refusal's code is {@code bad_request}. Carries the request's {@code rid}
 * where it could be read, so that the refusal can repeat it, and says whether the bytes were one JSON object at all: a
 * client that does not speak so is cut off (close code 4400), one that got a field wrong is told and may go on.
 *
 * <p>It has no stack trace: whoever sends rubbish should not make the server pay for one.
 */
public final class MalformedFrame extends Exception {
    private static final long serialVersionUID = 1L;

    private final @Nullable Rid rid;
    private final boolean json;

    public MalformedFrame(String detail, @Nullable Rid rid, boolean json) {
        super(detail, null, false, false);
        this.rid = rid;
        this.json = json;
    }

    /** What is wrong, fit to be told to the client: names fields and bounds, never repeats a value. */
    public String detail() {
        return String.valueOf(getMessage());
    }

    public @Nullable Rid rid() {
        return rid;
    }

    /** Whether the bytes were one JSON object and nothing else. */
    public boolean json() {
        return json;
    }
}
