package chat.parley.sdk;

import java.time.Instant;

/**
 * One of the caller's sign-ins.
 *
 * @param device what the client called itself when it signed in
 * @param usedAt when it signed in or was last refreshed
 * @param current whether it is the one that asks
 */
public record DeviceSession(String id, String device, Instant createdAt, Instant usedAt, boolean current) {}
