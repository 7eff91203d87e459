package chat.parley.http;

import chat.parley.core.account.Account;
import chat.parley.core.account.Reply;
import chat.parley.core.account.SignedIn;
import chat.parley.core.account.TokenPair;
import java.util.function.Function;

/** Between the words of HTTP and those of the use cases of accounts. */
final class AccountReplies {
    private AccountReplies() {}

    /** What a use case gave, as {@code given} puts it, or its refusal. */
    static <T> Answer answer(Reply<T> reply, Function<T, Answer> given) {
        return switch (reply) {
            case Reply.Given<T>(T value) -> given.apply(value);
            case Reply.Refused<T> refused ->
                refused.retryAfter()
                        .map(wait -> Answer.refused(refused.code(), refused.detail(), wait))
                        .orElseGet(() -> Answer.refused(refused.code(), refused.detail()));
        };
    }

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
