package chat.parley.core.account;

import chat.parley.core.id.SessionId;
import chat.parley.core.id.UserId;
import java.time.Instant;

/**
 * One device's sign-in.
 *
 * @param role the user's role now
 * @param secret what the family's refresh tokens are derived from
 * @param generation of the refresh token that is good now, from 0
 * @param issuedAt when that token and its access token were made, in whole seconds
 * @param device what the client called itself
 */
public record Session(
        SessionId id,
        UserId user,
        Role role,
        String secret,
        int generation,
        Instant createdAt,
        Instant issuedAt,
        String device,
        boolean ended) {
    Caller caller() {
        return new Caller(user, id, role);
    }

    /** As it is after a refresh. */
    Session advanced(Instant now) {
        return new Session(id, user, role, secret, generation + 1, createdAt, now, device, ended);
    }

    /** Without the secret, so that it can be logged. */
    @Override
    public String toString() {
        return "Session[" + id + "]";
    }
}
