package chat.parley.acceptance;

import chat.parley.acceptance.history.History;
import chat.parley.acceptance.history.History.Answer;
import chat.parley.acceptance.history.History.Attempt;
import chat.parley.acceptance.history.History.MessageKey;
import chat.parley.acceptance.history.History.Seen;
import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/** One connection of one person to one conversation, everything it does and sees written into a history. */
final class Scribe implements AutoCloseable {
    private static final AtomicInteger CONNECTIONS = new AtomicInteger();
    private static final Set<String> TEMPORARY = Set.of("rate_limited", "unavailable", "internal");

    private final Person person;
    private final String conversation;
    private final History history;
    private final String name;
    private final RawConnection connection;
    private final AtomicLong rids = new AtomicLong();
    private final Map<Long, Attempt> open = new ConcurrentHashMap<>();
    private final Map<Long, JsonNode> answers = new ConcurrentHashMap<>();

    private Scribe(Person person, String conversation, History history, Optional<String> cursor) {
        this.person = person;
        this.conversation = conversation;
        this.history = history;
        this.name = person.handle() + "/" + CONNECTIONS.incrementAndGet();
        this.connection = person.connect(cursor, this::take);
    }

    static Scribe connect(Person person, String conversation, History history) {
        return new Scribe(person, conversation, history, Optional.empty());
    }

    static Scribe resume(Person person, String conversation, History history, String cursor) {
        return new Scribe(person, conversation, history, Optional.of(cursor));
    }

    RawConnection connection() {
        return connection;
    }

    /** Sends a message under this id, and does not wait. */
    long send(String id, String text) {
        long rid = rids.incrementAndGet();
        Attempt attempt = new Attempt(new MessageKey(person.id(), id), name, rid, System.nanoTime());
        open.put(rid, attempt);
        history.attempted(attempt);
        connection.write(Json.object("op", "send", "rid", rid, "conversation", conversation, "id", id, "text", text));
        return rid;
    }

    /** The answer to a send of this connection, once it has come. */
    Optional<JsonNode> answerTo(long rid) {
        return Optional.ofNullable(answers.get(rid));
    }

    /** Attempts of this connection that have no answer yet. */
    int inFlight() {
        return open.size();
    }

    boolean closed() {
        return connection.closed();
    }

    void awaitAnswers() {
        Deadline.within(Duration.ofSeconds(90))
                .awaitTrue("the answers to " + name + "'s sends", () -> open.isEmpty() || connection.closed());
    }

    /** Waits until this connection has been given entry {@code seq} of the conversation. */
    void awaitSeq(long seq) {
        connection.await(
                name + " to be given " + seq,
                frame -> RawConnection.op(frame).equals("entry")
                        && frame.get("conversation").asText().equals(conversation)
                        && frame.get("seq").asLong() == seq);
    }

    private void take(JsonNode frame) {
        switch (RawConnection.op(frame)) {
            case "ack" ->
                answer(
                        frame,
                        new Answer.Acked(
                                frame.get("seq").asLong(),
                                frame.path("duplicate").asBoolean(),
                                System.nanoTime()));
            case "error" -> {
                String code = frame.get("code").asText();
                answer(frame, new Answer.Refused(code, TEMPORARY.contains(code), System.nanoTime()));
            }
            case "entry" -> {
                if (frame.get("conversation").asText().equals(conversation)) {
                    history.observed(name, seen(frame));
                }
            }
            default -> {}
        }
    }

    private void answer(JsonNode frame, Answer answer) {
        long rid = frame.path("rid").asLong();
        Attempt attempt = open.remove(rid);
        if (attempt != null) {
            history.answered(attempt, answer);
            answers.put(rid, frame);
        }
    }

    /** A log entry as the checker wants it. */
    static Seen seen(JsonNode entry) {
        return new Seen(
                entry.get("seq").asLong(),
                new MessageKey(entry.get("from").asText(), entry.path("id").asText()));
    }

    static List<Seen> seen(List<JsonNode> log) {
        return log.stream().map(Scribe::seen).toList();
    }

    void drop() {
        connection.drop();
    }

    @Override
    public void close() {
        connection.close();
    }
}
