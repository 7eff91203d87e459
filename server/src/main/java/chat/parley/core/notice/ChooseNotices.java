package chat.parley.core.notice;

import chat.parley.core.account.Caller;
import chat.parley.core.conversation.Conversations;
import chat.parley.core.conversation.Verdict;
import chat.parley.core.conversation.WhoMay;
import chat.parley.core.id.ConversationId;
import chat.parley.core.limit.RateLimiter;
import chat.parley.core.reply.Reply;
import chat.parley.wire.ConversationState;
import chat.parley.wire.ErrorCode;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;

/** Takes what the caller wants to be notified of. Blocks; call it on a virtual thread. */
public final class ChooseNotices {
    private final NoticeSettings settings;
    private final Conversations conversations;
    private final RateLimiter limiter;
    private final InstantSource clock;
    private final NoticeConfig config;

    public ChooseNotices(
            NoticeSettings settings,
            Conversations conversations,
            RateLimiter limiter,
            InstantSource clock,
            NoticeConfig config) {
        this.settings = settings;
        this.conversations = conversations;
        this.limiter = limiter;
        this.clock = clock;
        this.config = config;
    }

    /** For one conversation; answers its state. */
    public Reply<ConversationState> choose(Caller caller, ConversationId id, NoticeChoice choice) {
        long wait = limiter.take(RateLimiter.Limit.OWN, caller.user().toString());
        if (wait > 0) {
            return tooOften(wait);
        }
        if (WhoMay.read(caller, conversations.access(id, caller.user())) instanceof Verdict.Refused refused) {
            return refused.reply();
        }
        Instant now = clock.instant();
        Instant until = choice.until();
        if (until != null
                && (!choice.muted() || !until.isAfter(now) || until.isAfter(now.plus(config.longestMute())))) {
            return Reply.refused(
                    ErrorCode.BAD_REQUEST,
                    "mutedUntil goes with muted, and is a time to come, at most "
                            + config.longestMute().toDays() + " days ahead");
        }
        settings.choose(id, caller.user(), choice);
        // Whoever ceased to be a member in between is told what a stranger is told.
        return conversations.states(caller.user(), List.of(id)).stream()
                .findFirst()
                .map(Reply::given)
                .orElseGet(() -> WhoMay.NO_SUCH_CONVERSATION.reply());
    }

    public Preferences preferences(Caller caller) {
        return settings.preferences(caller.user());
    }

    /** For all conversations for which nothing else was chosen. */
    public Reply<Preferences> prefer(Caller caller, Preferences preferences) {
        long wait = limiter.take(RateLimiter.Limit.OWN, caller.user().toString());
        if (wait > 0) {
            return tooOften(wait);
        }
        settings.prefer(caller.user(), preferences);
        return Reply.given(preferences);
    }

    private static <T> Reply<T> tooOften(long wait) {
        return Reply.rateLimited("too many changes of one's own", wait);
    }
}
