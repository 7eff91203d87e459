package chat.parley.wire;

/**
 * What anybody who may look a user up sees of them.
 *
 * @param role {@code member}, {@code guest}, {@code bot}, {@code moderator} or {@code admin}
 * @param deleted whether the account is gone; handle and name are then blanks of the server's making
 */
public record Profile(String id, String handle, String name, String role, boolean deleted) {}
