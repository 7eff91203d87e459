package chat.parley.core.conversation;

import chat.parley.core.id.UserId;
import chat.parley.wire.Profile;
import java.util.Collection;
import java.util.List;

/**
 * How people are shown. Threads: may block; call it on a virtual thread. Failure: {@link java.io.UncheckedIOException} where
 * the store cannot be reached.
 */
public interface Profiles {
    /** The profiles of these users, deleted ones included, in the order asked for; unknown ones are left out. */
    List<Profile> profiles(Collection<UserId> users);
}
