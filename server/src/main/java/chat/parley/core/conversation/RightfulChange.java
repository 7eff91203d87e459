package chat.parley.core.conversation;

import chat.parley.core.account.Caller;
import chat.parley.core.reply.Reply;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;

/**
 * Makes a change under the rights that hold when it is made: reads the access, asks the rule, and hands the access version
 * it saw to the log, which refuses the change as stale where anything that rights depend on has moved since. Then all is
 * read again. What a rule reads besides (somebody else's role) it reads after the access, so that a move of it shows as stale
 * too.
 */
final class RightfulChange {
    private static final Duration RETRY = Duration.ofSeconds(1);

    private final Conversations conversations;
    private final ChangeLog log;
    private final ConversationLimits limits;

    RightfulChange(Conversations conversations, ChangeLog log, ConversationLimits limits) {
        this.conversations = conversations;
        this.log = log;
        this.limits = limits;
    }

    /** The entry it became, or empty where it was so already. */
    Reply<OptionalLong> make(Caller caller, Change change, Function<Optional<Access>, Verdict> rule) {
        for (int attempt = 0; attempt < limits.attempts(); attempt++) {
            Optional<Access> access = conversations.access(change.conversation(), caller.user());
            if (rule.apply(access) instanceof Verdict.Refused refused) {
                return refused.reply();
            }
            switch (log.apply(change, access.orElseThrow().version())) {
                case ChangeLog.Outcome.Appended(long seq) -> {
                    return Reply.given(OptionalLong.of(seq));
                }
                case ChangeLog.Outcome.Unchanged() -> {
                    return Reply.given(OptionalLong.empty());
                }
                case ChangeLog.Outcome.Unavailable(Duration retryAfter) -> {
                    return Reply.unavailable("the store cannot be reached now", retryAfter);
                }
                case ChangeLog.Outcome.Stale() -> {
                    // Others changed it between the read and the lock: the rule must see what it is now.
                }
            }
        }
        return Reply.unavailable("too many changes of this conversation at once", RETRY);
    }
}
