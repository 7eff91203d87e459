package chat.parley.http;

import static org.assertj.core.api.Assertions.assertThat;

import chat.parley.adapter.argon2.Argon2PasswordHash;
import chat.parley.adapter.argon2.PasswordConfig;
import chat.parley.adapter.bucket4j.Bucket4jRateLimiter;
import chat.parley.adapter.bucket4j.RateLimitConfig;
import chat.parley.adapter.inprocess.InProcessBus;
import chat.parley.adapter.jose.JoseTokens;
import chat.parley.adapter.postgres.Database;
import chat.parley.adapter.postgres.DatabaseConfig;
import chat.parley.adapter.postgres.PostgresAccounts;
import chat.parley.adapter.postgres.PostgresBlocks;
import chat.parley.adapter.postgres.PostgresDirectory;
import chat.parley.adapter.postgres.PostgresInvites;
import chat.parley.adapter.postgres.PostgresKeys;
import chat.parley.adapter.postgres.PostgresSessions;
import chat.parley.adapter.postgres.embedded.TestDatabase;
import chat.parley.core.account.AccountConfig;
import chat.parley.core.account.AdminLink;
import chat.parley.core.account.BlockPeople;
import chat.parley.core.account.InvitePeople;
import chat.parley.core.account.LookUpPeople;
import chat.parley.core.account.OpenSession;
import chat.parley.core.account.OwnAccount;
import chat.parley.core.account.OwnSessions;
import chat.parley.core.account.RefreshSession;
import chat.parley.core.account.Register;
import chat.parley.core.account.RegistrationPolicy;
import chat.parley.core.account.RevokedSessions;
import chat.parley.core.account.SessionAuthenticator;
import chat.parley.core.account.SignIn;
import chat.parley.core.account.TokenConfig;
import chat.parley.core.bus.Signal;
import chat.parley.core.id.IdSource;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** One server with everything about accounts on a real port over a real database, its clock in the test's hand. */
final class AccountFixture implements AutoCloseable {
    static final String PASSWORD = "correct horse battery";

    /** The cheapest hash there is, and limits that do not stand in the way. */
    static final PasswordConfig CHEAP = new PasswordConfig(8 * 1024, 1, 1, 8, Duration.ofSeconds(30));

    static final RateLimitConfig LAX = new RateLimitConfig(
            10_000,
            10_000,
            10_000,
            10_000,
            10_000,
            10_000,
            1_000,
            1_000,
            1_000,
            10_000,
            10_000,
            10_000,
            10_000,
            10_000,
            Duration.ofSeconds(1),
            10_000,
            10_000);

    /** What any call may answer, and what is therefore documented once. */
    private static final Set<Integer> ANYWHERE = Set.of(400, 401, 413, 429, 503);

    private static final DocumentedCalls OPEN_API = DocumentedCalls.read();

    final SettableClock clock = new SettableClock();
    final Queue<Signal> signals = new ConcurrentLinkedQueue<>();
    final AdminLink adminLink;
    final OwnSessions ownSessions;

    private final List<Resource> resources;
    private final TestDatabase address;
    private final Database database;
    private final Argon2PasswordHash passwords;
    private final WebServer server;
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final ObjectMapper json = new ObjectMapper();

    /** What differs from one test's server to another's. */
    record Setup(AccountConfig accounts, RateLimitConfig limits, PasswordConfig passwords) {
        static final Setup USUAL = new Setup(AccountConfig.defaults(), LAX, CHEAP);
    }

    AccountFixture(TestDatabase address, Setup setup) {
        this.address = address;
        database = Database.open(
                DatabaseConfig.of(address.jdbcUrl(), address.user(), address.password()), new SimpleMeterRegistry());
        TokenConfig tokenConfig = TokenConfig.defaults();
        passwords = new Argon2PasswordHash(setup.passwords());
        var bus = new InProcessBus();
        bus.subscribe(signals::add);
        var pool = database.pool();
        var accounts = new PostgresAccounts(pool);
        var sessions = new PostgresSessions(pool);
        var invites = new PostgresInvites(pool);
        var limiter = new Bucket4jRateLimiter(setup.limits());
        var tokens = new JoseTokens(new PostgresKeys(pool).all(JoseTokens::newKey), tokenConfig);
        var revoked = new RevokedSessions(bus, clock, tokenConfig);
        revoked.load(sessions);
        var ids = new IdSource(InstantSource.system());
        var open = new OpenSession(sessions, revoked, tokens, tokenConfig, ids, clock, setup.accounts());
        var policy = new RegistrationPolicy(setup.accounts(), invites);
        var people = new LookUpPeople(new PostgresDirectory(pool));
        adminLink = new AdminLink(invites, clock);
        ownSessions = new OwnSessions(sessions, revoked, clock, setup.accounts(), tokenConfig);
        resources = List.of(
                new AccountResource(
                        new Register(accounts, policy, passwords, open, limiter, ids, clock),
                        new InvitePeople(invites, clock)),
                new SessionResource(
                        new SignIn(accounts, passwords, open, limiter),
                        new RefreshSession(sessions, revoked, tokens, tokenConfig, clock, setup.accounts()),
                        ownSessions),
                new UserResource(
                        new OwnAccount(accounts, passwords, revoked, limiter, bus, clock),
                        people,
                        new BlockPeople(new PostgresBlocks(pool), people, bus, setup.accounts())),
                new KeysResource(tokens));
        HttpConfig http = HttpConfig.defaults().port(0).pages(Path.of("nowhere"));
        HttpApi api = new HttpApi(
                http, new SessionAuthenticator(tokens, revoked, clock), resources, new SimpleMeterRegistry());
        server = new WebServer(http, api, new PageFiles(http.pages()), pipeline -> {});
        server.start();
    }

