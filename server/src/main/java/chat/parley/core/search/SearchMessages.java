package chat.parley.core.search;

import chat.parley.core.account.Caller;
import chat.parley.core.conversation.Conversations;
import chat.parley.core.conversation.People;
import chat.parley.core.conversation.Verdict;
import chat.parley.core.conversation.WhoMay;
import chat.parley.core.id.ConversationId;
import chat.parley.core.id.UserId;
import chat.parley.core.limit.RateLimiter;
import chat.parley.core.reply.Reply;
import chat.parley.wire.ErrorCode;
import chat.parley.wire.Profile;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Searches the messages that the caller may see. Blocks; call it on a virtual thread. */
public final class SearchMessages {
    private static final Duration RETRY = Duration.ofSeconds(1);

    private final MessageIndex index;
    private final Conversations conversations;
    private final People people;
    private final RateLimiter limiter;
    private final SearchConfig config;
    private final Semaphore turns;

    public SearchMessages(
            MessageIndex index, Conversations conversations, People people, RateLimiter limiter, SearchConfig config) {
        this.index = index;
        this.conversations = conversations;
        this.people = people;
        this.limiter = limiter;
        this.config = config;
        this.turns = new Semaphore(config.concurrent(), true);
    }

    /**
     * What is asked for. The fields beside {@code text} are as if their operators were written in it.
     *
     * @param text what the user wrote
     * @param after the {@link Page#next} of the page before
     */
    public record Search(
            String text,
            Optional<String> conversation,
            Optional<String> from,
            Optional<String> since,
            Optional<String> before,
            Optional<String> has,
            MessageIndex.Order order,
            Optional<String> after,
            int limit) {}

    public record Hit(ConversationId conversation, long seq, Instant at, UserId from, Snippet snippet) {}

    /**
     * @param users the profiles of the senders
     * @param next where to go on from; null at the end
     */
    public record Page(
            List<Hit> hits, List<Profile> users, @Nullable String next) {}

    public Reply<Page> search(Caller caller, Search search) {
        long wait = limiter.take(RateLimiter.Limit.SEARCHES, caller.user().toString());
        if (wait > 0) {
            return Reply.rateLimited("too many searches", wait);
        }
        if (search.conversation().isPresent()
                && mayRead(caller, search.conversation().get()) instanceof Verdict.Refused refused) {
            return refused.reply();
        }
        if (search.after()
                .filter(place -> !index.isPlace(place, search.order()))
                .isPresent()) {
            return Reply.refused(ErrorCode.BAD_REQUEST, "next is not of a page of this order");
        }
        return switch (query(caller, search)) {
            case Reply.Refused<Query> refused -> refused.as();
            case Reply.Given<Query>(Query query) -> inTurn(caller, query, search);
        };
    }

    private Verdict mayRead(Caller caller, String conversation) {
        return ConversationId.parse(conversation)
                .map(id -> WhoMay.read(caller, conversations.access(id, caller.user())))
                .orElse(WhoMay.NO_SUCH_CONVERSATION);
    }

    private Reply<Query> query(Caller caller, Search search) {
        List<QueryParser.Filter> filters = new ArrayList<>();
        filter(filters, "in", search.conversation());
        filter(filters, "from", search.from());
        filter(filters, "after", search.since());
        filter(filters, "before", search.before());
        filter(filters, "has", search.has());
        return QueryParser.parse(search.text(), filters, caller.user(), config);
    }

    private static void filter(List<QueryParser.Filter> filters, String name, Optional<String> value) {
        value.ifPresent(given -> filters.add(new QueryParser.Filter(name, given)));
    }

    private Reply<Page> inTurn(Caller caller, Query query, Search search) {
        try {
            if (!turns.tryAcquire(config.patience().toMillis(), TimeUnit.MILLISECONDS)) {
                return Reply.unavailable("too many searches at once", RETRY);
            }
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
            return Reply.unavailable("the server stops", RETRY);
        }
        try {
            return Reply.given(page(caller, query, search));
        } finally {
            turns.release();
        }
    }

    private Page page(Caller caller, Query query, Search search) {
        MessageIndex.Found found = index.find(
                caller.user(), query, search.order(), search.after(), Math.min(search.limit(), config.page()));
        List<Hit> hits = found.matches().stream()
                .map(match -> new Hit(
                        match.conversation(),
                        match.seq(),
                        match.at(),
                        match.from(),
                        Snippet.of(match.text(), query, found.related(), config.snippet())))
                .toList();
        return new Page(
                hits, people.profiles(hits.stream().map(Hit::from).distinct().toList()), found.next());
    }
}
