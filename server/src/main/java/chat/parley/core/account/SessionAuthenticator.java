package chat.parley.core.account;

import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

/** Believes a token that is signed, in its time, and of a session that has not ended. */
public final class SessionAuthenticator implements Authenticator {
    private final AccessTokens tokens;
    private final RevokedSessions revoked;
    private final InstantSource clock;

    public SessionAuthenticator(AccessTokens tokens, RevokedSessions revoked, InstantSource clock) {
        this.tokens = tokens;
        this.revoked = revoked;
        this.clock = clock;
    }

    @Override
    public Optional<Caller> authenticate(String accessToken) {
        return tokens.verify(accessToken)
                .filter(this::inTime)
                .map(AccessTokens.Claims::caller)
                .filter(caller -> !revoked.contains(caller.session()));
    }

    private boolean inTime(AccessTokens.Claims claims) {
        Instant now = clock.instant();
        return now.isBefore(claims.expiresAt().plus(TokenConfig.LEEWAY))
                && !claims.issuedAt().minus(TokenConfig.LEEWAY).isAfter(now);
    }
}
