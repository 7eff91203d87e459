package chat.parley.gateway;

import chat.parley.adapter.inprocess.InProcessLeases;
import chat.parley.adapter.postgres.Database;
import chat.parley.adapter.postgres.DatabaseConfig;
import chat.parley.adapter.postgres.Lanes;
import chat.parley.adapter.postgres.LogConfig;
import chat.parley.adapter.postgres.MarkerConfig;
import chat.parley.adapter.postgres.PostgresAudience;
import chat.parley.adapter.postgres.PostgresBlocks;
import chat.parley.adapter.postgres.PostgresChangeLog;
import chat.parley.adapter.postgres.PostgresConversations;
import chat.parley.adapter.postgres.PostgresLastSeen;
import chat.parley.adapter.postgres.PostgresLogTail;
import chat.parley.adapter.postgres.PostgresMarkers;
import chat.parley.adapter.postgres.PostgresMessageLog;
import chat.parley.adapter.postgres.PostgresNoticeSettings;
import chat.parley.adapter.postgres.PostgresPeople;
import chat.parley.adapter.postgres.PostgresSyncStore;
import chat.parley.adapter.postgres.embedded.TestDatabase;
import chat.parley.core.account.Blocks;
import chat.parley.core.conversation.Change;
import chat.parley.core.conversation.ChangeLog;
import chat.parley.core.conversation.Conversations;
import chat.parley.core.conversation.Kind;
import chat.parley.core.conversation.NewConversation;
import chat.parley.core.conversation.People;
import chat.parley.core.id.ConversationId;
import chat.parley.core.id.IdSource;
import chat.parley.core.id.UserId;
import chat.parley.core.limit.RateLimiter;
import chat.parley.core.message.MessageConfig;
import chat.parley.core.message.MessageLog;
import chat.parley.core.message.Post;
import chat.parley.core.message.PostMessage;
import chat.parley.core.notice.Preferences;
import chat.parley.core.presence.OnlineUsers;
import chat.parley.core.presence.PresenceConfig;
import chat.parley.core.presence.PresenceLeases;
import chat.parley.core.presence.SeePresence;
import chat.parley.core.receipt.MoveMarkers;
import chat.parley.core.typing.TellTyping;
import chat.parley.gateway.session.Company;
import chat.parley.gateway.session.Faults;
import chat.parley.gateway.session.GatewayConfig;
import chat.parley.gateway.session.Stores;
import chat.parley.http.HttpApi;
import chat.parley.http.HttpConfig;
import chat.parley.http.PageFiles;
import chat.parley.http.WebServer;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;

/** One server's gateway on a real port, over the real log in a real database; the bus between them is a {@link LossyBus}. */
final class TestServer implements AutoCloseable {
    private static final RateLimiter NO_LIMIT = new RateLimiter() {
        @Override
        public long take(Limit limit, String key) {
            return 0;
        }

        @Override
        public void giveBack(Limit limit, String key) {}
    };

    /** A grace period that a test can wait for, and that a reconnection does not outlast. */
    private static final PresenceConfig HASTY = new PresenceConfig(
            Duration.ofMillis(1_500),
            Duration.ofMillis(300),
            Duration.ofMillis(20),
            Duration.ofSeconds(30),
            1_000,
            100_000);

    final LossyBus bus = new LossyBus(7);
    final Tokens tokens = new Tokens();
    final SimpleMeterRegistry metrics = new SimpleMeterRegistry();
    final MessageLog log;
    final ChangeLog changes;
    final Conversations conversations;
    final Gateway gateway;
    final Blocks blocks;
    final LateSeen lastSeen;

    private final OnlineUsers online;
    private final Database database;
    private final Lanes lanes;
    private final PostgresMarkers markers;
    private final WebServer web;
    private final IdSource ids = new IdSource(InstantSource.system());
    private boolean closed;

    TestServer(TestDatabase address, GatewayConfig config) {
        this(address, config, Faults.NONE, UnaryOperator.identity());
    }

    /** One who reconnects has as long as a machine may take that has much else to do. */
    static TestServer withLongGrace(TestDatabase address, GatewayConfig config) {
        PresenceConfig patient = new PresenceConfig(
                Duration.ofHours(1),
                HASTY.settle(),
                HASTY.gather(),
                Duration.ofHours(2),
                HASTY.batch(),
                HASTY.waiting());
        return new TestServer(address, config, patient, Faults.NONE, UnaryOperator.identity());
    }

    /** @param reading stands between the gateway and what it reads */
    TestServer(TestDatabase address, GatewayConfig config, Faults faults, UnaryOperator<Stores> reading) {
        this(address, config, HASTY, faults, reading);
    }

