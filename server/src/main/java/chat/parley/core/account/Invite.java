package chat.parley.core.account;

import java.time.Instant;

/** An invitation, as handed to whoever passes it on; the token is shown this once. */
public record Invite(String token, Role role, Instant expiresAt, int uses) {
    /** Without the token, so that it can be logged. */
    @Override
    public String toString() {
        return "Invite[" + role + ", " + expiresAt + "]";
    }
}
