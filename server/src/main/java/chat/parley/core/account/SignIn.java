package chat.parley.core.account;

import chat.parley.core.limit.RateLimiter;
import chat.parley.core.limit.RateLimiter.Limit;
import chat.parley.core.reply.Reply;
import chat.parley.wire.ErrorCode;
import java.util.Locale;
import java.util.Optional;

/**
 * Signs in by handle and password. An unknown handle and a wrong password are told apart neither by the answer nor by the
 * time it takes. Attempts are counted before they are checked and given back where they succeed: counting failures
 * afterwards would let any number of guesses through side by side.
 */
public final class SignIn {
    private final Accounts accounts;
    private final PasswordHash passwords;
    private final OpenSession openSession;
    private final RateLimiter limiter;

    public SignIn(Accounts accounts, PasswordHash passwords, OpenSession openSession, RateLimiter limiter) {
        this.accounts = accounts;
        this.passwords = passwords;
        this.openSession = openSession;
        this.limiter = limiter;
    }

    public Reply<SignedIn> signIn(String handle, String password, Origin origin) {
        String known = handle.strip().toLowerCase(Locale.ROOT);
        long wait = limiter.take(Limit.FAILED_SIGN_INS_BY_ADDRESS, origin.limitKey());
        if (wait == 0) {
            wait = limiter.take(Limit.FAILED_SIGN_INS_BY_HANDLE, limitKey(known));
        }
        if (wait > 0) {
            return Reply.rateLimited("too many failed sign-ins", wait);
        }
        Reply<SignedIn> reply = check(known, password, origin);
        if (!wasWrong(reply)) {
            limiter.giveBack(Limit.FAILED_SIGN_INS_BY_ADDRESS, origin.limitKey());
            limiter.giveBack(Limit.FAILED_SIGN_INS_BY_HANDLE, limitKey(known));
        }
        return reply;
    }

    private Reply<SignedIn> check(String handle, String password, Origin origin) {
        boolean possible = AccountRules.handle(handle).isEmpty()
                && AccountRules.password(password).isEmpty();
        Optional<Account> account = possible ? accounts.byHandle(handle) : Optional.empty();
        return switch (passwords.check(password, account.flatMap(Account::password))) {
            case BUSY -> Refusals.busy();
            case WRONG -> wrong();
            case RIGHT -> opened(account.orElseThrow(), origin);
            case RIGHT_BUT_OUTDATED -> opened(rehashed(account.orElseThrow(), password), origin);
        };
    }

    private Reply<SignedIn> opened(Account account, Origin origin) {
        return openSession.open(account, origin.device()).map(Reply::given).orElseGet(SignIn::wrong);
    }

    /** The parameters have been raised since: the password is here, so hash it anew; if that must wait, another time. */
    private Account rehashed(Account account, String password) {
        Optional<String> better = passwords.hash(password);
        if (better.isEmpty()) {
            return account;
        }
        accounts.rehash(account.id(), account.password().orElseThrow(), better.get());
        return accounts.byId(account.id()).orElse(account);
    }

    private static boolean wasWrong(Reply<SignedIn> reply) {
        return reply instanceof Reply.Refused<SignedIn> refused && refused.code() == ErrorCode.UNAUTHENTICATED;
    }

    private static Reply<SignedIn> wrong() {
        return Reply.refused(ErrorCode.UNAUTHENTICATED, "handle or password is wrong");
    }

    /** What is no handle is no key either: it could be of any length. */
    static String limitKey(String handle) {
        return AccountRules.handle(handle).isEmpty() ? handle : "";
    }
}
