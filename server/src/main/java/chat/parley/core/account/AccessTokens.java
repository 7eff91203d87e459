package chat.parley.core.account;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Signs and verifies access tokens. The same caller, time and lifetime give the same token. Threads: any; does not block.
 * Failure: none.
 */
public interface AccessTokens {
    /** A token. {@code issuedAt} counts in whole seconds. */
    String mint(Caller caller, Instant issuedAt, Duration lifetime);

    /** What a token with a good signature says, whatever the time. */
    Optional<Claims> verify(String token);

    /** The keys that verify tokens, as a JWK set (RFC 7517). */
    String publicKeys();

    /** What a token says. */
    record Claims(Caller caller, Instant issuedAt, Instant expiresAt) {}
}
