package chat.parley.wire;

/** Every bound on the shape of a frame, in one place (protocol sections 1 and 2). What is over a bound is refused. */
public final class WireLimits {
    /** The longest id. Ids are opaque and URL-safe (the unreserved characters of RFC 3986). */
    public static final int ID_CHARACTERS = 40;

    /** The longest text of a message, in Unicode code points; the shortest is 1. */
    public static final int TEXT_CODE_POINTS = 16_000;

    /** The longest text in UTF-8. A code point takes at most four bytes, so {@link #TEXT_CODE_POINTS} implies it. */
    public static final int TEXT_BYTES = 4 * TEXT_CODE_POINTS;

    /** The most a client may send in one frame or request body (uploads aside). */
    public static final int CLIENT_FRAME_BYTES = 256 * 1024;

    /** The most a server sends in one frame or page. */
    public static final int SERVER_FRAME_BYTES = 1024 * 1024;

    /** The most conversations in a {@code focus}. */
    public static final int FOCUS_CONVERSATIONS = 20;

    /** The most users in a {@code watch}. */
    public static final int WATCH_USERS = 500;

    /** The most mentions in a message, whom its user groups reach included. */
    public static final int MENTIONS = 100;

    /** The most attachments of a message. */
    public static final int ATTACHMENTS = 10;

    /** The most conversations in a {@code delivered}. */
    public static final int DELIVERED_MARKS = 1_000;

    /** The longest access token in a {@code hello}. */
    public static final int TOKEN_CHARACTERS = 4_096;

    /** The longest cursor. */
    public static final int CURSOR_CHARACTERS = 256;

    /** The longest name and the longest version of a client program. */
    public static final int CLIENT_CHARACTERS = 64;

    /** How deep objects and arrays may nest, in fields that are ignored too. */
    public static final int DEPTH = 32;

    /** The longest name of a field, ignored ones included. */
    public static final int FIELD_NAME_CHARACTERS = 256;

    /** The longest number in digits, ignored ones included. */
    public static final int NUMBER_CHARACTERS = 64;

    private WireLimits() {}
}
