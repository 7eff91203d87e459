package chat.parley.core.account;

import chat.parley.core.id.IdSource;
import chat.parley.core.id.SessionId;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;

/** Opens a session for somebody who has proved who they are. */
public final class OpenSession {
    private static final int SECRET_BYTES = 32;

    private final Sessions sessions;
    private final RevokedSessions revoked;
    private final TokenPairs pairs;
    private final IdSource ids;
    private final InstantSource clock;
    private final AccountConfig config;

    public OpenSession(
            Sessions sessions,
            RevokedSessions revoked,
            AccessTokens tokens,
            TokenConfig tokenConfig,
            IdSource ids,
            InstantSource clock,
            AccountConfig config) {
        this.sessions = sessions;
        this.revoked = revoked;
        this.pairs = new TokenPairs(tokens, tokenConfig);
        this.ids = ids;
        this.clock = clock;
        this.config = config;
    }

    /** Empty where the account was deleted, or its password changed, since it was read. */
    Optional<SignedIn> open(Account account, String device) {
        Instant now = clock.instant().truncatedTo(ChronoUnit.SECONDS);
        String secret = RandomTokens.next(SECRET_BYTES);
        Session session = new Session(ids.session(), account.id(), account.role(), secret, 0, now, now, device, false);
        Optional<List<SessionId>> ended = sessions.open(session, account.password(), config.maxSessions());
        ended.ifPresent(revoked::announce);
        return ended.map(opened -> new SignedIn(account, pairs.of(session)));
    }
}
