package chat.parley.core.account;

import java.util.Optional;

/**
 * Verifies access tokens without reading the database: signature, expiry (60 s leeway), and that the session is not among
 * those revoked within one token's lifetime. Threads: any; never blocks on I/O.
 */
public interface Authenticator {
    /** Who the token speaks for, or empty where it is not (or no longer) good. */
    Optional<Caller> authenticate(String accessToken);
}
