package chat.parley.sdk;

/** The session has ended: only signing in again helps. */
public final class SignedOut extends Exception {
    private static final long serialVersionUID = 1L;

    public SignedOut(String detail) {
        super(detail);
    }
}
