package chat.parley.http;

import chat.parley.core.account.Authenticator;
import chat.parley.core.account.Caller;
import com.linecorp.armeria.common.HttpHeaderNames;
import com.linecorp.armeria.common.RequestHeaders;
import java.util.Optional;

/** Reads {@code Authorization: Bearer} (RFC 6750). */
final class Authentication {
    private static final String SCHEME = "bearer ";

    private final Authenticator authenticator;

    Authentication(Authenticator authenticator) {
        this.authenticator = authenticator;
    }

    Optional<Caller> caller(RequestHeaders headers) {
        return bearer(headers).flatMap(authenticator::authenticate);
    }

    static Optional<String> bearer(RequestHeaders headers) {
        String authorization = headers.get(HttpHeaderNames.AUTHORIZATION);
        if (authorization == null || !authorization.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
            return Optional.empty();
        }
        return Optional.of(authorization.substring(SCHEME.length()).strip());
    }
}
