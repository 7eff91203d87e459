import chat.parley.sdk.ClientOptions;
import chat.parley.sdk.ConnectionState;
import chat.parley.sdk.Credentials;
import chat.parley.sdk.Event;
import chat.parley.sdk.FileOutboxStore;
import chat.parley.sdk.ParleyClient;
import chat.parley.sdk.ParleyHttp;
import chat.parley.sdk.RefreshingCredentials;
import chat.parley.sdk.SignedIn;
import chat.parley.sdk.SyncPosition;
import chat.parley.wire.ClientFrame;
import chat.parley.wire.Entry;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Says what others ask it to, in every conversation it is in: "echo hello" is answered with "hello". Once, even where the
 * bot was away when it was asked, or died while it answered.
 */
public final class EchoBot {
    private static final String COMMAND = "echo ";

    private final Path outbox;
    private final Path position;
    private final CountDownLatch stopped = new CountDownLatch(1);

    private EchoBot(Path directory) {
        outbox = directory.resolve("outbox");
        position = directory.resolve("position.json");
    }

    /** Arguments: the server, the bot's handle, a directory for its state. The password is in the environment. */
    public static void main(String[] arguments) throws Exception {
        EchoBot bot = new EchoBot(Files.createDirectories(Path.of(arguments[2])));
        bot.run(URI.create(arguments[0]), arguments[1], System.getenv("PARLEY_PASSWORD"));
    }

    private void run(URI server, String handle, String password) throws Exception {
        ParleyHttp anonymous = ParleyHttp.anonymous(HttpClient.newHttpClient(), server);
        SignedIn signedIn = anonymous.sessions().signIn(handle, password);
        Credentials credentials = new RefreshingCredentials(anonymous, signedIn, renewed -> {});

        ParleyClient.Builder builder = ParleyClient.of(ClientOptions.of(server).named("echo-bot", "1.0"), credentials)
                .outbox(new FileOutboxStore(outbox));
        if (Files.exists(position)) {
            builder.from(SyncPosition.fromJson(Files.readString(position)));
        }
        try (ParleyClient client = builder.start(this::on)) {
            while (!stopped.await(1, TimeUnit.SECONDS)) {
                save(client.position().get());
            }
        }
    }

    private void on(ParleyClient client, Event event) {
        switch (event) {
            case Event.Arrived(Entry entry) when entry.body() instanceof Entry.Message message ->
                answer(client, entry, message);
            case Event.Rejected refused -> System.err.println("not sent: " + refused.reason().getMessage());
            case Event.Connection(ConnectionState.Live live) -> System.out.println("live by " + live.via());
            case Event.Connection(ConnectionState.Stopped end) -> {
                System.err.println(end.reason() + ": " + end.detail());
                stopped.countDown();
            }
            default -> {}
        }
    }

    private void answer(ParleyClient client, Entry entry, Entry.Message message) {
        String text = message.text();
        if (text != null && text.startsWith(COMMAND)) {
            String id = answerTo(entry);
            client.send(entry.conversation(), ClientFrame.Draft.plain(id, text.substring(COMMAND.length())));
        }
    }

    /** The same for the same question, so that a question that is read twice is answered once. */
    private static String answerTo(Entry question) {
        String name = question.conversation() + "/" + question.seq();
        return UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8)).toString();
    }

    /** Whole or not at all; null before the first welcome. */
    private void save(SyncPosition reached) throws Exception {
        if (reached != null) {
            Path beside = position.resolveSibling("position.new");
            Files.writeString(beside, reached.toJson());
            Files.move(beside, position, StandardCopyOption.ATOMIC_MOVE);
        }
    }
}
