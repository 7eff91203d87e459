package chat.parley.sdk;

import java.time.Instant;

/**
 * An invitation.
 *
 * @param invite what {@link SessionCalls#register} takes; the server shows it this once
 * @param role what whoever uses it becomes
 * @param uses how many may use it
 */
public record Invite(String invite, String role, Instant expiresAt, int uses) {}
