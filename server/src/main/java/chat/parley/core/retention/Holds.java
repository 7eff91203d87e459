package chat.parley.core.retention;

import chat.parley.core.id.HoldId;
import chat.parley.core.id.UserId;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The legal holds, released ones too, for ever. Atomicity: each call is one transaction. When {@code place} returns, nothing that is held is
 * deleted by retention any more; it waits for a transaction of retention that is under way. Threads: blocks; call it on a virtual thread.
 * Failure: {@link java.io.UncheckedIOException} where the store cannot be reached.
 */
public interface Holds {
    /** Empty where there is nothing like its target. */
    Optional<Hold> place(HoldId id, Hold.Target target, String reason, UserId by);

    /** Releases it, if it is not released already; empty where there is none. */
    Optional<Hold> release(HoldId id, UserId by);

    /** The newest first, from the one before {@code before}. */
    List<Hold> list(@Nullable HoldId before, int limit);
}
