package chat.parley.sdk;

import chat.parley.wire.CurrentMessage;
import java.time.Instant;

/** A message that the caller saved, as it stands; a tombstone where it was recalled. */
public record SavedMessage(CurrentMessage message, Instant savedAt) {}
