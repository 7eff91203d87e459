package chat.parley.sdk;

import chat.parley.wire.ClientFrame;
import java.io.IOException;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * A live connection that comes back by itself, and what a program builds on it:
 *
 * <ul>
 *   <li>a message that was {@linkplain #send sent} is stored under an id of its own and tried again, in order, until the
 *       server has it or refuses it for good, however often the connection breaks in between;
 *   <li>every entry of every conversation reaches the {@link Listener} once and in order, whatever was missed while away.
 * </ul>
 *
 * <pre>
 * try (ParleyClient client = ParleyClient.of(ClientOptions.of(server), credentials).start(listener)) {
 *     Sent sent = client.send(conversation, "hello").get();
 * }
 * </pre>
 *
 * Where no socket can pass it falls back to long polling, and climbs back. Any thread may use it; nothing here blocks but
 * {@link #close}.
 */
public final class ParleyClient implements AutoCloseable {
    private static final Duration GOODBYE = Duration.ofSeconds(2);

    private final ParleyHttp http;
    private final HttpClient calls = httpClient();
    private final HttpClient sockets = httpClient();
    private final ThreadLoop loop;
    private final LiveSession session;
    private final ConnectionLoop connection;

    /** A client that {@link Builder#start} will start. */
    public static Builder of(ClientOptions options, Credentials credentials) {
        return new Builder(options, credentials);
    }

    /** What may be chosen before the start. */
    public static final class Builder {
        private final ClientOptions options;
        private final Credentials credentials;
        private OutboxStore store = new MemoryOutboxStore();
        private @Nullable SyncPosition position;

        private Builder(ClientOptions options, Credentials credentials) {
            this.options = options;
            this.credentials = credentials;
        }

        /** Keeps the outbox elsewhere than in memory; what is in it is sent first. */
        public Builder outbox(OutboxStore elsewhere) {
            store = elsewhere;
            return this;
        }

        /** Goes on from where another client of the same user stopped. */
        public Builder from(SyncPosition reached) {
            position = reached;
            return this;
        }

        /** Starts to connect and returns. Fails only where the outbox cannot be read. */
        public ParleyClient start(Listener listener) throws IOException {
            return new ParleyClient(this, listener);
        }
    }

    private ParleyClient(Builder chosen, Listener listener) throws IOException {
        ClientOptions options = chosen.options;
        Backoff backoff = new Backoff(options.maxBackoff(), RandomGenerator.getDefault());
        Outbox outbox = new Outbox(chosen.store, options.maxPending(), backoff, System::nanoTime);
        outbox.restore();
        http = ParleyHttp.as(calls, options.server(), chosen.credentials);
        loop = new ThreadLoop();
        session = new LiveSession(
                options.maxGap(), outbox, http.messages()::entries, loop, event -> listener.on(this, event));
        if (chosen.position != null) {
            session.restore(chosen.position);
        }
        Transport transport = new SocketFirst(
                new JdkTransport(sockets, options.server()),
                new PollTransport(new HttpCalls(calls, options.server(), chosen.credentials), loop),
                options.climbAfter(),
                loop);
        connection = new ConnectionLoop(options, transport, chosen.credentials, session, backoff, loop);
        loop.run(connection::start);
    }

    private static HttpClient httpClient() {
        return HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(HttpCalls.TIMEOUT)
                .executor(Executors.newVirtualThreadPerTaskExecutor())
                .build();
    }

    /** Sends a message of text alone. */
    public CompletableFuture<Sent> send(String conversation, String text) {
        return send(conversation, ClientFrame.Draft.plain(MessageIds.next(), text));
    }

    /**
     * Sends a message. It is in the outbox's store before this client first writes it to a connection.
     *
     * @return completes when the message is in the log; with {@link Refused} where the server refused it for good or the
     *     outbox is full; with {@link IllegalStateException} where the client was closed first (the store keeps it)
     */
    public CompletableFuture<Sent> send(String conversation, ClientFrame.Draft draft) {
        return onLoop(() -> session.send(new PendingSend(conversation, draft)));
    }

    /** Moves the caller's read marker; told again until the server has stored it. */
    public void read(String conversation, long seq) {
        loop.run(() -> session.read(conversation, null, seq));
    }

    /** Moves the caller's marker in a thread that they follow, likewise. */
    public void readThread(String conversation, long thread, long seq) {
        loop.run(() -> session.read(conversation, thread, seq));
    }

    /** Moves the caller's delivered marker; sent with others, at most once a second. */
    public void delivered(String conversation, long seq) {
        loop.run(() -> session.delivered(conversation, seq));
    }

    /** Where another client could go on; null before the first {@code welcome}. */
    public CompletableFuture<@Nullable SyncPosition> position() {
        return onLoop(() -> CompletableFuture.completedFuture(session.position()));
    }

    /** The HTTP calls, as the same user. */
    public ParleyHttp http() {
        return http;
    }

    /**
     * Closes the connection and stops; waits {@link #GOODBYE} at most for the goodbye to be said. What is not acknowledged
     * stays in the outbox's store.
     */
    @Override
    public void close() {
        CompletableFuture<Boolean> stopped = onLoop(
                () -> connection.stop(ConnectionState.Reason.CLOSED, "closed").thenApply(said -> true));
        stopped.completeOnTimeout(false, GOODBYE.toMillis(), TimeUnit.MILLISECONDS)
                .exceptionally(alreadyClosed -> false)
                .join();
        loop.close();
        calls.shutdown();
        sockets.shutdown();
    }

    private <T extends @Nullable Object> CompletableFuture<T> onLoop(Supplier<CompletableFuture<T>> task) {
        CompletableFuture<CompletableFuture<T>> started = new CompletableFuture<>();
        if (!loop.run(() -> started.complete(task.get()))) {
            started.completeExceptionally(new IllegalStateException("the client is closed"));
        }
        return started.thenCompose(result -> result);
    }
}
