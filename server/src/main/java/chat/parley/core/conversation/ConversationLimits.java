package chat.parley.core.conversation;

import chat.parley.setting.Setting;

/**
 * Bounds of conversations. What is over one is refused aloud.
 */
public record ConversationLimits(
        @Setting("The longest title, in Unicode code points; the shortest is 1.")
        int titleCodePoints,

        @Setting("The longest topic, in Unicode code points.")
        int topicCodePoints,

        @Setting("The most members a conversation is created with, its creator left out.")
        int membersAtCreation,

        @Setting("The most members that one call adds.") int membersPerCall,

        @Setting("The most conversations a user is a member of; whoever has them joins no other.")
        int conversationsPerUser,

        @Setting("How often a change is tried anew because others changed the conversation at the same time.")
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
