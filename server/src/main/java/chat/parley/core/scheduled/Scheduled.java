package chat.parley.core.scheduled;

import chat.parley.core.id.ConversationId;
import chat.parley.wire.ClientFrame.Draft;
import chat.parley.wire.Entry;
import chat.parley.wire.ErrorCode;
import java.time.Instant;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A message that its sender has sent later.
 *
 * @param message as it will be
 * @param due when it is to be sent
 * @param made when its sender said so
 * @param failure why it was refused when it was due; null where it waits
 */
public record Scheduled(
        ConversationId conversation,
        Entry.Message message,
        Instant due,
        Instant made,
        @Nullable Failure failure) {

    /** A refusal. Whatever would have passed by itself is none. */
    public record Failure(ErrorCode code, String detail, Instant at) {}

    public UUID id() {
        return UUID.fromString(message.id());
    }

    public String text() {
        return Objects.requireNonNull(message.text(), "only what was sent can be recalled");
    }

    /** As it is sent. */
    Draft draft(@Nullable String prev) {
        return new Draft(
                message.id(),
                text(),
                message.replyTo(),
                message.thread(),
                message.broadcast(),
                message.mentions(),
                message.attachments(),
                prev);
    }
}
