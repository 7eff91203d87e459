package chat.parley.core.presence;

import chat.parley.core.id.UserId;
import java.time.Instant;
import java.util.Collection;
import java.util.Map;

/**
 * When people were last connected. A time never moves back. Threads: blocks; call it on a virtual thread. Failure: {@link
 * java.io.UncheckedIOException} where the store cannot be reached; storing again is safe.
 */
public interface LastSeen {
    /** Stores these; accounts that are gone are passed over. */
    void store(Map<UserId, Instant> seen);

    /** Of these users; those who were never seen are left out. */
    Map<UserId, Instant> of(Collection<UserId> users);
}
