package chat.parley.http;

import chat.parley.core.account.AccessTokens;
import com.linecorp.armeria.common.HttpMethod;

/** The keys that verify access tokens (RFC 7517), for whoever wants to verify one without asking. */
public final class KeysResource implements Resource {
    private static final String JWK_SET = "application/jwk-set+json";

    private final AccessTokens tokens;

    public KeysResource(AccessTokens tokens) {
        this.tokens = tokens;
    }

    @Override
    public void declare(Routes routes) {
        routes.open(
                HttpMethod.GET, "/.well-known/jwks.json", call -> new Answer.Text(200, JWK_SET, tokens.publicKeys()));
    }
}
