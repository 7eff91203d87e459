package chat.parley.sdk;

import chat.parley.wire.ErrorCode;
import java.io.IOException;
import java.util.function.Consumer;

/**
 * A sign-in that renews itself. The server takes a refresh token once, and for 60 s more answers its repetition with the
 * same new pair, so that an answer that was lost on the way costs nothing.
 */
public final class RefreshingCredentials implements Credentials {
    private final ParleyHttp http;
    private final Consumer<SignedIn> renewed;
    private String accessToken;
    private String refreshToken;

    /**
     * @param http calls the server without credentials ({@link ParleyHttp#anonymous})
     * @param renewed told each new pair before it is used, to be stored
     */
    public RefreshingCredentials(ParleyHttp http, SignedIn signedIn, Consumer<SignedIn> renewed) {
        this.http = http;
        this.renewed = renewed;
        this.accessToken = signedIn.accessToken();
        this.refreshToken = signedIn.refreshToken();
    }

    @Override
    public synchronized String accessToken() {
        return accessToken;
    }

    @Override
    public synchronized String refresh(String refused) throws IOException, SignedOut {
        if (!accessToken.equals(refused)) {
            return accessToken;
        }
        try {
            SignedIn next = http.sessions().refresh(refreshToken);
            renewed.accept(next);
            accessToken = next.accessToken();
            refreshToken = next.refreshToken();
            return accessToken;
        } catch (Refused refusal) {
            if (refusal.code() == ErrorCode.UNAUTHENTICATED) {
                throw new SignedOut(refusal.detail());
            }
            throw new IOException("the server did not renew the session", refusal);
        }
    }
}
