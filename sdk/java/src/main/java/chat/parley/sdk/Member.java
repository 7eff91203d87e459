package chat.parley.sdk;

/**
 * Somebody in a conversation.
 *
 * @param user their id
 * @param role {@code owner}, {@code moderator} or {@code member}
 * @param joined the entry that made them join last
 */
public record Member(String user, String role, long joined) {}
