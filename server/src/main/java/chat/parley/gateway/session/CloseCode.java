package chat.parley.gateway.session;

/** Why a connection ends, as the close frame says it (RFC 6455 section 7.4; protocol section 2, "Close codes"). */
public enum CloseCode {
    NORMAL(1000),
    TOO_LARGE(1009),
    RESTART(1012),
    /** Also for what RFC 6455 calls 1002 and 1007: clients are told what to do after 4400, and nothing of those. */
    PROTOCOL_ERROR(4400),
    UNAUTHENTICATED(4401),
    ORIGIN_REFUSED(4403),
    SILENT(4408),
    SLOW(4409),
    TOO_MANY(4429);

    private final int code;

    CloseCode(int code) {
        this.code = code;
    }

    public int code() {
        return code;
    }
}
