package chat.parley.core.account;

import chat.parley.core.account.AccountConfig.Registration;
import chat.parley.core.account.Accounts.Created;
import chat.parley.core.account.Accounts.NewAccount;
import chat.parley.core.id.IdSource;
import chat.parley.core.limit.RateLimiter;
import chat.parley.core.limit.RateLimiter.Limit;
import chat.parley.core.reply.Reply;
import chat.parley.wire.ErrorCode;
import java.time.InstantSource;
import java.util.Optional;

/** Makes an account, where registration is open or an invitation lets in, and signs its owner in. */
public final class Register {
    /** Two identifiers of one millisecond meet once in two million; four in a row do not. */
    private static final int ATTEMPTS = 4;

    private final Accounts accounts;
    private final RegistrationPolicy policy;
    private final PasswordHash passwords;
    private final OpenSession openSession;
    private final RateLimiter limiter;
    private final IdSource ids;
    private final InstantSource clock;

    public Register(
            Accounts accounts,
            RegistrationPolicy policy,
            PasswordHash passwords,
            OpenSession openSession,
            RateLimiter limiter,
            IdSource ids,
            InstantSource clock) {
        this.accounts = accounts;
        this.policy = policy;
        this.passwords = passwords;
        this.openSession = openSession;
        this.limiter = limiter;
        this.ids = ids;
        this.clock = clock;
    }

    /** What somebody who registers says. */
    public record Newcomer(String handle, String password, String name, Optional<String> invite) {
        /** Without the password, so that it can be logged. */
        @Override
        public String toString() {
            return "Newcomer[" + handle + "]";
        }
    }

    public Reply<SignedIn> register(Newcomer newcomer, Origin origin) {
        Optional<String> wrong = AccountRules.handle(newcomer.handle())
                .or(() -> AccountRules.password(newcomer.password()))
                .or(() -> AccountRules.name(newcomer.name()));
        if (wrong.isPresent()) {
            return Reply.refused(ErrorCode.BAD_REQUEST, wrong.get());
        }
        long wait = limiter.take(Limit.REGISTRATIONS_BY_ADDRESS, origin.limitKey());
        if (wait > 0) {
            return Reply.rateLimited("too many registrations from your address", wait);
        }
        if (newcomer.invite().isEmpty() && policy.now() == Registration.INVITE) {
            return Reply.refused(ErrorCode.FORBIDDEN, "registration is by invitation");
        }
        if (accounts.byHandle(newcomer.handle()).isPresent()) {
            return taken();
        }
        Optional<String> hash = passwords.hash(newcomer.password());
        return hash.isPresent() ? create(newcomer, hash.get(), origin) : Refusals.busy();
    }

    private Reply<SignedIn> create(Newcomer newcomer, String hash, Origin origin) {
        Optional<String> invite = newcomer.invite().map(RandomTokens::hash);
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            NewAccount account = new NewAccount(
                    ids.user(), newcomer.handle(), newcomer.name().strip(), Role.MEMBER, hash);
            Created created = accounts.create(account, invite, clock.instant());
            boolean idTaken = created instanceof Created.Taken
                    && accounts.byHandle(newcomer.handle()).isEmpty();
            if (!idTaken) {
                return reply(created, origin);
            }
        }
        return taken();
    }

    private Reply<SignedIn> reply(Created created, Origin origin) {
        return switch (created) {
            case Created.Made(Account account) ->
                openSession
                        .open(account, origin.device())
                        .map(Reply::given)
                        .orElseGet(() -> Reply.refused(ErrorCode.CONFLICT, "the account is gone already"));
            case Created.Taken() -> taken();
            case Created.NoSuchInvite() -> Reply.refused(ErrorCode.FORBIDDEN, "no such invitation");
            case Created.InviteSpent() -> Reply.refused(ErrorCode.EXPIRED, "the invitation is used up or over");
        };
    }

    private static Reply<SignedIn> taken() {
        return Reply.refused(ErrorCode.CONFLICT, "the handle is taken");
    }
}
