package chat.parley.core.account;

import chat.parley.core.id.SessionId;
import chat.parley.core.reply.Reply;
import chat.parley.wire.ErrorCode;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/** A user's own sessions: which there are, and ending one. */
public final class OwnSessions {
    private static final int PURGE_PAGE = 1_000;

    private final Sessions sessions;
    private final RevokedSessions revoked;
    private final InstantSource clock;
    private final AccountConfig config;
    private final Duration memory;

    public OwnSessions(
            Sessions sessions,
            RevokedSessions revoked,
            InstantSource clock,
            AccountConfig config,
            TokenConfig tokenConfig) {
        this.sessions = sessions;
        this.revoked = revoked;
        this.clock = clock;
        this.config = config;
        this.memory = tokenConfig.longestLifetime().multipliedBy(2);
    }

    public List<Session> list(Caller caller) {
        return sessions.of(caller.user(), config.maxSessions());
    }

    /** Ending one that has ended changes nothing. */
    public Reply<SessionId> end(Caller caller, SessionId session) {
        Optional<Boolean> ended = sessions.end(caller.user(), session, clock.instant());
        if (ended.isEmpty()) {
            return Reply.refused(ErrorCode.NOT_FOUND, "no such session");
        }
        if (ended.get()) {
            revoked.announce(List.of(session));
        }
        return Reply.given(session);
    }

    /** Forgets sessions whose tokens can no longer be good, a page at a time. To be called now and then; says how many. */
    public int purge() {
        Instant now = clock.instant();
        return sessions.purge(now.minus(memory), now.minus(config.sessionIdle()).minus(memory), PURGE_PAGE);
    }
}
