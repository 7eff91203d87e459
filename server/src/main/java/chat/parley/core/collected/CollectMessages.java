package chat.parley.core.collected;

import chat.parley.core.account.Caller;
import chat.parley.core.collected.CollectedMessages.Mention;
import chat.parley.core.collected.CollectedMessages.Place;
import chat.parley.core.collected.CollectedMessages.Saved;
import chat.parley.core.conversation.Conversations;
import chat.parley.core.conversation.Profiles;
import chat.parley.core.conversation.Verdict;
import chat.parley.core.conversation.WhoMay;
import chat.parley.core.id.ConversationId;
import chat.parley.core.id.UserId;
import chat.parley.core.limit.RateLimiter;
import chat.parley.core.message.MessageConfig;
import chat.parley.core.message.MessageLog;
import chat.parley.core.reply.Reply;
import chat.parley.wire.CurrentMessage;
import chat.parley.wire.ErrorCode;
import chat.parley.wire.Profile;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Lists messages that mention the caller, and those they saved; saves them. Blocks; call it on a virtual thread. */
public final class CollectMessages {
    /** The most messages of a page, whatever limit is asked for: each may come from another conversation. */
    static final int LONGEST_PAGE = 100;

    private final CollectedMessages collected;
    private final Conversations conversations;
    private final Profiles profiles;
    private final RateLimiter limiter;
    private final MessageConfig messages;

    public CollectMessages(
            CollectedMessages collected,
            Conversations conversations,
            Profiles profiles,
            RateLimiter limiter,
            MessageConfig messages) {
        this.collected = collected;
        this.conversations = conversations;
        this.profiles = profiles;
        this.limiter = limiter;
        this.messages = messages;
    }

    /**
     * A piece of a list, the newest first.
     *
     * @param users the profiles of the senders
     * @param more whether there are further ones
     */
    public record Page<T>(List<T> items, List<Profile> users, boolean more) {}

    public Reply<Page<Mention>> mentions(Caller caller, @Nullable String before, int limit) {
        // It is put together anew each time, so it is asked for as seldom as a search.
        long wait = limiter.take(RateLimiter.Limit.SEARCHES, caller.user().toString());
        if (wait > 0) {
            return Reply.rateLimited("too many searches", wait);
        }
        int size = Math.min(limit, LONGEST_PAGE);
        return Reply.given(page(collected.mentions(viewer(caller), before, size + 1), size, Mention::message));
    }

    public Page<Saved> saved(Caller caller, @Nullable String before, int limit) {
        int size = Math.min(limit, LONGEST_PAGE);
        return page(collected.saved(viewer(caller), before, size + 1), size, Saved::message);
    }

    public List<Place> places(Caller caller) {
        return collected.places(caller.user());
    }

    /** Answers with true once it is saved. */
    public Reply<Boolean> save(Caller caller, ConversationId id, long seq) {
        long wait = limiter.take(RateLimiter.Limit.OWN, caller.user().toString());
        if (wait > 0) {
            return Reply.rateLimited("too many changes of one's own", wait);
        }
        if (WhoMay.read(caller, conversations.access(id, caller.user())) instanceof Verdict.Refused refused) {
            return refused.reply();
        }
        return switch (collected.save(caller.user(), new Place(id, seq))) {
            case SAVED -> Reply.given(true);
            case NO_SUCH_MESSAGE -> Reply.refused(ErrorCode.NOT_FOUND, "no such message");
            case RECALLED -> Reply.refused(ErrorCode.CONFLICT, "the message was recalled");
            case FULL -> Reply.refused(ErrorCode.CONFLICT, "too many messages are saved; forget some first");
        };
    }

    /** Answers with true, whether or not it was saved: nobody learns by it what there is. */
    public Reply<Boolean> forget(Caller caller, ConversationId id, long seq) {
        long wait = limiter.take(RateLimiter.Limit.OWN, caller.user().toString());
        if (wait > 0) {
            return Reply.rateLimited("too many changes of one's own", wait);
        }
        collected.forget(caller.user(), new Place(id, seq));
        return Reply.given(true);
    }

    private MessageLog.Viewer viewer(Caller caller) {
        return new MessageLog.Viewer(caller.user(), messages.reactorsNamed());
    }

    /** One more than a page tells whether there is a next one. */
    private <T> Page<T> page(List<T> found, int size, Function<T, CurrentMessage> message) {
        List<T> items = found.size() > size ? found.subList(0, size) : found;
        List<UserId> senders = items.stream()
                .map(item -> message.apply(item).entry().from())
                .distinct()
                .map(id -> UserId.parse(id).orElseThrow())
                .toList();
        return new Page<>(List.copyOf(items), profiles.profiles(senders), found.size() > size);
    }
}
