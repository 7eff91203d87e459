package chat.parley.app;

import chat.parley.adapter.inprocess.InProcessBus;
import chat.parley.adapter.postgres.seed.StoreSeed;
import chat.parley.adapter.web.PublicInternet;
import chat.parley.app.demo.DemoWorkspace;
import chat.parley.core.account.OwnSessions;
import chat.parley.core.id.IdSource;
import chat.parley.gateway.Gateway;
import chat.parley.gateway.session.Faults;
import chat.parley.gateway.session.Stores;
import chat.parley.http.HttpApi;
import chat.parley.http.HttpConfig;
import chat.parley.http.OperationsResource;
import chat.parley.http.PageFiles;
import chat.parley.http.PollResource;
import chat.parley.http.Resource;
import chat.parley.http.WebServer;
import io.micrometer.core.instrument.binder.jvm.ClassLoaderMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.FileDescriptorMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One Parley, whole: the composition root. Parts start from the store outwards and end the other way: nobody new comes in,
 * those who are here are sent away, what was accepted is committed, the database stops.
 */
final class Server implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Server.class);
    private static final long HOUSEKEEPING_MINUTES = 10;

    // the latest moments of an end: a step that is done sooner leaves its time to those after it
    private static final Duration CLIENTS_GONE = Duration.ofMillis(1_200);
    private static final Duration REQUESTS_GONE = Duration.ofMillis(2_300);
    private static final Duration COMMITTED = Duration.ofMillis(2_800);
    private static final Duration DISCONNECTED = Duration.ofMillis(2_900);
    private static final Duration ENDED = Duration.ofMillis(4_100);

    private final ServerConfig config;
    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final OpenStore openStore;
    private final StoreWiring store;
    private final AccountWiring accounts;
    private final ConversationWiring conversations;
    private final PersonalWiring personal;
    private final ScheduledWiring scheduled;
    private final PresenceWiring presence;
    private final SearchWiring search;
    private final AttachmentWiring attachments;
    private final RetentionWiring retention;
    private final PreviewWiring previews;
    private final Gateway gateway;
    private final WebServer web;
    private final ScheduledExecutorService housekeeping = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("housekeeping").daemon().factory());

    private volatile Optional<DemoWorkspace> demo = Optional.empty();

    private Server(ServerConfig config, StoreWiring.Ways ways, OpenStore openStore) {
        this.config = config;
        this.openStore = openStore;
        InstantSource clock = InstantSource.system();
        watchProcess(registry);
        store = new StoreWiring(openStore, config.log(), ways, registry);
        accounts = new AccountWiring(config.accounts(), store.pool(), store.bus(), clock);
        conversations = new ConversationWiring(store, accounts.limiter(), config.conversations(), clock);
        personal = new PersonalWiring(store, accounts.limiter(), config, clock);
        scheduled = new ScheduledWiring(
                store,
                accounts.limiter(),
                conversations.posting(),
                config.personal().scheduled(),
                clock,
                registry);
        presence = new PresenceWiring(store, config.presence(), clock, registry);
        search = new SearchWiring(store, accounts.limiter(), config.search(), registry);
        attachments = new AttachmentWiring(
                store, accounts, config.attachments(), config.store().data(), clock, registry);
        retention = new RetentionWiring(store, accounts, config.conversations(), clock, registry);
        previews = new PreviewWiring(
                conversations.reading(), accounts.limiter(), config.attachments(), ways.reaching(), registry);
        gateway = gateway(ways.delivering());
        web = web();
    }

    /** Starts everything, and returns once it answers. */
    static Server start(ServerConfig config) {
        return start(
                config,
                new StoreWiring.Ways(new InProcessBus(), UnaryOperator.identity(), Faults.NONE, new PublicInternet()));
    }

    static Server start(ServerConfig config, StoreWiring.Ways ways) {
        checkHost(config.edge().http().host());
        OpenStore openStore = OpenStore.exclusive(config.store());
        Server server;
        try {
            server = new Server(config, ways, openStore);
        } catch (RuntimeException failed) {
            openStore.close();
            throw failed;
        }
        try {
            server.open();
            return server;
        } catch (RuntimeException failed) {
            server.close();
            throw failed;
        }
    }

    private static void checkHost(String host) {
        if (new InetSocketAddress(host, 0).isUnresolved()) {
            throw new CommandFailure(
                    "The host " + host
                            + " is not known here. Give --host an address of this machine: 127.0.0.1, or 0.0.0.0 for all of them.");
        }
    }

    private void open() {
        accounts.loadEndedSessions();
        openPort();
        OwnSessions sessions = accounts.ownSessions();
        housekeeping.scheduleWithFixedDelay(
                () -> purge(sessions), HOUSEKEEPING_MINUTES, HOUSEKEEPING_MINUTES, TimeUnit.MINUTES);
    }

    private void openPort() {
        try {
            web.start();
        } catch (CompletionException refused) {
            HttpConfig http = config.edge().http();
            throw new CommandFailure(
                    "The port %d on %s cannot be opened (%s). If that is not a Parley that runs already, end what has it, or choose another with --port or --host."
                            .formatted(http.port(), http.host(), reason(refused)),
                    refused);
        }
    }

    /** The system's own words, without the class and the call that Netty puts before them. */
    private static String reason(CompletionException refused) {
        return String.valueOf(Objects.requireNonNull(refused.getCause()).getMessage())
                .replaceFirst("^.*: ", "");
    }

    private Gateway gateway(Faults faults) {
        return new Gateway(
                config.edge().gateway(),
                new Stores(
                        store.messages(),
                        store.conversations(),
                        store.sync(),
                        store.tail(),
                        presence.company(accounts.blocks())),
                new Gateway.UseCases(
                        accounts.authenticator(),
                        conversations.posting(),
                        conversations.markers(),
                        conversations.typings(),
                        accounts.revoked()::ended),
                store.bus(),
                registry,
                faults);
    }

    private WebServer web() {
        List<Resource> resources = new ArrayList<>();
        resources.addAll(accounts.resources());
        resources.addAll(conversations.resources());
        resources.addAll(personal.resources());
        resources.addAll(scheduled.resources());
        resources.addAll(search.resources());
        resources.addAll(attachments.resources());
        resources.addAll(retention.resources());
        resources.addAll(previews.resources());
        resources.add(EmojiWiring.resource(store, accounts, config.attachments()));
        resources.add(
                UserGroupWiring.resource(store, accounts, config.conversations().userGroups()));
        resources.addAll(ExportWiring.resources(
                store,
                accounts,
                attachments.handingOut(),
                scheduled.messages(),
                config.conversations().exports(),
                InstantSource.system()));
        resources.add(new PollResource(new GatewayPolls(gateway.polls())));
        resources.add(new OperationsResource(config.edge().http(), List.of(store.readiness()), registry));
        HttpApi api = new HttpApi(config.edge().http(), accounts.authenticator(), resources, registry);
        return new WebServer(
                config.edge().http(),
                api,
                new PageFiles(config.edge().http().pages()),
                pipeline -> pipeline.addFirst(gateway.sniffer()));
    }

    /** Where it answers. */
    URI address() {
        String host = config.edge().http().host();
        return URI.create("http://" + (host.contains(":") ? "[" + host + "]" : host) + ":" + web.port());
    }

    AccountWiring accounts() {
        return accounts;
    }

    ConversationWiring conversations() {
        return conversations;
    }

    /** The administrator's single-use link, on the very first start only. */
    Optional<String> firstLink() {
        return accounts.adminLink().wanted()
                ? Optional.of(address() + "/setup#" + accounts.adminLink().create())
                : Optional.empty();
    }

    /**
     * Brings the demonstration to life; answers how to sign in to it.
     *
     * @throws CommandFailure where its well-known password would let strangers in, or in among real people
     */
    String demonstrate() {
        String host = config.edge().http().host();
        if (!new InetSocketAddress(host, 0).getAddress().isLoopbackAddress()) {
            throw new CommandFailure(
                    "The password of --demo is known to everybody: it listens on this machine only, not on " + host
                            + ".");
        }
        IdSource ids = new IdSource(InstantSource.system());
        DemoWorkspace workspace = new DemoWorkspace(
                accounts.accounts(), accounts.passwords(), conversations.create(), conversations.posting(), ids);
        if (!workspace.present() && new StoreSeed(store.pool(), ids).holdsRealAccounts()) {
            throw new CommandFailure(
                    "There are real accounts in this store. Give --demo a --data directory of its own.");
        }
        workspace.open(Instant.now());
        demo = Optional.of(workspace);
        return workspace.howToSignIn();
    }

    /** In bounded time, see {@link Ending}. */
    @Override
    public void close() {
        Ending ending = new Ending();
        housekeeping.shutdownNow();
        demo.ifPresent(workspace -> ending.step("the demonstration", workspace::close));
        ending.step("the clients", gateway::stop).until(CLIENTS_GONE);
        ending.step("the requests", web::close).until(REQUESTS_GONE);
        ending.step("the messages that are due", scheduled::close)
                .step("the posts", conversations::close)
                .step("the log and the markers", store::commit)
                .step("the last seen times", presence::close)
                .step("the passwords", accounts::close)
                .step("the index of messages", search::close)
                .step("the attachments", attachments::close)
                .step("the work of retention", retention::close)
                .step("the previews", previews::close)
                .until(COMMITTED);
        ending.step("the connections", store::close).until(DISCONNECTED);
        ending.step("the database", () -> openStore.closeWithin(ending.left(ENDED)))
                .until(ENDED);
        registry.close();
    }

    private static void purge(OwnSessions sessions) {
        try {
            int purged = sessions.purge();
            LOG.debug("{} sessions that are over were forgotten", purged);
        } catch (RuntimeException unreachable) {
            LOG.warn("sessions that are over could not be forgotten now: {}", unreachable.getMessage());
        }
    }

    /** The binders stay for the life of the process. */
    private static void watchProcess(PrometheusMeterRegistry registry) {
        new ClassLoaderMetrics().bindTo(registry);
        new JvmMemoryMetrics().bindTo(registry);
        new JvmThreadMetrics().bindTo(registry);
        new ProcessorMetrics().bindTo(registry);
        new FileDescriptorMetrics().bindTo(registry);
        new UptimeMetrics().bindTo(registry);
    }
}
