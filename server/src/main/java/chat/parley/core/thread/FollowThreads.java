package chat.parley.core.thread;

import chat.parley.core.account.Caller;
import chat.parley.core.conversation.Access;
import chat.parley.core.conversation.Conversations;
import chat.parley.core.conversation.Profiles;
import chat.parley.core.conversation.Verdict;
import chat.parley.core.conversation.WhoMay;
import chat.parley.core.id.ConversationId;
import chat.parley.core.id.UserId;
import chat.parley.core.limit.RateLimiter;
import chat.parley.core.reply.Reply;
import chat.parley.wire.Entry;
import chat.parley.wire.ErrorCode;
import chat.parley.wire.Profile;
import chat.parley.wire.ThreadState;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Says which threads the caller follows, and shows them: nobody else's. Blocks; call it on a virtual thread. */
public final class FollowThreads {
    private final Threads threads;
    private final Conversations conversations;
    private final Profiles profiles;
    private final RateLimiter limiter;
    private final ThreadConfig config;

    public FollowThreads(
            Threads threads, Conversations conversations, Profiles profiles, RateLimiter limiter, ThreadConfig config) {
        this.threads = threads;
        this.conversations = conversations;
        this.profiles = profiles;
        this.limiter = limiter;
        this.config = config;
    }

    /**
     * @param users the profiles of those who wrote the messages
     * @param next where to go on from; null at the end
     */
    public record Page(List<Threads.Followed> threads, List<Profile> users, Threads.@Nullable Place next) {}

    /** Follows the thread under message {@code thread} from now on, or no longer. */
    public Reply<ThreadState> follow(Caller caller, ConversationId id, long thread, boolean following) {
        long wait = limiter.take(RateLimiter.Limit.CHANGES, caller.user().toString());
        if (wait > 0) {
            return Reply.rateLimited("too many changes of threads", wait);
        }
        Optional<Access> access = conversations.access(id, caller.user());
        if (WhoMay.read(caller, access) instanceof Verdict.Refused refused) {
            return refused.reply();
        }
        return switch (threads.follow(id, caller.user(), thread, following)) {
            case Threads.Outcome.Settled(ThreadState state) -> Reply.given(state);
            case Threads.Outcome.Refused(Threads.Reason reason) -> refused(reason);
        };
    }

    /** The caller's threads, the newest first. */
    public Reply<Page> followed(Caller caller, boolean unread, Optional<Threads.Place> after, int limit) {
        long wait = limiter.take(RateLimiter.Limit.SEARCHES, caller.user().toString());
        if (wait > 0) {
            return Reply.rateLimited("too many lists of threads", wait);
        }
        // One more than asked for tells whether there is a next page.
        List<Threads.Followed> found =
                threads.followed(caller.user(), new Threads.Wanted(unread, after, limit + 1, config.listed()));
        boolean more = found.size() > limit;
        List<Threads.Followed> page = more ? List.copyOf(found.subList(0, limit)) : found;
        return Reply.given(new Page(
                page, profiles.profiles(writers(page)), more ? page.getLast().place() : null));
    }

    private static List<UserId> writers(List<Threads.Followed> page) {
        return page.stream()
                .flatMap(one -> Stream.of(Optional.of(one.root()), Optional.ofNullable(one.newest())))
                .flatMap(Optional::stream)
                .map(Entry::from)
                .distinct()
                .flatMap(id -> UserId.parse(id).stream())
                .toList();
    }

    private static Reply<ThreadState> refused(Threads.Reason reason) {
        return switch (reason) {
            case NO_SUCH_MESSAGE -> Reply.refused(ErrorCode.NOT_FOUND, "no such message");
            case RECALLED -> Reply.refused(ErrorCode.CONFLICT, "the message was recalled");
            case NOT_A_ROOT -> Reply.refused(ErrorCode.CONFLICT, "the message is itself a reply in a thread");
        };
    }
}
