package chat.parley.core.account;

import chat.parley.core.id.UserId;

/**
 * Who administers the workspace, as the store says now: a token says what was so when it was made, which is not good enough for what
 * cannot be undone.
 */
public final class Administrators {
    private final Accounts accounts;

    public Administrators(Accounts accounts) {
        this.accounts = accounts;
    }

    public boolean include(UserId user) {
        return accounts.byId(user)
                .filter(account -> account.role() == Role.ADMIN && !account.deleted())
                .isPresent();
    }
}
