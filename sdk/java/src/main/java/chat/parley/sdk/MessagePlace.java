package chat.parley.sdk;

/** Where a message is. */
public record MessagePlace(String conversation, long seq) {}