    /** A clock that stands until it is moved. */
    static final class SettableClock implements InstantSource {
        private volatile Instant now = Instant.now();

        @Override
        public Instant instant() {
            return now;
        }

        void advance(Duration by) {
            now = now.plus(by);
        }
    }

    /** What was answered. */
    record Got(int status, JsonNode body, HttpResponse<String> response) {
        String text(String field) {
            return body.path(field).asText();
        }

        String code() {
            return text("code");
        }
    }

    /** Somebody who has signed in. */
    record Person(String id, String handle, String token, String refreshToken) {}

    Person register(String handle) {
        return person(post("/v1/accounts", "", """
                {"handle": "%s", "password": "%s", "name": "%s"}""".formatted(handle, PASSWORD, handle)));
    }

    Person register(String handle, String invite) {
        return person(register(handle, "Invited", invite));
    }

    Got register(String handle, String name, String invite) {
        return post("/v1/accounts", "", """
                {"handle": "%s", "password": "%s", "name": "%s", "invite": "%s"}""".formatted(handle, PASSWORD, name, invite));
    }

    Person signIn(String handle) {
        return person(trySignIn(handle, PASSWORD));
    }

    Got trySignIn(String handle, String password) {
        return post("/v1/sessions", "", """
                {"handle": "%s", "password": "%s"}""".formatted(handle, password));
    }

    Got refresh(String refreshToken) {
        return post("/v1/sessions/refresh", "", """
                {"refreshToken": "%s"}""".formatted(refreshToken));
    }

    Person person(Got signedIn) {
        assertThat(signedIn.status()).as(signedIn.body().toString()).isEqualTo(201);
        JsonNode user = signedIn.body().get("user");
        return new Person(
                user.get("id").asText(),
                user.get("handle").asText(),
                signedIn.text("accessToken"),
                signedIn.text("refreshToken"));
    }

    Got get(String path, String token) {
        return call("GET", path, token, "");
    }

    Got post(String path, String token, String body) {
        return call("POST", path, token, body);
    }

    Got call(String method, String path, String token, String body) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + path))
                .method(method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body))
                .header("User-Agent", "a test");
        if (!token.isEmpty()) {
            request.header("Authorization", "Bearer " + token);
        }
        try {
            HttpResponse<String> response = client.send(request.build(), BodyHandlers.ofString());
            String answer = response.body();
            JsonNode said = json.readTree(answer.isEmpty() ? "null" : answer);
            if (!ANYWHERE.contains(response.statusCode())) {
                OPEN_API.requireDocumented(method, path, response.statusCode(), said);
            }
            return new Got(response.statusCode(), said, response);
        } catch (IOException failed) {
            throw new UncheckedIOException(method + " " + path, failed);
        } catch (InterruptedException interrupted) {
            throw new IllegalStateException(interrupted);
        }
    }

    /** Runs the same call many times at once. */
    static <T> List<T> atOnce(int times, Callable<T> call) throws Exception {
        CyclicBarrier barrier = new CyclicBarrier(times);
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<T>> running = new ArrayList<>();
            for (int i = 0; i < times; i++) {
                running.add(threads.submit(() -> {
                    barrier.await();
                    return call.call();
                }));
            }
            List<T> results = new ArrayList<>();
            for (Future<T> one : running) {
                results.add(one.get());
            }
            return results;
        }
    }

    /** "METHOD path" of every call that the resources of accounts answer. */
    List<String> declared() {
        Routes routes = new Routes();
        resources.forEach(resource -> resource.declare(routes));
        return routes.declared().stream()
                .map(route -> route.method() + " " + route.path())
                .toList();
    }

    /** Another server on the same database. */
    AccountFixture another(Setup setup) {
        return new AccountFixture(address, setup);
    }

    /** The first column of the first row. */
    String sql(String query) {
        try (Connection connection =
                        DriverManager.getConnection(address.jdbcUrl(), address.user(), address.password());
                Statement statement = connection.createStatement()) {
            if (!statement.execute(query)) {
                return "";
            }
            try (ResultSet row = statement.getResultSet()) {
                return row.next() ? String.valueOf(row.getString(1)) : "";
            }
        } catch (SQLException failed) {
            throw new IllegalStateException(query, failed);
        }
    }

    @Override
    public void close() {
        client.close();
        // event loops take two quiet seconds to end; no test has to wait for that
        Thread.startVirtualThread(server::close);
        passwords.close();
        database.close();
    }
}
