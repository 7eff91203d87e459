package chat.parley.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import chat.parley.adapter.caffeine.CaffeineRecentLog;
import chat.parley.adapter.caffeine.RecentConfig;
import chat.parley.adapter.disk.DiskAttachmentFiles;
import chat.parley.adapter.imageio.ThumbnailProcess;
import chat.parley.adapter.inprocess.InProcessBus;
import chat.parley.adapter.jose.JoseLinks;
import chat.parley.adapter.jose.JoseTokens;
import chat.parley.adapter.postgres.Database;
import chat.parley.adapter.postgres.DatabaseConfig;
import chat.parley.adapter.postgres.Lanes;
import chat.parley.adapter.postgres.LogConfig;
import chat.parley.adapter.postgres.MarkerConfig;
import chat.parley.adapter.postgres.PostgresAccounts;
import chat.parley.adapter.postgres.PostgresAttachments;
import chat.parley.adapter.postgres.PostgresChangeLog;
import chat.parley.adapter.postgres.PostgresCollectedMessages;
import chat.parley.adapter.postgres.PostgresConversations;
import chat.parley.adapter.postgres.PostgresDrafts;
import chat.parley.adapter.postgres.PostgresEmojis;
import chat.parley.adapter.postgres.PostgresMarkers;
import chat.parley.adapter.postgres.PostgresMessageChanges;
import chat.parley.adapter.postgres.PostgresMessageLog;
import chat.parley.adapter.postgres.PostgresNoticeSettings;
import chat.parley.adapter.postgres.PostgresPeople;
import chat.parley.adapter.postgres.PostgresReceipts;
import chat.parley.adapter.postgres.PostgresScheduledMessages;
import chat.parley.adapter.postgres.PostgresThumbnails;
import chat.parley.adapter.postgres.PostgresUserGroups;
import chat.parley.adapter.postgres.TestStore;
import chat.parley.adapter.postgres.embedded.TestDatabase;
import chat.parley.adapter.postgres.search.IndexConfig;
import chat.parley.adapter.postgres.search.PostgresMessageIndex;
import chat.parley.adapter.postgres.search.SearchIndexer;
import chat.parley.core.account.Administrators;
import chat.parley.core.account.Caller;
import chat.parley.core.account.RevokedSessions;
import chat.parley.core.account.Role;
import chat.parley.core.account.SigningKey;
import chat.parley.core.account.TokenConfig;
import chat.parley.core.attachment.AttachmentConfig;
import chat.parley.core.attachment.HandOutAttachments;
import chat.parley.core.attachment.LinkAttachments;
import chat.parley.core.attachment.MakeThumbnails;
import chat.parley.core.attachment.Rendition;
import chat.parley.core.attachment.ScanUploads;
import chat.parley.core.attachment.ScannerConfig;
import chat.parley.core.attachment.SweepAttachments;
import chat.parley.core.attachment.TakeUploads;
import chat.parley.core.attachment.ThumbnailConfig;
import chat.parley.core.collected.CollectMessages;
import chat.parley.core.collected.CollectedConfig;
import chat.parley.core.conversation.AddMembers;
import chat.parley.core.conversation.ChangeProperties;
import chat.parley.core.conversation.ConversationLimits;
import chat.parley.core.conversation.CreateConversation;
import chat.parley.core.conversation.JoinChannel;
import chat.parley.core.conversation.RemoveMember;
import chat.parley.core.conversation.SeeConversations;
import chat.parley.core.conversation.SetRole;
import chat.parley.core.draft.DraftConfig;
import chat.parley.core.draft.KeepDrafts;
import chat.parley.core.emoji.EmojiConfig;
import chat.parley.core.emoji.KeepEmoji;
import chat.parley.core.id.IdSource;
import chat.parley.core.id.SessionId;
import chat.parley.core.id.UserId;
import chat.parley.core.limit.RateLimiter;
import chat.parley.core.message.MessageConfig;
import chat.parley.core.message.PostMessage;
import chat.parley.core.message.ReadMessages;
import chat.parley.core.message.RecentLog;
import chat.parley.core.message.ReviseMessages;
import chat.parley.core.notice.ChooseNotices;
import chat.parley.core.notice.NoticeConfig;
import chat.parley.core.preview.Pages;
import chat.parley.core.preview.PreviewConfig;
import chat.parley.core.preview.ShowPreviews;
import chat.parley.core.receipt.MoveMarkers;
import chat.parley.core.receipt.SeeReceipts;
import chat.parley.core.scheduled.ScheduleMessages;
import chat.parley.core.scheduled.ScheduledConfig;
import chat.parley.core.scheduled.SendScheduled;
import chat.parley.core.search.SearchConfig;
import chat.parley.core.search.SearchMessages;
import chat.parley.core.usergroup.KeepUserGroups;
import chat.parley.core.usergroup.UserGroupConfig;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * The calls of conversations on the real server over a real database. Only signing in is left out: a caller's token is the
 * text of their id.
 */
