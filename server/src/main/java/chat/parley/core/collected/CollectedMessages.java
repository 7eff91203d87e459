package chat.parley.core.collected;

import chat.parley.core.id.ConversationId;
import chat.parley.core.id.UserId;
import chat.parley.core.message.MessageLog.Viewer;
import chat.parley.wire.CurrentMessage;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Messages of all of a user's conversations in one list, as they stand. Nothing is in it of a conversation of which the user
 * is no member now, nor from below their {@code first}.
 *
 * <p>Order: the newest first; a {@code before} that is no place of a list starts at its beginning. Atomicity: a page is read in
 * one snapshot, its rights included. Delivery: what was saved or is no longer is announced on the bus once it is stored, and
 * shown by the tail of the log. Threads: blocks; call it on a virtual thread. Failure: {@link java.io.UncheckedIOException} where
 * the store cannot be reached.
 */
public interface CollectedMessages {
    /** Those that mention the viewer or everybody, but none of their own, nor across a block; by when they were sent. */
    List<Mention> mentions(Viewer viewer, @Nullable String before, int limit);

    /** Those that the viewer saved, by when they did. */
    List<Saved> saved(Viewer viewer, @Nullable String before, int limit);

    /** Where those are that the user saved, in no order. */
    List<Place> places(UserId user);

    /** Saves a message for the user, where they see one there; the same again changes nothing. */
    Outcome save(UserId user, Place message);

    /** Needs no right: who may not see a message any more may forget it. */
    void forget(UserId user, Place message);

    /** A message. */
    record Place(ConversationId conversation, long seq) {}

    /**
     * A message that mentions the viewer.
     *
     * @param unread whether it is beyond their read marker
     * @param place what {@code before} takes
     */
    record Mention(CurrentMessage message, boolean unread, String place) {}

    /** A message that the viewer saved; {@code place} is what {@code before} takes. */
    record Saved(CurrentMessage message, Instant at, String place) {}

    /** What became of saving a message. */
    enum Outcome {
        /** It is saved, now or before. */
        SAVED,
        NO_SUCH_MESSAGE,
        RECALLED,
        /** As many are saved as may be. */
        FULL
    }
}
