package chat.parley.app;

import chat.parley.adapter.argon2.Argon2PasswordHash;
import chat.parley.adapter.bucket4j.Bucket4jRateLimiter;
import chat.parley.adapter.jose.JoseTokens;
import chat.parley.adapter.postgres.ConnectionSource;
import chat.parley.adapter.postgres.PostgresAccounts;
import chat.parley.adapter.postgres.PostgresBlocks;
import chat.parley.adapter.postgres.PostgresDirectory;
import chat.parley.adapter.postgres.PostgresInvites;
import chat.parley.adapter.postgres.PostgresKeys;
import chat.parley.adapter.postgres.PostgresSessions;
import chat.parley.core.account.AccessTokens;
import chat.parley.core.account.Accounts;
import chat.parley.core.account.AdminLink;
import chat.parley.core.account.Authenticator;
import chat.parley.core.account.BlockPeople;
import chat.parley.core.account.Blocks;
import chat.parley.core.account.InvitePeople;
import chat.parley.core.account.Invites;
import chat.parley.core.account.LookUpPeople;
import chat.parley.core.account.OpenSession;
import chat.parley.core.account.OwnAccount;
import chat.parley.core.account.OwnSessions;
import chat.parley.core.account.PasswordHash;
import chat.parley.core.account.RefreshSession;
import chat.parley.core.account.Register;
import chat.parley.core.account.RegistrationPolicy;
import chat.parley.core.account.RevokedSessions;
import chat.parley.core.account.SessionAuthenticator;
import chat.parley.core.account.Sessions;
import chat.parley.core.account.SignIn;
import chat.parley.core.bus.Bus;
import chat.parley.core.id.IdSource;
import chat.parley.core.limit.RateLimiter;
import chat.parley.http.AccountResource;
import chat.parley.http.KeysResource;
import chat.parley.http.Resource;
import chat.parley.http.SessionResource;
import chat.parley.http.UserResource;
import java.time.InstantSource;
import java.util.List;

/** Who somebody is: accounts, sessions, tokens. */
final class AccountWiring implements AutoCloseable {
    private final ServerConfig.Accounts config;
    private final ConnectionSource pool;
    private final Bus bus;
    private final InstantSource clock;
    private final Argon2PasswordHash passwords;
    private final RateLimiter limiter;
    private final AccessTokens tokens;
    private final Sessions sessions;
    private final Invites invites;
    private final RevokedSessions revoked;

    AccountWiring(ServerConfig.Accounts config, ConnectionSource pool, Bus bus, InstantSource clock) {
        this.config = config;
        this.pool = pool;
        this.bus = bus;
        this.clock = clock;
        passwords = new Argon2PasswordHash(config.passwords());
        limiter = new Bucket4jRateLimiter(config.limits());
        tokens = tokens(pool, config);
        sessions = new PostgresSessions(pool);
        invites = new PostgresInvites(pool);
        revoked = new RevokedSessions(bus, clock, config.tokens());
    }

    /**
     * Learns which sessions have ended. To be called when the store's tail is being followed, so that no end falls between,
     * and before the first request.
     */
    void loadEndedSessions() {
        revoked.load(sessions);
    }

    /** What signs and verifies tokens; its keys are in the store, and made there where there are none. */
    static AccessTokens tokens(ConnectionSource pool, ServerConfig.Accounts config) {
        return new JoseTokens(new PostgresKeys(pool).all(JoseTokens::newKey), config.tokens());
    }

    Accounts accounts() {
        return new PostgresAccounts(pool);
    }

    PasswordHash passwords() {
        return passwords;
    }

    RateLimiter limiter() {
        return limiter;
    }

    RevokedSessions revoked() {
        return revoked;
    }

    Authenticator authenticator() {
        return new SessionAuthenticator(tokens, revoked, clock);
    }

    Blocks blocks() {
        return new PostgresBlocks(pool);
    }

    AdminLink adminLink() {
        return new AdminLink(invites, clock);
    }

    OwnSessions ownSessions() {
        return new OwnSessions(sessions, revoked, clock, config.accounts(), config.tokens());
    }

    Register register() {
        return new Register(
                new PostgresAccounts(pool),
                new RegistrationPolicy(config.accounts(), invites),
                passwords,
                openSession(),
                limiter,
                new IdSource(clock),
                clock);
    }

    List<Resource> resources() {
        PostgresAccounts accounts = new PostgresAccounts(pool);
        LookUpPeople people = new LookUpPeople(new PostgresDirectory(pool));
        return List.of(
                new AccountResource(register(), new InvitePeople(invites, clock)),
                new SessionResource(
                        new SignIn(accounts, passwords, openSession(), limiter),
                        new RefreshSession(sessions, revoked, tokens, config.tokens(), clock, config.accounts()),
                        ownSessions()),
                new UserResource(
                        new OwnAccount(accounts, passwords, revoked, limiter, bus, clock),
                        people,
                        new BlockPeople(blocks(), people, bus, config.accounts())),
                new KeysResource(tokens));
    }

    private OpenSession openSession() {
        return new OpenSession(
                sessions, revoked, tokens, config.tokens(), new IdSource(clock), clock, config.accounts());
    }

    @Override
    public void close() {
        passwords.close();
    }
}