final class ConversationApi implements AutoCloseable {
    /** Small enough to be reached by a test. */
    static final ConversationLimits LIMITS = new ConversationLimits(100, 1_000, 5, 3, 40, 8);

    static final MessageConfig MESSAGES = new MessageConfig(Duration.ofHours(24), Duration.ofHours(1), 3, 3, 2, 2, 2);

    static final ScheduledConfig SCHEDULED = new ScheduledConfig(
            12, Duration.ofMinutes(1), Duration.ofDays(1), Duration.ofSeconds(1), 10, Duration.ofSeconds(8));

    static final AttachmentConfig ATTACHMENTS = new AttachmentConfig(
            64 * 1024,
            1_000_000,
            3,
            128 * 1024,
            Duration.ofHours(1),
            2,
            1,
            Duration.ofMinutes(1),
            0,
            Duration.ofMinutes(1),
            ScannerConfig.defaults());

    private static final EmojiConfig EMOJI =
            new EmojiConfig(EmojiConfig.AddedBy.MEMBERS, 3, 32 * 1024, 72 * 1024, 1, Duration.ofMinutes(1));

    static final UserGroupConfig GROUPS = new UserGroupConfig(2, 3);

    private static final PreviewConfig PREVIEWS =
            new PreviewConfig(true, 2, 1, Duration.ofSeconds(1), 1, 1, 1, Duration.ofSeconds(1), Duration.ofSeconds(1));

    private static final SigningKey KEY = JoseTokens.newKey();

    private static final DocumentedCalls OPEN_API = DocumentedCalls.read();

    private final TestDatabase address = TestStore.fresh();
    private final SimpleMeterRegistry metrics = new SimpleMeterRegistry();
    private final InProcessBus bus = new InProcessBus();
    private final IdSource ids = new IdSource(InstantSource.system());
    private final Database database =
            Database.open(DatabaseConfig.of(address.jdbcUrl(), address.user(), address.password()), metrics);
    private final Lanes lanes = new Lanes(LogConfig.defaults(), database.own(), database.pool(), bus, metrics);
    private final PostgresMarkers markers = new PostgresMarkers(database.pool(), bus, MarkerConfig.defaults(), metrics);
    private final SearchIndexer indexer = new SearchIndexer(database.pool(), IndexConfig.defaults(), metrics);
    private final ExecutorService blocking = Executors.newVirtualThreadPerTaskExecutor();
    private final Map<String, Caller> callers = new ConcurrentHashMap<>();
    private final HttpClient client = HttpClient.newHttpClient();
    private final ObjectMapper json = new ObjectMapper();
    private final WebServer server;

    /** Where the bytes of attachments are. */
    final Path directory;

    /** How much later it is for links. */
    volatile Duration later = Duration.ZERO;

    private final InstantSource clock = () -> InstantSource.system().instant().plus(later);
    private final DiskAttachmentFiles files;

    /** What is behind links. */
    final Map<String, Pages.Look> behind = new ConcurrentHashMap<>();

    /** The sender who has no sends left. */
    volatile Optional<UserId> exhausted = Optional.empty();

