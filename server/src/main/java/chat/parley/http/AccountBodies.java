package chat.parley.http;

import chat.parley.core.account.Account;
import chat.parley.core.account.SignedIn;
import chat.parley.core.account.TokenPair;

/** What several answers about accounts are made of. */
final class AccountBodies {
    private AccountBodies() {}

    /** One's own account: the profile, and what only its owner sees. */
    record Own(String id, String handle, String name, String role, boolean readReceipts) {
        static Own of(Account account) {
            return new Own(
                    account.id().toString(),
                    account.handle(),
                    account.name(),
                    account.role().wireName(),
                    account.readReceipts());
        }
    }

    /** A user and their tokens; {@code expiresIn} in seconds, of the access token. */
    record Entrance(Own user, String accessToken, String refreshToken, long expiresIn) {
        static Entrance of(SignedIn signedIn) {
            TokenPair tokens = signedIn.tokens();
            return new Entrance(
                    Own.of(signedIn.account()),
                    tokens.accessToken(),
                    tokens.refreshToken(),
                    tokens.expiresIn().toSeconds());
        }
    }
}
