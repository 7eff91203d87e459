package chat.parley.core.retention;

import chat.parley.core.id.ConversationId;
import chat.parley.core.id.HoldId;
import chat.parley.core.id.UserId;
import java.time.Instant;
import java.util.Optional;

/** A legal hold, and what became of it. */
public record Hold(HoldId id, Target target, String reason, UserId placedBy, Instant placedAt, Optional<End> end) {
    /** What is held. */
    public sealed interface Target {
        record OfConversation(ConversationId conversation) implements Target {}

        /** All conversations that the user is or was a member of, whole: what was answered is held with what was said. */
        record OfUser(UserId user) implements Target {}
    }

    /** Who released it, and when. */
    public record End(UserId by, Instant at) {}
}
