package chat.parley.core.account;

import chat.parley.core.id.UserId;
import chat.parley.wire.Profile;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * Looks people up. With {@code companion}, only the companion and those who share a conversation with them exist. Threads:
 * blocks; call it on a virtual thread. Failure: {@link java.io.UncheckedIOException} where the store cannot be reached.
 */
public interface Directory {
    /** Their profiles, deleted ones included; unknown ones are left out. */
    List<Profile> byIds(Collection<UserId> users, Optional<UserId> companion);

    /**
     * Those whose handle begins with {@code query} or whose name has words that begin with its words (all where it is blank),
     * by handle, from the one after {@code after}; deleted ones are left out.
     */
    List<Profile> search(String query, Optional<String> after, int limit, Optional<UserId> companion);
}