    ConversationApi() {
        try {
            directory = Files.createTempDirectory("attachments");
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
        files = new DiskAttachmentFiles(directory, 0);
        HttpConfig config = HttpConfig.defaults().port(0);
        HttpApi api = new HttpApi(config, token -> Optional.ofNullable(callers.get(token)), resources(), metrics);
        server = new WebServer(config, api, new PageFiles(Path.of("target", "no-pages")), pipeline -> {});
        server.start();
    }

    private List<Resource> resources() {
        PostgresConversations conversations = new PostgresConversations(database.pool());
        PostgresPeople people = new PostgresPeople(database.pool());
        PostgresChangeLog changes = new PostgresChangeLog(lanes);
        PostgresMessageLog log = new PostgresMessageLog(lanes, database.pool());
        RecentLog recent = new CaffeineRecentLog(log, bus, RecentConfig.defaults(), metrics);
        SeeConversations see = new SeeConversations(conversations, people);
        return List.of(
                new ConversationResource(
                        see,
                        new CreateConversation(conversations, changes, people, ids, LIMITS),
                        new JoinChannel(conversations, changes, people, LIMITS),
                        new ChangeProperties(conversations, changes, LIMITS)),
                new MemberResource(
                        see,
                        new AddMembers(conversations, changes, people, LIMITS),
                        new RemoveMember(conversations, changes, LIMITS),
                        new SetRole(conversations, changes, LIMITS)),
                new MessageResource(
                        new ReadMessages(log, recent, conversations, people, MESSAGES),
                        new PostMessage(log, conversations, new Sends(), MESSAGES, blocking)),
                new RevisionResource(new ReviseMessages(
                        new PostgresMessageChanges(lanes, database.pool()),
                        conversations,
                        new Sends(),
                        LIMITS,
                        MESSAGES,
                        InstantSource.system())),
                new ReceiptResource(
                        new MoveMarkers(markers, conversations),
                        new SeeReceipts(new PostgresReceipts(database.pool()), log, conversations)),
                new SearchResource(new SearchMessages(
                        new PostgresMessageIndex(database.pool(), IndexConfig.defaults(), metrics),
                        conversations,
                        people,
                        new Sends(),
                        SearchConfig.defaults())),
                notices(conversations),
                new DraftResource(new KeepDrafts(
                        new PostgresDrafts(database.pool(), bus, new DraftConfig(2, 100)), conversations, new Sends())),
                scheduled(log, conversations),
                new CollectedResource(new CollectMessages(
                        new PostgresCollectedMessages(database.pool(), bus, CollectedConfig.defaults()),
                        conversations,
                        people,
                        new Sends(),
                        MESSAGES)),
                attachments(),
                emoji(),
                new UserGroupResource(new KeepUserGroups(
                        new PostgresUserGroups(database.pool()),
                        people,
                        new Administrators(new PostgresAccounts(database.pool())),
                        new Sends(),
                        ids,
                        GROUPS)),
                new PreviewResource(
                        new ShowPreviews(
                                new ReadMessages(log, recent, conversations, people, MESSAGES),
                                new Behind(),
                                new Sends(),
                                PREVIEWS),
                        Duration.ofSeconds(30)));
    }

    private EmojiResource emoji() {
        return new EmojiResource(
                new KeepEmoji(
                        new PostgresEmojis(database.pool()),
                        new ThumbnailProcess(
                                ThumbnailConfig.defaults(), ATTACHMENTS.imagePixels(), List.of(Rendition.EMOJI)),
                        new Administrators(new PostgresAccounts(database.pool())),
                        new Sends(),
                        EMOJI),
                EMOJI);
    }

    /** Nothing is known of a link before somebody looks, and a link that nobody told of leads to nothing. */
    private final class Behind implements Pages {
        @Override
        public Optional<Look> known(URI link) {
            return Optional.ofNullable(behind.get("known " + link));
        }

        @Override
        public Look look(URI link) {
            return behind.getOrDefault(link.toString(), new Look.Nothing());
        }
    }

    private NoticeResource notices(PostgresConversations conversations) {
        return new NoticeResource(new ChooseNotices(
                new PostgresNoticeSettings(database.pool(), bus),
                conversations,
                new Sends(),
                InstantSource.system(),
                NoticeConfig.defaults()));
    }

    private ScheduledResource scheduled(PostgresMessageLog log, PostgresConversations conversations) {
        PostgresScheduledMessages messages = new PostgresScheduledMessages(database.pool(), bus, SCHEDULED);
        SendScheduled sender = new SendScheduled(
                messages,
                new PostMessage(log, conversations, new Sends(), MESSAGES, blocking),
                InstantSource.system(),
                SCHEDULED);
        return new ScheduledResource(
                new ScheduleMessages(messages, sender, conversations, new Sends(), InstantSource.system(), SCHEDULED));
    }

    private AttachmentResource attachments() {
        PostgresAttachments known = new PostgresAttachments(database.pool());
        return new AttachmentResource(
                new TakeUploads(
                        known, files, new ScanUploads(files, Optional.empty(), false), ids, ATTACHMENTS, () -> {}),
                new HandOutAttachments(known, new PostgresThumbnails(database.pool()), files),
                new LinkAttachments(
                        new JoseLinks(List.of(KEY)), new RevokedSessions(bus, clock, TokenConfig.defaults()), clock),
                token -> Optional.ofNullable(callers.get(token)),
                ATTACHMENTS,
                metrics);
    }

    /** Deletes what a server's broom would, as of so much later. */
    int sweep(Duration later) {
        InstantSource then = () -> clock.instant().plus(later);
        return new SweepAttachments(new PostgresAttachments(database.pool()), files, then, ATTACHMENTS).sweep();
    }

    /** Makes the thumbnails of one image, as a server's worker would. */
    Optional<MakeThumbnails.Result> thumbnails() {
        ThumbnailConfig config = ThumbnailConfig.defaults();
        return new MakeThumbnails(
                        new PostgresThumbnails(database.pool()),
                        files,
                        new ThumbnailProcess(config, ATTACHMENTS.imagePixels(), Rendition.THUMBNAILS),
                        config)
                .one();
    }

    double counted(String meter) {
        return metrics.get(meter).counters().stream()
                .mapToDouble(Counter::count)
                .sum();
    }

    /** "METHOD path" of every call that the resources of conversations answer. */
    List<String> declared() {
        Routes routes = new Routes();
        resources().forEach(resource -> resource.declare(routes));
        return routes.declared().stream()
                .map(route -> route.method() + " " + route.path())
                .toList();
    }

    /** Lets everybody send but the one who has no sends left. */
    private final class Sends implements RateLimiter {
        @Override
        public long take(Limit limit, String key) {
            return exhausted.map(UserId::toString).equals(Optional.of(key)) ? 700 : 0;
        }

        @Override
        public void giveBack(Limit limit, String key) {
            throw new UnsupportedOperationException("sends are not given back");
        }
    }

    Person person() {
        return person(Role.MEMBER);
    }

    Person person(Role role) {
        UserId id = ids.user();
        execute("insert into account (id, handle, name, role) values (%d, '%s', 'Name', '%s')"
                .formatted(id.value(), id, role.name().toLowerCase(Locale.ROOT)));
        callers.put(id.toString(), new Caller(id, new SessionId(id.value()), role));
        return new Person(id);
    }

    void execute(String sql) {
        try (Connection connection = database.pool().open();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException failed) {
            throw new IllegalStateException(sql, failed);
        }
    }

    /** Does this while a transaction holds what the statement locks. */
    void whileLocked(String sql, Runnable deed) throws SQLException {
        try (Connection connection = database.pool().open();
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            statement.execute(sql);
            deed.run();
            connection.rollback();
        }
    }

    @Override
    public void close() {
        client.close();
        server.close();
        indexer.close();
        markers.close();
        lanes.close();
        blocking.close();
        database.close();
    }

    /** What came back. */
    record Answered(int status, JsonNode body, int bytes) {
        String text(String field) {
            return body.get(field).asText();
        }

        long number(String field) {
            return body.get(field).asLong();
        }

        List<String> texts(String list, String field) {
            return body.get(list).findValuesAsText(field);
        }
    }

    /** Somebody who calls. */
    final class Person {
        final UserId id;

        Person(UserId id) {
            this.id = id;
        }

        Answered get(String path) {
            return call("GET", path, "");
        }

        /** Any call, its answer as it comes. */
        HttpResponse<byte[]> raw(String method, String path, BodyPublisher body, String... headers) {
            HttpRequest.Builder request = HttpRequest.newBuilder(
                            URI.create("http://127.0.0.1:" + server.port() + "/v1" + path))
                    .header("Authorization", "Bearer " + id)
                    .method(method, body);
            if (headers.length > 0) {
                request.headers(headers);
            }
            try {
                HttpResponse<byte[]> response = client.send(request.build(), BodyHandlers.ofByteArray());
                OPEN_API.requireDocumented(method, "/v1" + path, response.statusCode());
                return response;
            } catch (IOException failed) {
                throw new IllegalStateException(failed);
            } catch (InterruptedException interrupted) {
                throw new IllegalStateException(interrupted);
            }
        }

        Answered upload(String name, byte[] bytes) {
            HttpResponse<byte[]> response = raw(
                    "POST", "/attachments?name=" + URLEncoder.encode(name, UTF_8), BodyPublishers.ofByteArray(bytes));
            try {
                return new Answered(response.statusCode(), json.readTree(response.body()), response.body().length);
            } catch (IOException failed) {
                throw new IllegalStateException(failed);
            }
        }

        Answered call(String method, String path, String body) {
            HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + "/v1" + path))
                    .header("Authorization", "Bearer " + id)
                    .method(method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body))
                    .build();
            try {
                HttpResponse<byte[]> response = client.send(request, BodyHandlers.ofByteArray());
                OPEN_API.requireDocumented(method, "/v1" + path, response.statusCode());
                return new Answered(response.statusCode(), json.readTree(response.body()), response.body().length);
            } catch (IOException failed) {
                throw new IllegalStateException(failed);
            } catch (InterruptedException interrupted) {
                throw new IllegalStateException(interrupted);
            }
        }

        @Override
        public String toString() {
            return id.toString();
        }
    }
}
