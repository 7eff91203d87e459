package chat.parley.core.search;

import chat.parley.core.id.ConversationId;
import chat.parley.core.id.UserId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Finds messages by what is in them. It follows the log, a moment behind: a message may be missing for as long as the index
 * lags. What is found is never wrong: the rights, the caller's {@code first}, the text as it stands and that it was not
 * recalled are asked of the log itself, in the same snapshot as the page.
 *
 * <p>Threads: blocks; call it on a virtual thread. Failure: {@link java.io.UncheckedIOException} where the store cannot be
 * reached.
 */
public interface MessageIndex {
    /** The order of hits. */
    enum Order {
        /** The newest first. */
        DATE,
        /** The best first, of the newest that match, as many as the index ranks. */
        RANK
    }

    /**
     * A page of what {@code viewer} may see of what the query asks for.
     *
     * @param after a {@link Found#next} of the same query and order
     * @param limit the most matches; a page may hold fewer, or none, and not be the last: only {@code next} says the end
     */
    Found find(UserId viewer, Query query, Order order, Optional<String> after, int limit);

    /** Whether a page of this order may begin after {@code place}. */
    boolean isPlace(String place, Order order);

    /**
     * @param related the forms of words in these texts that count as the query's words
     * @param next where to go on from; null at the end
     */
    record Found(
            List<Match> matches,
            Set<String> related,
            @Nullable String next) {}

    /** @param text as it stands now */
    record Match(ConversationId conversation, long seq, Instant at, UserId from, String text) {}
}
