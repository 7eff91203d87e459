package chat.parley.core.conversation;

/**
 * Bounds of conversations. What is over one is refused aloud.
 *
 * @param titleCodePoints the longest title, in Unicode code points; the shortest is 1
 * @param topicCodePoints the longest topic, in Unicode code points
 * @param membersAtCreation the most members a conversation is created with, its creator left out
 * @param membersPerCall the most members that one call adds
 * @param conversationsPerUser the most conversations a user is a member of; whoever has them joins no other
 * @param attempts how often a change is tried anew because others changed the conversation at the same time
 */
public record ConversationLimits(
        int titleCodePoints,
        int topicCodePoints,
        int membersAtCreation,
        int membersPerCall,
        int conversationsPerUser,
        int attempts) {

    public ConversationLimits {
        positive("titleCodePoints", titleCodePoints);
        positive("topicCodePoints", topicCodePoints);
        positive("membersAtCreation", membersAtCreation);
        positive("membersPerCall", membersPerCall);
        positive("conversationsPerUser", conversationsPerUser);
        positive("attempts", attempts);
    }

    public static ConversationLimits defaults() {
        return new ConversationLimits(100, 1_000, 500, 200, 10_000, 8);
    }

    private static void positive(String name, int value) {
        if (value < 1) {
            throw new IllegalArgumentException(name + " must be 1 or more, not " + value);
        }
    }
}
