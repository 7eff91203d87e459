package chat.parley.sdk;

import chat.parley.wire.CurrentMessage;

/** A message that mentions the caller or everybody; {@code unread} where it is beyond the caller's read marker. */
public record Mention(CurrentMessage message, boolean unread) {}
