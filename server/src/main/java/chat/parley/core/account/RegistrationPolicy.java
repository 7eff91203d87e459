package chat.parley.core.account;

import chat.parley.core.account.AccountConfig.Registration;

/** Whether anybody may register now: as configured, else open until the administrator has come in. */
public final class RegistrationPolicy {
    private final AccountConfig config;
    private final Invites invites;

    public RegistrationPolicy(AccountConfig config, Invites invites) {
        this.config = config;
        this.invites = invites;
    }

    Registration now() {
        return config.registration()
                .orElseGet(() -> invites.administratorLinkUsed() ? Registration.INVITE : Registration.OPEN);
    }
}
