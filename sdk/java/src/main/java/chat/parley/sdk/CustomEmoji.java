package chat.parley.sdk;

import java.time.Instant;

/**
 * An emoji of the workspace; {@code :name:} in texts and reactions.
 *
 * @param picture names its picture, for ever
 */
public record CustomEmoji(String name, String picture, String addedBy, Instant addedAt) {}
