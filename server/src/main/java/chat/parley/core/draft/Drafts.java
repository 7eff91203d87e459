package chat.parley.core.draft;

import chat.parley.core.id.ConversationId;
import chat.parley.core.id.UserId;
import java.util.List;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * The drafts of users, one for each conversation and each of its threads. Order: a draft has a revision, another one with each
 * change; a change that knows an older one is refused, so that no device overwrites what it has not seen. Atomicity: each call
 * is one transaction. Delivery: what changed is announced on the bus once it is stored, and shown by the tail of the log. Threads:
 * blocks; call it on a virtual thread. Failure: {@link java.io.UncheckedIOException} where the store cannot be reached.
 */
public interface Drafts {
    /** All of a user's, of conversations that they are a member of now. */
    List<Draft> of(UserId user);

    /** Keeps a text, or none where it is empty. The same text as is kept changes nothing. */
    Outcome keep(UserId user, Place place, String text, long known);

    /** @param thread the root of the thread; null for the conversation itself */
    record Place(ConversationId conversation, @Nullable Long thread) {}

    record Draft(Place place, String text, long revision) {}

    /** What became of keeping a draft. */
    sealed interface Outcome {
        /** It is kept so; {@code revision} is empty where nothing is kept now. */
        record Kept(OptionalLong revision) implements Outcome {}

        /** Another device changed it since the revision that was known. */
        record Overtaken() implements Outcome {}

        /** There are too many, or too long ones. */
        record Full() implements Outcome {}

        /** The user is no member there. */
        record NoMember() implements Outcome {}
    }
}
