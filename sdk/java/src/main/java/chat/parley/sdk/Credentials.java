package chat.parley.sdk;

import java.io.IOException;

/**
 * Where access tokens come from. Called from any thread, perhaps from several at once; may block.
 *
 * <p>An {@link IOException} means "not now" and is tried again later, {@link SignedOut} means "never again".
 */
public interface Credentials {
    /** The token to use; it may turn out to be stale. */
    String accessToken() throws IOException, SignedOut;

    /** A token to use instead of {@code refused}, which the server did not take. */
    String refresh(String refused) throws IOException, SignedOut;

    /** One token that cannot be renewed. */
    static Credentials fixed(String accessToken) {
        return new Credentials() {
            @Override
            public String accessToken() {
                return accessToken;
            }

            @Override
            public String refresh(String refused) throws SignedOut {
                throw new SignedOut("the access token is no longer taken, and there is no way to renew it");
            }
        };
    }
}
