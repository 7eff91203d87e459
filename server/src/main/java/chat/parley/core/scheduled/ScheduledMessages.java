package chat.parley.core.scheduled;

import chat.parley.core.account.Role;
import chat.parley.core.id.ConversationId;
import chat.parley.core.id.UserId;
import chat.parley.wire.ErrorCode;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Messages that wait to be sent, by their sender and the id that they are sent under.
 *
 * <p>Order: by when they are due. Atomicity: each call is one transaction. While a {@link Sending} is asked, its messages are
 * locked, so that nobody changes or cancels what is about to be in the log; and they are forgotten after it has answered, so
 * that a server that dies in between sends them again, under ids that the log has already. Of several servers that ask for what is
 * due one gets it. Delivery: what changed is announced on the bus once it is stored, and shown by the tail of the log. Threads:
 * blocks; call it on a virtual thread. Failure: {@link java.io.UncheckedIOException} where the store cannot be reached.
 */
public interface ScheduledMessages {
    /** Keeps it and the uploads that it names, unless there is one under its id, here or in the log. */
    Made make(UserId user, Scheduled message);

    /** What is under that id: {@link Made.There}, {@link Made.Elsewhere} or {@link Made.Sent}; empty where nothing is. */
    Optional<Made> known(UserId user, ConversationId conversation, UUID id);

    /** A user's, the ones that are due first in front, wherever they are to be sent and whether or not they can be. */
    List<Scheduled> of(UserId user, @Nullable Place after, int limit);

    /** With another time it waits anew, also where it was refused before. Empty where there is none. */
    Optional<Scheduled> change(UserId user, UUID id, Revision revision);

    /** Forgets it and the uploads that it names; false where there is none. */
    boolean cancel(UserId user, UUID id);

    /** Has one sent whether or not it is due. Empty where there is none; what is not sent stays as it was. */
    Optional<Fate> now(UserId user, UUID id, Sending sending);

    /** Has those sent that are due, at most {@code limit}. */
    List<Settled> due(Instant now, int limit, Sending sending);

    /** A place in a user's list. */
    record Place(Instant due, UUID id) {}

    /** Whatever is null stays as it is. */
    record Revision(
            @Nullable String text,
            @Nullable List<String> mentions,
            @Nullable Instant due) {}

    /** What became of making one. */
    sealed interface Made {
        record New(Scheduled message) implements Made {}

        /** It was made before, and may have been changed since. */
        record There(Scheduled message) implements Made {}

        /** It is in the log. */
        record Sent(long seq) implements Made {}

        /** The id is that of one in another conversation. */
        record Elsewhere() implements Made {}

        /** As many wait as may. */
        record Full() implements Made {}

        /** One of its attachments is no upload of the user's that is still to be sent, or is another one's already. */
        record NoSuchAttachment() implements Made {}

        /** The account was deleted. */
        record NoAccount() implements Made {}
    }

    /** One to be sent, and by whom: with the role that they have now. */
    record Due(UserId sender, Role role, Scheduled message) {}

    /** What became of one. */
    sealed interface Fate {
        /** It is in the log, now or before. */
        record Sent(long seq, Instant at) implements Fate {}

        /** It was refused, and would be again. */
        record Failed(ErrorCode code, String detail) implements Fate {}

        /** Not now; whether it is in the log is not known. */
        record Later(ErrorCode code, String detail, Duration after) implements Fate {}
    }

    /** One that was due, and what became of it. */
    record Settled(Due due, Fate fate) {}

    /** Sends messages: a fate for each, in their order. */
    interface Sending {
        List<Fate> send(List<Due> messages);
    }
}
