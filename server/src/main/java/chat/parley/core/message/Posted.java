package chat.parley.core.message;

import chat.parley.wire.ErrorCode;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What its sender is told of a message. */
public sealed interface Posted {

    /** It is in the log as {@code seq} and stays there; {@code duplicate} where it was there before. */
    record Acked(long seq, Instant at, boolean duplicate) implements Posted {}

    /** It is not in the log. {@code retryAfterMs} is there where the same message may be taken later. */
    record Refused(ErrorCode code, String detail, @Nullable Long retryAfterMs) implements Posted {}
}
