package chat.parley.sdk;

/**
 * The caller's own account.
 *
 * @param role {@code member}, {@code guest}, {@code bot}, {@code moderator} or {@code admin}
 * @param readReceipts whether others may see how far the caller has read
 */
public record Account(String id, String handle, String name, String role, boolean readReceipts) {}
