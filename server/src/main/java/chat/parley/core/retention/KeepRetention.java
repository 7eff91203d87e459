package chat.parley.core.retention;

import chat.parley.core.conversation.Change;
import chat.parley.core.conversation.ChangeLog;
import chat.parley.core.id.ConversationId;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/**
 * Goes round all conversations that any retention holds for. First the beginning of a log is raised, by an entry as any other, so that from
 * then on nobody is shown what is to go; then it is deleted, some rows at a time. Not thread-safe.
 */
public final class KeepRetention {
    private static final int OWED_AT_ONCE = 100;

    private final RetentionStore store;
    private final ChangeLog log;
    private final InstantSource clock;
    private final RetentionConfig config;
    private Optional<Instant> oldest = Optional.empty();

    public KeepRetention(RetentionStore store, ChangeLog log, InstantSource clock, RetentionConfig config) {
        this.store = store;
        this.log = log;
        this.clock = clock;
        this.config = config;
    }

    /** What is done, as it is done. */
    public interface Watch {
        /** These many entries and files were deleted. Between two calls the work may rest. */
        void purged(int entries, int files) throws InterruptedException;

        void raised(ConversationId conversation);

        /** A whole round is done; of all that is kept under a retention the oldest is so old. */
        void round(Duration oldest);
    }

    /** One page of a round, and all that is owed. False where there is nothing more to do for now. */
    public boolean pass(Watch watch) throws InterruptedException {
        if (!store.turn(config.lease()) || !pay(watch)) {
            return false;
        }
        RetentionStore.Page page = store.page(config.page(), config.spared());
        for (RetentionStore.Due due : page.due()) {
            Change raise = new Change.RaiseFirst(due.conversation(), due.creator(), config.spared());
            if (log.apply(raise, 0) instanceof ChangeLog.Outcome.Appended) {
                watch.raised(due.conversation());
            }
        }
        store.walked(page.last());
        note(page, watch);
        return pay(watch) && page.last().isPresent();
    }

    /** Deletes what is owed; false where the work is another server's meanwhile. */
    private boolean pay(Watch watch) throws InterruptedException {
        for (ConversationId conversation : store.owed(OWED_AT_ONCE)) {
            RetentionStore.Purged purged;
            do {
                if (!store.turn(config.lease())) {
                    return false;
                }
                purged = store.purge(conversation, config.batch());
                watch.purged(purged.entries(), purged.files());
            } while (!purged.done());
        }
        return true;
    }

    private void note(RetentionStore.Page page, Watch watch) {
        oldest = List.of(oldest, page.oldest()).stream()
                .flatMap(Optional::stream)
                .min(Instant::compareTo);
        if (page.last().isEmpty()) {
            watch.round(oldest.map(at -> Duration.between(at, clock.instant())).orElse(Duration.ZERO));
            oldest = Optional.empty();
        }
    }
}
