package chat.parley.core.account;

import chat.parley.core.id.SessionId;
import chat.parley.core.id.UserId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * The sign-in sessions. Atomicity: each call is one transaction. Ending one stamps the ending transaction's id on it, so
 * that every node that tails the store learns of it even where the bus loses the hint. Threads: blocks; call it on a virtual
 * thread. Failure: {@link java.io.UncheckedIOException} where the store cannot be reached.
 */
public interface Sessions {
    /**
     * Opens a session for an account that is there and whose password hash is still {@code password} (so that no session
     * slips past a change of password or a deletion), ending what exceeds {@code most}; answers which. Empty where it was
     * not opened.
     */
    Optional<List<SessionId>> open(Session session, Optional<String> password, int most);

    /** The session, ended ones included until they are purged. */
    Optional<Session> find(SessionId session);

    /** Makes the next generation the good one, unless {@code generation} is no longer the good one or it has ended. */
    boolean advance(SessionId session, int generation, Instant issuedAt);

    /** The user's sessions that have not ended, last used first, at most {@code limit}. */
    List<Session> of(UserId user, int limit);

    /** Ends the session if it is the user's; empty if it is not, else whether it was still open. */
    Optional<Boolean> end(UserId user, SessionId session, Instant now);

    /** Sessions that ended at or after {@code since}, by id, from the one after {@code after}. */
    List<SessionId> endedSince(Instant since, SessionId after, int limit);

    /** Forgets at most {@code limit} sessions that ended, or were last used, before {@code before}; answers how many. */
    int purge(Instant endedBefore, Instant usedBefore, int limit);
}
