package chat.parley.acceptance;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/** Sends to a conversation all the time, whether it is a member or not, one message after the other. */
final class Eager {
    private static final Duration BREATH = Duration.ofMillis(2);

    private final Person person;
    private final String conversation;
    private final RawConnection connection;
    private final Thread thread;
    private volatile boolean finishing;
    private volatile long accepted;

    Eager(Person person, String conversation) {
        this.person = person;
        this.conversation = conversation;
        this.connection = person.connect();
        this.thread = Thread.ofVirtual().start(this::run);
    }

    Person person() {
        return person;
    }

    String conversation() {
        return conversation;
    }

    RawConnection connection() {
        return connection;
    }

    /** Waits until two more of its messages have been accepted. */
    void awaitAccepted() {
        long before = accepted;
        Deadline.within(Duration.ofSeconds(90))
                .awaitTrue(person.handle() + " to be let in", () -> accepted > before + 1);
    }

    void finish() {
        finishing = true;
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    private void run() {
        for (long rid = 1; !finishing; rid++) {
            connection.write(Json.object(
                    "op", "send", "rid", rid, "conversation", conversation, "id", Person.uuid(), "text", "let me"));
            JsonNode answer = connection.answer(rid);
            if (RawConnection.op(answer).equals("ack")) {
                accepted++;
            }
            LockSupport.parkNanos(BREATH.toNanos());
        }
    }
}
