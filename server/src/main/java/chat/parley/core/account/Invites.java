package chat.parley.core.account;

import chat.parley.core.id.UserId;
import java.time.Instant;
import java.util.Optional;

/**
 * Invitations, known by the hash of their token. One is used by {@link Accounts#create}. Threads: blocks; call it on a
 * virtual thread. Failure: {@link java.io.UncheckedIOException} where the store cannot be reached.
 */
public interface Invites {
    void add(Invite invite);

    /** Whether a link for the administrator has ever been made. */
    boolean administratorLinkMade();

    /** Whether an administrator has come in by such a link. */
    boolean administratorLinkUsed();

    /**
     * An invitation.
     *
     * @param creator empty for the administrator's link
     */
    record Invite(String hash, Role role, Optional<UserId> creator, Instant expiresAt, int uses) {}
}
