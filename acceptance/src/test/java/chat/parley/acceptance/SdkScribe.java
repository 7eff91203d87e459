package chat.parley.acceptance;

import chat.parley.acceptance.history.History;
import chat.parley.acceptance.history.History.Answer;
import chat.parley.acceptance.history.History.Attempt;
import chat.parley.acceptance.history.History.MessageKey;
import chat.parley.acceptance.history.History.Seen;
import chat.parley.sdk.ClientOptions;
import chat.parley.sdk.ConnectionState;
import chat.parley.sdk.Credentials;
import chat.parley.sdk.Event;
import chat.parley.sdk.MemoryOutboxStore;
import chat.parley.sdk.OutboxStore;
import chat.parley.sdk.ParleyClient;
import chat.parley.sdk.Refused;
import chat.parley.sdk.SyncPosition;
import chat.parley.wire.ClientFrame;
import chat.parley.wire.Entry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * One client of the Java SDK, everything that it sends and is given in one conversation written into a history: a send once,
 * however often the client tries, and entries as it delivers them, whatever connections they came by.
 */
final class SdkScribe implements AutoCloseable {
    private static final AtomicInteger CLIENTS = new AtomicInteger();
    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(1);

    private final Person person;
    private final String conversation;
    private final History history;
    private final String name;
    private final List<Event> events = new CopyOnWriteArrayList<>();
    private final AtomicLong attempts = new AtomicLong();
    private final AtomicInteger open = new AtomicInteger();
    private final AtomicLong acked = new AtomicLong();
    private final AtomicLong arrived = new AtomicLong();
    private final ParleyClient client;

    private SdkScribe(Builder chosen) {
        this.person = chosen.person;
        this.conversation = chosen.conversation;
        this.history = chosen.history;
        this.name = person.handle() + "/sdk" + CLIENTS.incrementAndGet();
        ParleyClient.Builder builder = ParleyClient.of(chosen.options, Credentials.fixed(person.accessToken()))
                .outbox(chosen.store);
        chosen.position.ifPresent(builder::from);
        try {
            this.client = builder.start(this::take);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Builder of(Person person, String conversation, History history) {
        return new Builder(person, conversation, history);
    }

    /** A client that is live, over the straight way to the server. */
    static SdkScribe connect(Person person, String conversation, History history) {
        return of(person, conversation, history).connect();
    }

    /** What may be other than by default. */
    static final class Builder {
        private final Person person;
        private final String conversation;
        private final History history;
        private ClientOptions options;
        private OutboxStore store = new MemoryOutboxStore();
        private Optional<SyncPosition> position = Optional.empty();

        private Builder(Person person, String conversation, History history) {
            this.person = person;
            this.conversation = conversation;
            this.history = history;
            this.options = ClientOptions.of(person.server().address()).withMaxBackoff(LONGEST_PAUSE);
        }

        Builder by(URI address) {
            options = ClientOptions.of(address).withMaxBackoff(LONGEST_PAUSE);
            return this;
        }

        Builder climbAfter(Duration pause) {
            options = options.withClimbAfter(pause);
            return this;
        }

        Builder maxGap(int entries) {
            options = options.withMaxGap(entries);
            return this;
        }

        Builder outbox(OutboxStore kept) {
            store = kept;
            return this;
        }

        Builder from(SyncPosition reached) {
            position = Optional.of(reached);
            return this;
        }

        SdkScribe start() {
            return new SdkScribe(this);
        }

        SdkScribe connect() {
            SdkScribe scribe = start();
            scribe.awaitLive(1);
            return scribe;
        }
    }

    ParleyClient client() {
        return client;
    }

    /** Everything the client has told, in order. */
    List<Event> events() {
        return events;
    }

    /** Sends a message under this id, and does not wait. */
    void send(String id, String text) {
        Attempt attempt =
                new Attempt(new MessageKey(person.id(), id), name, attempts.incrementAndGet(), System.nanoTime());
        open.incrementAndGet();
        history.attempted(attempt);
        client.send(conversation, ClientFrame.Draft.plain(id, text)).whenComplete((sent, failure) -> {
            if (sent != null) {
                history.answered(attempt, new Answer.Acked(sent.seq(), sent.duplicate(), System.nanoTime()));
                acked.incrementAndGet();
            } else if (unwrapped(failure) instanceof Refused refused) {
                history.answered(attempt, new Answer.Refused(refused.code().wireName(), false, System.nanoTime()));
            }
            open.decrementAndGet();
        });
    }

    /** Sends that have no answer yet. */
    int inFlight() {
        return open.get();
    }

    /** How many of its sends have been acknowledged. */
    long acked() {
        return acked.get();
    }

    void awaitAnswers() {
        Deadline.within(PATIENCE).awaitTrue("the answers to " + name + "'s sends", () -> open.get() == 0);
    }

    /** Waits until the client has delivered entry {@code seq} of the conversation, or a later one. */
    void awaitSeq(long seq) {
        Deadline.within(PATIENCE).awaitTrue(name + " to deliver " + seq, () -> arrived.get() >= seq);
    }

    /** Waits until the client has been live so many times. */
    void awaitLive(int times) {
        Deadline.within(PATIENCE).awaitTrue(name + " to be live", () -> lives() >= times);
    }

    int lives() {
        return (int)
                states().stream().filter(ConnectionState.Live.class::isInstance).count();
    }

    /** The last thing the client said of its connection. */
    ConnectionState state() {
        return states().getLast();
    }

    List<ConnectionState> states() {
        return events.stream()
                .filter(Event.Connection.class::isInstance)
                .map(event -> ((Event.Connection) event).state())
                .toList();
    }

    /** The numbers of the conversation's entries that were delivered, in order. */
    List<Long> delivered() {
        return events.stream()
                .filter(event -> event instanceof Event.Arrived(Entry entry)
                        && entry.conversation().equals(conversation))
                .map(event -> ((Event.Arrived) event).entry().seq())
                .toList();
    }

    @Override
    public void close() {
        client.close();
    }

    private void take(ParleyClient teller, Event event) {
        events.add(event);
        if (event instanceof Event.Arrived(Entry entry) && entry.conversation().equals(conversation)) {
            String id = entry.body() instanceof Entry.Message message ? message.id() : "";
            history.observed(name, new Seen(entry.seq(), new MessageKey(entry.from(), id)));
            arrived.set(entry.seq());
        }
    }

    private static Throwable unwrapped(Throwable failure) {
        return failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
    }
}
