package chat.parley.core.conversation;

import chat.parley.core.id.ConversationId;
import chat.parley.core.id.UserId;
import chat.parley.wire.Retention;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** A change of a conversation other than a message; each becomes at most one entry of its log. */
public sealed interface Change {
    ConversationId conversation();

    UserId by();

    /** {@code users} become members; those who are already are left out of the entry, and if all are, nothing is appended. */
    record Join(ConversationId conversation, UserId by, List<UserId> users) implements Change {}

    /** {@code user} ceases to be a member. */
    record Leave(ConversationId conversation, UserId by, UserId user) implements Change {}

    /** {@code user}'s role becomes {@code role}. */
    record SetRole(ConversationId conversation, UserId by, UserId user, MemberRole role) implements Change {}

    /** Properties get new values; empty where one stays. */
    record SetProperties(
            ConversationId conversation,
            UserId by,
            Optional<String> title,
            Optional<String> topic,
            Optional<Boolean> historyForAll,
            Optional<Boolean> invitesAll)
            implements Change {}

    /** So much is kept from now on. */
    record Retain(ConversationId conversation, UserId by, Retention retention) implements Change {}

    /**
     * The beginning, for all members, moves to where the conversation is to be kept from now, if anything is to go. Nobody's deed: it asks
     * for no version of an access.
     *
     * @param by in whose name the entry stands: who made the conversation
     * @param spared what is younger stays in any case
     */
    record RaiseFirst(ConversationId conversation, UserId by, Duration spared) implements Change {}
}
