package chat.parley.core.conversation;

import chat.parley.core.id.UserId;
import java.util.Collection;
import java.util.Set;

/**
 * What conversations need to know of accounts. Each call reads one snapshot. Threads: blocks; call it on a virtual thread.
 * Failure: {@link java.io.UncheckedIOException} where the store cannot be reached.
 */
public interface People extends Profiles {
    /** Those of {@code users} who have an account that is not deleted. */
    Set<UserId> present(Collection<UserId> users);

    /** Those of {@code others} who are now in some conversation together with {@code user}. */
    Set<UserId> sharing(UserId user, Collection<UserId> others);

    /** Whether either blocks the other. */
    boolean blocked(UserId one, UserId other);

    /** Those of {@code users} who are members of {@code most} conversations or more. */
    Set<UserId> full(Collection<UserId> users, int most);
}
