package chat.parley.bench.client;

/** What a frame of the server is, told by the first letters of its {@code op}, which the server writes first. */
public enum Op {
    WELCOME,
    CURSOR,
    ACK,
    ERROR,
    ENTRY,
    HEAD,
    RECEIPT,
    CONVERSATION,
    BYE,
    OTHER;

    private static final int AT = "{\"op\":\"".length();

    static Op of(byte[] json, int length) {
        if (length < AT + 2) {
            return OTHER;
        }
        return switch (json[AT]) {
            case 'a' -> ACK;
            case 'b' -> BYE;
            case 'c' -> json[AT + 1] == 'u' ? CURSOR : CONVERSATION;
            case 'e' -> json[AT + 1] == 'n' ? ENTRY : ERROR;
            case 'h' -> HEAD;
            case 'r' -> RECEIPT;
            case 'w' -> WELCOME;
            default -> OTHER;
        };
    }
}
