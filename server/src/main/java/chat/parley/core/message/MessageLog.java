package chat.parley.core.message;

import chat.parley.core.id.ConversationId;
import chat.parley.core.id.UserId;
import chat.parley.wire.CurrentMessage;
import chat.parley.wire.Entry;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The log of every conversation: dense numbers, one order, durable before it answers.
 *
 * <p><b>append.</b> Order: posts handed over by one thread to one conversation are numbered in that order. What is handed
 * over together is made durable together where it fits, which costs little more than one alone. Atomicity: entry,
 * head, and the sender's marker move in one transaction or not at all. Once: (conversation, sender, id) that is there
 * already is answered with its first number, whatever the text and whatever became of the sender's rights, also where the
 * other arrived at the same time on another server. Rights: membership and blocks are read under the conversation's lock.
 * Delivery: {@code done} is called exactly once, on a thread of the log's that it must not block, after the commit that
 * survives the loss of the process. After the commit the entry is published on the bus in {@code seq} order. Threads: any;
 * does not block. Bounds: a full queue answers {@link Outcome.Unavailable} at once.
 *
 * <p><b>entries</b>, <b>messages</b> and <b>versions</b> block; call them on a virtual thread. They read one snapshot and check no rights.
 * Failure: {@link java.io.UncheckedIOException} where the store cannot be reached.
 */
public interface MessageLog {
    void append(List<Appending> posts);

    default void append(Post post, Consumer<Outcome> done) {
        append(List.of(new Appending(post, done)));
    }

    /**
     * Entries after {@code after}, in order, at most {@code limit} and about {@code maxBytes} of text (one at least, where
     * there is one).
     */
    Slice entries(ConversationId conversation, long after, int limit, int maxBytes);

    /**
     * Messages around a place of a timeline with what became of them, oldest first, none below {@code first}; bounds as in
     * entries.
     */
    Current messages(ConversationId conversation, Viewer viewer, Place place, long first, int limit, int maxBytes);

    /**
     * A message as it was sent and its edits, in order after entry {@code after}; empty where {@code message} is none. Bounds
     * as in entries.
     */
    Optional<Versions> versions(ConversationId conversation, long message, long after, int limit, int maxBytes);

    /** A post, and who is told what became of it. */
    record Appending(Post post, Consumer<Outcome> done) {}

    /** What became of a post. */
    sealed interface Outcome {
        /** In the log as {@code seq}; {@code duplicate} where it was there before. */
        record Stored(long seq, Instant at, boolean duplicate) implements Outcome {}

        /** Refused under the lock; nothing was appended. */
        record Refused(Reason reason) implements Outcome {}

        /** The store cannot be reached, or its queue is full; try again with the same id after {@code retryAfter}. */
        record Unavailable(Duration retryAfter) implements Outcome {}
    }

    /** Why a post was refused. */
    enum Reason {
        NO_SUCH_CONVERSATION,
        NOT_A_MEMBER,
        BLOCKED,
        PREVIOUS_MISSING,
        /** What it replies to, or the root of its thread, is no message that its sender may see. */
        NO_SUCH_TARGET,
        TARGET_RECALLED,
        /** The root of its thread is itself a reply in a thread. */
        NOT_A_ROOT,
        /** One of its attachments is no upload of its sender's that is still to be sent. */
        NO_SUCH_ATTACHMENT,
        /** It mentions all members, or those of user groups, who are too many for one that does not lead them. */
        NOT_EVERYBODY,
        /** With the members of its user groups it mentions more than a message may. */
        TOO_MANY_MENTIONS
    }

    /** A stretch of the log and its head in the same snapshot. */
    record Slice(List<Entry> entries, long head) {}

    /** Messages as they stand at {@code head}, in the same snapshot. */
    record Current(List<CurrentMessage> messages, long head) {}

    /** Versions of a message, and the number of its newest. */
    record Versions(List<Entry> entries, long newest) {}

    /**
     * Who looks.
     *
     * @param reactorsNamed how many of those who reacted with an emoji to name
     */
    record Viewer(UserId user, int reactorsNamed) {}

    /**
     * A place in a timeline.
     *
     * @param thread the root of the thread whose replies make the timeline; null for the main one
     */
    record Place(@Nullable Long thread, Around around) {}

    /** Where in a timeline. */
    sealed interface Around {
        /** The newest. */
        record Latest() implements Around {}

        /** Those before {@code seq}. */
        record Before(long seq) implements Around {}

        /** Those after {@code seq}. */
        record After(long seq) implements Around {}

        /** Half before, {@code seq} itself, half after. */
        record Near(long seq) implements Around {}

        /** The newest of those that are pinned, below a number. */
        record Pinned(long below) implements Around {}
    }
}
