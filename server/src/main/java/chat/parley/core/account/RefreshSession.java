package chat.parley.core.account;

import chat.parley.core.id.SessionId;
import chat.parley.core.reply.Reply;
import chat.parley.wire.ErrorCode;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;

/**
 * Exchanges a refresh token for the next pair (RFC 9700 section 4.14.2, rotation with reuse detection). The token just
 * replaced brings the same new pair for {@link #GRACE} more, since its answer may have been lost, or two tabs may have asked
 * at once. Any other old token is a copy in somebody else's hands, so its whole family ends.
 */
public final class RefreshSession {
    static final Duration GRACE = Duration.ofSeconds(60);
    /** A lost race leaves one other outcome, an end a third. */
    private static final int ATTEMPTS = 3;

    private final Sessions sessions;
    private final RevokedSessions revoked;
    private final TokenPairs pairs;
    private final InstantSource clock;
    private final Duration idle;

    public RefreshSession(
            Sessions sessions,
            RevokedSessions revoked,
            AccessTokens tokens,
            TokenConfig tokenConfig,
            InstantSource clock,
            AccountConfig config) {
        this.sessions = sessions;
        this.revoked = revoked;
        this.pairs = new TokenPairs(tokens, tokenConfig);
        this.clock = clock;
        this.idle = config.sessionIdle();
    }

    public Reply<TokenPair> refresh(String refreshToken) {
        Optional<RefreshToken> token = RefreshToken.parse(refreshToken);
        if (token.isEmpty()) {
            return unauthenticated();
        }
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            Optional<Session> session = sessions.find(token.get().session());
            if (session.isEmpty() || !token.get().genuine(session.get()) || over(session.get())) {
                return unauthenticated();
            }
            Optional<Reply<TokenPair>> decided = decide(token.get(), session.get());
            if (decided.isPresent()) {
                return decided.get();
            }
        }
        return Reply.refused(ErrorCode.CONFLICT, "the token is being refreshed elsewhere");
    }

    /** Empty where another refresh came between: look again. */
    private Optional<Reply<TokenPair>> decide(RefreshToken token, Session session) {
        Instant now = clock.instant().truncatedTo(ChronoUnit.SECONDS);
        if (token.generation() == session.generation()) {
            Session next = session.advanced(now);
            boolean won = sessions.advance(session.id(), session.generation(), now);
            return won ? Optional.of(Reply.given(pairs.of(next))) : Optional.empty();
        }
        boolean justReplaced = token.generation() == session.generation() - 1
                && !now.isAfter(session.issuedAt().plus(GRACE));
        if (justReplaced) {
            return Optional.of(Reply.given(pairs.of(session)));
        }
        endFamily(session);
        return Optional.of(unauthenticated());
    }

    private void endFamily(Session session) {
        List<SessionId> ended = sessions.end(session.user(), session.id(), clock.instant())
                .filter(open -> open)
                .map(open -> List.of(session.id()))
                .orElse(List.of());
        revoked.announce(ended);
    }

    private boolean over(Session session) {
        return session.ended() || clock.instant().isAfter(session.issuedAt().plus(idle));
    }

    private static <T> Reply<T> unauthenticated() {
        return Reply.refused(ErrorCode.UNAUTHENTICATED, "the refresh token is not, or no longer, good");
    }
}
