package chat.parley.core.account;

import chat.parley.core.id.SessionId;
import chat.parley.core.id.UserId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * The accounts. Atomicity: each call is one transaction, sessions that it ends included. Threads: blocks; call it on a
 * virtual thread. Failure: {@link java.io.UncheckedIOException} where the store cannot be reached; whether a change was made
 * is then unknown.
 */
public interface Accounts {
    /** The account with this handle, unless it was deleted. */
    Optional<Account> byHandle(String handle);

    /** The account, deleted ones included. */
    Optional<Account> byId(UserId user);

    /** Creates it. An invitation loses one use in the same transaction, and gives its role. */
    Created create(NewAccount account, Optional<String> inviteHash, Instant now);

    /** Changes what is there to change; empty where the account is gone. */
    Optional<Account> edit(UserId user, Optional<String> name, Optional<Boolean> readReceipts);

    /** Stores another hash of the same password, unless the password has changed meanwhile. */
    void rehash(UserId user, String before, String after);

    /**
     * Changes the password and ends every session but {@code keep}; answers which. Empty where the password is no longer
     * {@code before}.
     */
    Optional<List<SessionId>> changePassword(UserId user, String before, String after, SessionId keep, Instant now);

    /**
     * Erases what is personal, frees the handle, ends every session; answers which. Entries and memberships stay, under a
     * name that says so.
     */
    List<SessionId> delete(UserId user, String handle, String name, Instant now);

    /**
     * An account to create.
     *
     * @param role what it gets without an invitation
     */
    record NewAccount(UserId id, String handle, String name, Role role, String password) {}

    /** What became of a creation. */
    sealed interface Created {
        /** It is there. */
        record Made(Account account) implements Created {}

        /** Handle or id is another's. */
        record Taken() implements Created {}

        /** There is no such invitation. */
        record NoSuchInvite() implements Created {}

        /** The invitation has been used up, or its time is over. */
        record InviteSpent() implements Created {}
    }
}
