package chat.parley.core.account;

import chat.parley.core.id.UserId;
import chat.parley.wire.Profile;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Who blocks whom. Threads: blocks; call it on a virtual thread. Failure: {@link java.io.UncheckedIOException} where the
 * store cannot be reached.
 */
public interface Blocks {
    /** Blocks; false where that would be more than {@code most}. Blocking again changes nothing. */
    boolean add(UserId user, UserId blocked, int most);

    void remove(UserId user, UserId blocked);

    /** Whom the user blocks, by handle. */
    List<Profile> of(UserId user);

    /** For each of {@code users} everybody whom they block or who blocks them; who has nobody is left out. */
    Map<UserId, Set<UserId>> between(Collection<UserId> users);
}
