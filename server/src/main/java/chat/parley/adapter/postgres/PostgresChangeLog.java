package chat.parley.adapter.postgres;

import chat.parley.core.conversation.Change;
import chat.parley.core.conversation.ChangeLog;
import chat.parley.core.conversation.NewConversation;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

/** Changes take the lane of their conversation, behind the posts that came before them. */
public final class PostgresChangeLog implements ChangeLog {
    private final Lanes lanes;

    public PostgresChangeLog(Lanes lanes) {
        this.lanes = lanes;
    }

    @Override
    public Outcome apply(Change change, long accessVersion) {
        CompletableFuture<Outcome> done = new CompletableFuture<>();
        lanes.hand(List.of(new Work.Amendment(change, accessVersion, done)));
        return await(done, new Outcome.Unavailable(Lane.RETRY_AFTER));
    }

    @Override
    public Created create(NewConversation conversation) {
        CompletableFuture<Created> done = new CompletableFuture<>();
        lanes.hand(List.of(new Work.Creation(conversation, done)));
        return await(done, new Created.Unavailable(Lane.RETRY_AFTER));
    }

    /** A lane settles every work within its patience, so that no further bound is needed here. */
    static <T> T await(CompletableFuture<T> done, T interrupted) {
        try {
            return done.get();
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
            return interrupted;
        } catch (ExecutionException impossible) {
            throw new IllegalStateException("a work is never failed", impossible);
        }
    }
}
