package chat.parley.core.account;

import chat.parley.core.bus.Bus;
import chat.parley.core.bus.Signal;
import chat.parley.core.id.SessionId;
import chat.parley.core.id.UserId;
import chat.parley.core.limit.RateLimiter;
import chat.parley.core.limit.RateLimiter.Limit;
import chat.parley.core.reply.Reply;
import chat.parley.wire.ErrorCode;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/** A user's own account: seeing, changing and deleting it. */
public final class OwnAccount {
    private static final String DELETED_NAME = "Deleted user";

    private final Accounts accounts;
    private final PasswordHash passwords;
    private final RevokedSessions revoked;
    private final RateLimiter limiter;
    private final Bus bus;
    private final InstantSource clock;

    public OwnAccount(
            Accounts accounts,
            PasswordHash passwords,
            RevokedSessions revoked,
            RateLimiter limiter,
            Bus bus,
            InstantSource clock) {
        this.accounts = accounts;
        this.passwords = passwords;
        this.revoked = revoked;
        this.limiter = limiter;
        this.bus = bus;
        this.clock = clock;
    }

    /** What to change; empty where it stays. A new password needs the current one. */
    public record Edit(
            Optional<String> name,
            Optional<Boolean> readReceipts,
            Optional<String> password,
            Optional<String> currentPassword) {
        /** Without the passwords, so that it can be logged. */
        @Override
        public String toString() {
            return "Edit";
        }
    }

    public Reply<Account> see(Caller caller) {
        return present(accounts.byId(caller.user()));
    }

    /** The password first: if that is refused, nothing has been changed. */
    public Reply<Account> edit(Caller caller, Edit edit) {
        Optional<String> wrong =
                edit.name().flatMap(AccountRules::name).or(() -> edit.password().flatMap(AccountRules::password));
        if (wrong.isPresent()) {
            return Reply.refused(ErrorCode.BAD_REQUEST, wrong.get());
        }
        if (edit.password().isPresent()) {
            Reply<List<SessionId>> changed =
                    changePassword(caller, edit.password().get(), edit.currentPassword());
            if (changed instanceof Reply.Refused<List<SessionId>> refused) {
                return refused.as();
            }
        }
        Reply<Account> edited =
                present(accounts.edit(caller.user(), edit.name().map(String::strip), edit.readReceipts()));
        if (edit.name().isPresent() && edited instanceof Reply.Given<Account>(Account account)) {
            bus.publish(new Signal.ProfileChanged(account.id(), account.profile()));
        }
        return edited;
    }

    /** Entries and memberships stay, under "Deleted user"; everything personal goes, every session ends. */
    public void delete(Caller caller) {
        UserId user = caller.user();
        List<SessionId> ended =
                accounts.delete(user, AccountRules.deletedHandle(user.toString()), DELETED_NAME, clock.instant());
        revoked.announce(ended);
        accounts.byId(user).ifPresent(account -> bus.publish(new Signal.ProfileChanged(user, account.profile())));
    }

    /** Ends every other session: whoever had the old password may hold one. */
    private Reply<List<SessionId>> changePassword(Caller caller, String wanted, Optional<String> current) {
        Optional<Account> account = accounts.byId(caller.user());
        if (account.isEmpty() || current.isEmpty()) {
            return Reply.refused(ErrorCode.FORBIDDEN, "a new password needs the current one as currentPassword");
        }
        String key = account.get().handle();
        long wait = limiter.take(Limit.FAILED_SIGN_INS_BY_HANDLE, key);
        if (wait > 0) {
            return Reply.rateLimited("too many wrong passwords", wait);
        }
        PasswordHash.Check check = passwords.check(current.get(), account.get().password());
        if (check == PasswordHash.Check.WRONG) {
            return Reply.refused(ErrorCode.FORBIDDEN, "currentPassword is wrong");
        }
        limiter.giveBack(Limit.FAILED_SIGN_INS_BY_HANDLE, key);
        Optional<String> hash = check == PasswordHash.Check.BUSY ? Optional.empty() : passwords.hash(wanted);
        if (hash.isEmpty()) {
            return Refusals.busy();
        }
        String before = account.get().password().orElseThrow();
        Optional<List<SessionId>> ended =
                accounts.changePassword(caller.user(), before, hash.get(), caller.session(), clock.instant());
        ended.ifPresent(revoked::announce);
        return ended.map(Reply::given)
                .orElseGet(() -> Reply.refused(ErrorCode.CONFLICT, "the password was just changed elsewhere"));
    }

    private static Reply<Account> present(Optional<Account> account) {
        return account.filter(found -> !found.deleted()).map(Reply::given).orElseGet(Refusals::noSuchUser);
    }
}
