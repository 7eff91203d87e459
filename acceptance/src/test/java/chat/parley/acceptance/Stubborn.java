package chat.parley.acceptance;

import chat.parley.acceptance.history.History;
import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;

/**
 * A writer that never gives up: it keeps a window of sends in flight, comes back after every loss of the connection from
 * its last cursor, and sends what was not answered again, under the same ids and in the same order.
 */
final class Stubborn {
    /** Sends it keeps in flight. */
    static final int WINDOW = 8;

    private static final Duration BREATH = Duration.ofMillis(20);

    private final Person person;
    private final String conversation;
    private final History history;
    private final Thread thread;
    private final Deque<Pending> window = new ArrayDeque<>();
    private volatile boolean finishing;
    private volatile long acked;
    private volatile int inFlight;
    private volatile RuntimeException failure;

    private record Pending(String id, long rid) {}

    private Stubborn(Person person, String conversation, History history) {
        this.person = person;
        this.conversation = conversation;
        this.history = history;
        this.thread = Thread.ofVirtual().start(this::run);
    }

    static Stubborn start(Person person, String conversation, History history) {
        return new Stubborn(person, conversation, history);
    }

    /** How many of its messages have been acknowledged. */
    long acked() {
        if (failure != null) {
            throw new AssertionError(person.handle() + " gave up", failure);
        }
        return acked;
    }

    /** How many of its sends wait for an answer. */
    int inFlight() {
        return inFlight;
    }

    /** Sends nothing new, waits until everything sent is acknowledged, and ends. */
    void finish() {
        finishing = true;
        try {
            if (!thread.join(Duration.ofSeconds(90))) {
                throw new AssertionError(person.handle() + " waits in vain for " + window.size() + " answers");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
        acked();
    }

    private void run() {
        try {
            Optional<String> cursor = Optional.empty();
            while (!(finishing && window.isEmpty())) {
                Optional<Scribe> connected = connect(cursor);
                if (connected.isPresent()) {
                    cursor = Optional.of(writeUntilLost(connected.get()));
                } else {
                    breathe();
                }
            }
        } catch (RuntimeException e) {
            failure = e;
        }
    }

    private Optional<Scribe> connect(Optional<String> cursor) {
        try {
            return Optional.of(
                    cursor.isPresent()
                            ? Scribe.resume(person, conversation, history, cursor.get())
                            : Scribe.connect(person, conversation, history));
        } catch (RuntimeException | AssertionError notYet) {
            return Optional.empty();
        }
    }

    /** Returns the last cursor this connection was given. */
    private String writeUntilLost(Scribe scribe) {
        Deque<Pending> again = new ArrayDeque<>(window);
        window.clear();
        again.forEach(pending -> write(scribe, pending.id()));
        while (!scribe.closed() && !(finishing && window.isEmpty())) {
            while (!finishing && window.size() < WINDOW) {
                write(scribe, Person.uuid());
            }
            if (!takeAnswer(scribe)) {
                break;
            }
        }
        String cursor = scribe.connection().cursor();
        scribe.close();
        return cursor;
    }

    private void write(Scribe scribe, String id) {
        window.add(new Pending(id, scribe.send(id, "by " + person.handle())));
        inFlight = window.size();
    }

    /** Takes the answer to the oldest send; false where the connection is of no more use. */
    private boolean takeAnswer(Scribe scribe) {
        Pending oldest = window.getFirst();
        Optional<JsonNode> answer = scribe.answerTo(oldest.rid());
        if (answer.isEmpty()) {
            breathe();
            return !scribe.closed();
        }
        if (!RawConnection.op(answer.get()).equals("ack")) {
            breathe();
            return false;
        }
        window.removeFirst();
        inFlight = window.size();
        acked++;
        return true;
    }

    private static void breathe() {
        LockSupport.parkNanos(BREATH.toNanos());
    }
}
