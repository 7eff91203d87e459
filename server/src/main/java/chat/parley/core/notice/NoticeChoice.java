package chat.parley.core.notice;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What a member chose for one conversation.
 *
 * @param rule null where their preference for its kind decides
 * @param until when being muted ends by itself; null where it does not
 */
public record NoticeChoice(
        @Nullable NoticeRule rule, boolean muted, @Nullable Instant until) {
    boolean mutedAt(Instant moment) {
        return muted && (until == null || moment.isBefore(until));
    }
}
