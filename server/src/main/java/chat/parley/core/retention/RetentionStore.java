package chat.parley.core.retention;

import chat.parley.core.id.ConversationId;
import chat.parley.core.id.UserId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What the work of retention asks of the store. Atomicity: each call is one transaction and a short one, whatever is there to delete. A
 * server that dies between two calls leaves nothing half done: what it owed is owed still. Threads: blocks; one at a time. Failure:
 * {@link java.io.UncheckedIOException} where the store cannot be reached.
 */
public interface RetentionStore {
    /** Whether the work is this server's, for so long at least. Of several that ask one gets it. */
    boolean turn(Duration lease);

    /** The next conversations of the present round that any retention holds for, with those that are to lose something. */
    Page page(int limit, Duration spared);

    /** The round goes on after that conversation; without one it is at its end, and the next begins. */
    void walked(Optional<ConversationId> last);

    /** Conversations below whose first entry something is left to delete, at most {@code limit}. */
    List<ConversationId> owed(int limit);

    /** Deletes some of what is below the first entry, about {@code limit} rows. */
    Purged purge(ConversationId conversation, int limit);

    /**
     * A page of a round.
     *
     * @param last where the round goes on; empty at its end
     * @param oldest when the oldest entry that is kept was made, of the conversations of this page
     */
    record Page(List<Due> due, Optional<ConversationId> last, Optional<Instant> oldest) {}

    /** A conversation that is to lose something, and who made it. */
    record Due(ConversationId conversation, UserId creator) {}

    /** What was deleted. {@code done}: nothing is left, or nothing may be deleted now. */
    record Purged(int entries, int files, boolean done) {}
}