    private TestServer(
            TestDatabase address,
            GatewayConfig config,
            PresenceConfig presence,
            Faults faults,
            UnaryOperator<Stores> reading) {
        database = Database.open(DatabaseConfig.of(address.jdbcUrl(), address.user(), address.password()), metrics);
        lanes = new Lanes(LogConfig.defaults(), database.own(), database.pool(), bus, metrics);
        markers = new PostgresMarkers(database.pool(), bus, MarkerConfig.defaults(), metrics);
        log = new PostgresMessageLog(lanes, database.pool());
        changes = new PostgresChangeLog(lanes);
        conversations = new PostgresConversations(database.pool());
        blocks = new PostgresBlocks(database.pool());
        People people = new PostgresPeople(database.pool());
        lastSeen = new LateSeen(new PostgresLastSeen(database.pool()));
        PresenceLeases leases = new InProcessLeases(presence.lease()).node();
        online = new OnlineUsers(leases, lastSeen, bus, InstantSource.system(), presence);
        Stores stores = new Stores(
                log,
                conversations,
                new PostgresSyncStore(database.pool(), people),
                new PostgresLogTail(database.pool()),
                new Company(
                        blocks,
                        new SeePresence(leases, lastSeen, people),
                        online,
                        new PostgresAudience(database.pool())));
        PostMessage posting = new PostMessage(
                log,
                conversations,
                NO_LIMIT,
                MessageConfig.defaults(),
                task -> Thread.ofVirtual().start(task));
        Gateway.UseCases useCases = new Gateway.UseCases(
                tokens,
                posting,
                new MoveMarkers(markers, conversations),
                new TellTyping(NO_LIMIT, bus),
                tokens::revoke);
        gateway = new Gateway(config, reading.apply(stores), useCases, bus, metrics, faults);
        HttpConfig http = impatient(HttpConfig.defaults());
        web = new WebServer(
                http,
                new HttpApi(http, tokens, List.of(), metrics),
                new PageFiles(Path.of("target", "no-such-page")),
                pipeline -> pipeline.addFirst(gateway.sniffer()));
        web.start();
    }

    /** A free port, and HTTP connections that are closed when they are idle for a second. */
    private static HttpConfig impatient(HttpConfig usual) {
        return new HttpConfig(
                usual.host(),
                0,
                usual.pages(),
                usual.trustedProxies(),
                usual.metricsToken(),
                usual.maxBody(),
                usual.maxConnections(),
                usual.maxConcurrentRequests(),
                usual.requestTimeout(),
                Duration.ofSeconds(1));
    }

    int port() {
        return web.port();
    }

    TestSocket connect() throws IOException {
        return TestSocket.open(port());
    }

    /** A welcomed connection. */
    TestSocket welcome(TestPeople.Person person) throws IOException {
        return welcome(person, Optional.empty());
    }

    TestSocket welcome(TestPeople.Person person, Optional<String> cursor) throws IOException {
        TestSocket socket = connect();
        socket.hello(person.token(), cursor);
        socket.await("welcome");
        return socket;
    }

    ConversationId group(UserId owner, UserId... members) {
        return create(owner, true, members);
    }

    ConversationId create(UserId owner, boolean historyForAll, UserId... members) {
        NewConversation wanted = new NewConversation(
                ids.conversation(),
                owner,
                Kind.GROUP,
                Optional.of(UUID.randomUUID()),
                Optional.of("group"),
                historyForAll,
                List.of(members));
        return ((ChangeLog.Created.Present) changes.create(wanted)).conversation();
    }

    long join(ConversationId conversation, UserId by, UserId... users) {
        return apply(new Change.Join(conversation, by, List.of(users)));
    }

    long leave(ConversationId conversation, UserId by, UserId user) {
        return apply(new Change.Leave(conversation, by, user));
    }

    private long apply(Change change) {
        long version = conversations
                .access(change.conversation(), change.by())
                .orElseThrow()
                .version();
        return ((ChangeLog.Outcome.Appended) changes.apply(change, version)).seq();
    }

    /** Appends without the socket, and waits for it. */
    long post(ConversationId conversation, UserId sender, String text) {
        return ((MessageLog.Outcome.Stored) append(conversation, sender, text).join()).seq();
    }

    /** Appends so many in quick succession, and waits for them: a few commits, however slow the machine is. */
    void postAll(ConversationId conversation, UserId sender, int number) {
        IntStream.range(0, number)
                .mapToObj(i -> append(conversation, sender, "m" + i))
                .toList()
                .forEach(CompletableFuture::join);
    }

    private CompletableFuture<MessageLog.Outcome> append(ConversationId conversation, UserId sender, String text) {
        CompletableFuture<MessageLog.Outcome> done = new CompletableFuture<>();
        log.append(Post.plain(conversation, sender, UUID.randomUUID(), text, null), done::complete);
        return done;
    }

    /** Marks as unread from there, and waits for it. */
    void unreadFrom(ConversationId conversation, UserId user, long seq) {
        CompletableFuture<Boolean> done = new CompletableFuture<>();
        markers.read(conversation, user, 0, OptionalLong.of(seq), done::complete);
        if (!done.join()) {
            throw new AssertionError("the flag could not be stored");
        }
    }

    /** Appends a reply in the thread under {@code root}, and waits for it. */
    long reply(ConversationId conversation, UserId sender, long root) {
        CompletableFuture<MessageLog.Outcome> done = new CompletableFuture<>();
        Post.Context context = new Post.Context(null, root, false, List.of(), List.of(), null);
        log.append(new Post(conversation, sender, UUID.randomUUID(), "reply", null, context), done::complete);
        return ((MessageLog.Outcome.Stored) done.join()).seq();
    }

    /** Something of the user's own changes, on no device that is connected here. */
    void prefer(UserId user, Preferences preferences) {
        new PostgresNoticeSettings(database.pool(), bus).prefer(user, preferences);
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            gateway.stop();
            web.close();
            online.close();
            lanes.close();
            markers.close();
            database.close();
            bus.close();
        }
    }
}
