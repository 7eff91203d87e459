package chat.parley.sdk;

import chat.parley.wire.Entry;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A message that the caller has sent later.
 *
 * @param id the UUID that it is sent under, once
 * @param files what is known of its attachments
 * @param failure why it was refused when it was due; null where it waits
 */
public record ScheduledMessage(
        String id,
        String conversation,
        String text,
        @Nullable Long replyTo,
        @Nullable Long thread,
        boolean broadcast,
        List<String> mentions,
        List<Entry.File> files,
        Instant sendAt,
        Instant madeAt,
        @Nullable Failure failure) {

    /** A refusal, by a code as any of a send. */
    public record Failure(String code, String detail, Instant at) {}
}
