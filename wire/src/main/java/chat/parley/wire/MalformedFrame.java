package chat.parley.wire;

import org.jspecify.annotations.Nullable;

/**
 * Bytes that are no frame of the protocol. Carries the request's {@code rid} where it could be read, so that the refusal
 * can repeat it, and says whether the bytes were JSON at all: a client that does not speak JSON is cut off (close code
 * 4400), one that got a field wrong is told and may go on.
 */
public final class MalformedFrame extends Exception {
    private static final long serialVersionUID = 1L;

    private final @Nullable Long rid;
    private final boolean json;

    public MalformedFrame(String detail, @Nullable Long rid, boolean json) {
        super(detail);
        this.rid = rid;
        this.json = json;
    }

    public @Nullable Long rid() {
        return rid;
    }

    public boolean json() {
        return json;
    }
}
