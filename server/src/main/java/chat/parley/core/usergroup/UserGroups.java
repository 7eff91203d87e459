package chat.parley.core.usergroup;

import chat.parley.core.id.UserGroupId;
import chat.parley.core.id.UserId;
import java.util.List;
import java.util.Optional;

/**
 * The user groups of the workspace.
 *
 * <p>Atomicity: each call is one transaction. Those that write are one after the other, and none beside an account that is being
 * created: a handle is one user's or one group's, whoever takes it at the same time on another server. The log looks at the same rows
 * when it takes a message. Threads: blocks; call it on a virtual thread. Failure: {@link java.io.UncheckedIOException} where the store
 * cannot be reached.
 */
public interface UserGroups {
    /** All of them, by handle. */
    List<Summary> all();

    Optional<UserGroup> find(UserGroupId group);

    /** @param most how many there may be */
    Kept make(UserGroup group, int most);

    /** Replaces what there is of it. */
    Kept replace(UserGroup group);

    /** Whether it was there. */
    boolean remove(UserGroupId group);

    /** @param members how many it has */
    record Summary(UserGroupId id, String handle, String name, int members) {}

    /** What became of making or replacing one. */
    sealed interface Kept {
        record Done() implements Kept {}

        /** Another group has the handle, or a user. */
        record HandleTaken() implements Kept {}

        record Full() implements Kept {}

        record NoSuchGroup() implements Kept {}

        /** One of those who are to be its members has no account, or has none any more. */
        record NoSuchUser(UserId user) implements Kept {}
    }
}
