package chat.parley.acceptance.history;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What clients did to one conversation and what they saw of it. Recording is safe for many threads; times are {@link
 * System#nanoTime} of the one process that all clients live in, so that "answered before it was sent" means something.
 */
public final class History {
    /** Names a message for ever: who sent it, and the id they gave it. */
    public record MessageKey(String sender, String id) {}

    /** One attempt to send, on one connection; attempts of a connection are numbered in the order it wrote them. */
    public record Attempt(MessageKey message, String connection, long order, long startedNanos) {}

    /** What the server answered to an attempt. An attempt without an answer may or may not have landed. */
    public sealed interface Answer {
        /** When the answer was read. */
        long nanos();

        /** The message is in the log as {@code seq}. */
        record Acked(long seq, boolean duplicate, long nanos) implements Answer {}

        /** The message was refused; a {@code temporary} refusal says nothing of another attempt's fate. */
        record Refused(String code, boolean temporary, long nanos) implements Answer {}
    }

    /** An entry as a connection or the final log shows it; {@code message} has a blank id for other kinds. */
    public record Seen(long seq, MessageKey message) {}

    /** An attempt with the answer it got. */
    record Answered(Attempt attempt, Answer answer) {}

    private final List<Attempt> attempts = new ArrayList<>();
    private final List<Answered> answers = new ArrayList<>();
    private final Map<String, List<Seen>> observations = new HashMap<>();

    public synchronized void attempted(Attempt attempt) {
        attempts.add(attempt);
    }

    public synchronized void answered(Attempt attempt, Answer answer) {
        answers.add(new Answered(attempt, answer));
    }

    /** The connection was given this entry, after those recorded for it before. */
    public synchronized void observed(String connection, Seen entry) {
        observations.computeIfAbsent(connection, _ -> new ArrayList<>()).add(entry);
    }

    synchronized List<Attempt> attempts() {
        return List.copyOf(attempts);
    }

    synchronized List<Answered> answers() {
        return List.copyOf(answers);
    }

    synchronized Map<String, List<Seen>> observations() {
        Map<String, List<Seen>> copy = new HashMap<>();
        observations.forEach((connection, seen) -> copy.put(connection, List.copyOf(seen)));
        return copy;
    }
}
