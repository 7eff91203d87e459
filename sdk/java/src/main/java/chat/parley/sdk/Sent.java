package chat.parley.sdk;

import java.time.Instant;

/**
 * A message that is in the log.
 *
 * @param id the UUID it was sent under
 * @param duplicate whether it was there already when this attempt came
 */
public record Sent(String conversation, String id, long seq, Instant at, boolean duplicate) {}
