package chat.parley.core.account;

import chat.parley.core.id.UserId;
import chat.parley.wire.Profile;
import java.util.Optional;

/**
 * Somebody with an account.
 *
 * @param password its hash in PHC form; empty for one who cannot sign in by password
 * @param readReceipts whether others may see how far this user has read
 */
public record Account(
        UserId id,
        String handle,
        String name,
        Role role,
        Optional<String> password,
        boolean readReceipts,
        boolean deleted) {
    /** What anybody who may look the user up sees. */
    public Profile profile() {
        return new Profile(id.toString(), handle, name, role.wireName(), deleted);
    }

    /** Without the hash, so that it can be logged. */
    @Override
    public String toString() {
        return "Account[" + id + "]";
    }
}
