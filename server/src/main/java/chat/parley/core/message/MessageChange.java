package chat.parley.core.message;

import chat.parley.core.id.ConversationId;
import chat.parley.core.id.UserId;
import java.time.Instant;
import java.util.UUID;

/** What somebody does with message {@code target}; each becomes at most one entry of its conversation's log. */
public sealed interface MessageChange {
    ConversationId conversation();

    UserId by();

    long target();

    /**
     * A reaction appears ({@code added}) or goes.
     *
     * @param most how many different emoji the message may have
     */
    record React(ConversationId conversation, UserId by, long target, String emoji, boolean added, int most)
            implements MessageChange {}

    /**
     * The message is pinned ({@code added}) or not any more.
     *
     * @param most how many pinned messages the conversation may have
     */
    record Pin(ConversationId conversation, UserId by, long target, boolean added, int most) implements MessageChange {}

    /**
     * The message gets another text, from its sender only.
     *
     * @param id the sender's own name for the edit; unique among all that they append there, for ever
     * @param since a message sent before is too old for it
     * @param most how many edits the message may have
     */
    record Edit(ConversationId conversation, UserId by, long target, UUID id, String text, Instant since, int most)
            implements MessageChange {}

    /**
     * The message is taken back: its text and all its versions leave the store.
     *
     * @param leads whether {@code by} may take everybody's back, however old it is
     * @param since one's own sent before is too old for it
     */
    record Recall(ConversationId conversation, UserId by, long target, boolean leads, Instant since)
            implements MessageChange {}
}
