package chat.parley.core.account;

import chat.parley.core.id.UserId;
import chat.parley.wire.Profile;
import java.util.List;

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
}
