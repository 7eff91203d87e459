package chat.parley.sdk;

/** What a close code of the socket tells a client to do (protocol section 2). */
final class CloseCode {
    static final int NORMAL = 1000;

    /** Never on the wire: the connection broke without a close. */
    static final int ABNORMAL = 1006;

    static final int TOO_LARGE = 1009;
    static final int PROTOCOL_ERROR = 4400;
    static final int UNAUTHENTICATED = 4401;
    static final int ORIGIN = 4403;

    enum Comeback {
        /** With full jitter. */
        AGAIN,
        /** With a new access token. */
        REFRESHED,
        /** Not by itself: it would end the same way. */
        NEVER
    }

    private CloseCode() {}

    /** Codes that a newer server may add are as good as a broken line. */
    static Comeback comebackAfter(int code) {
        return switch (code) {
            case UNAUTHENTICATED -> Comeback.REFRESHED;
            case TOO_LARGE, PROTOCOL_ERROR, ORIGIN -> Comeback.NEVER;
            default -> Comeback.AGAIN;
        };
    }
}
