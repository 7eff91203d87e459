package chat.parley.sdk;

/** How far a message has come with one member. */
public record MessageReceipt(String user, boolean delivered, boolean read) {}
