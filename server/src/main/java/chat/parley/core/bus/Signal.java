package chat.parley.core.bus;

import chat.parley.core.id.ConversationId;
import chat.parley.core.id.SessionId;
import chat.parley.core.id.UserId;
import chat.parley.wire.Entry;
import chat.parley.wire.Profile;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Something that happened; whoever serves somebody concerned passes it on. All of it is stored already, but for what is
 * gone with the moment ({@link Typing}, {@link PresenceChanged}).
 */
public sealed interface Signal {

    /** Entries that were committed, in {@code seq} order within each conversation. Never empty. */
    record Appended(List<Committed> entries) implements Signal {}

    /** One committed entry. */
    record Committed(ConversationId conversation, Entry entry) {}

    /** Members' markers that moved and are stored. Never empty. */
    record MarksMoved(List<Marks> marks) implements Signal {}

    /**
     * A member's markers as stored.
     *
     * @param shared whether the other members may see them (live receipts, and the member does not hide theirs)
     */
    record Marks(
            ConversationId conversation,
            UserId user,
            long delivered,
            long read,
            long readMessages,
            long mentions,
            boolean shared) {}

    /**
     * A user's own state in a conversation changed: by other means than an entry or a marker ("mark unread"), or by a new role, which
     * is an entry too; or how they follow one of its threads.
     *
     * @param thread the thread's root; null where it is the conversation's state
     * @param xid the transaction that changed it
     */
    record OwnStateChanged(
            ConversationId conversation,
            UserId user,
            @Nullable Long thread,
            long xid) implements Signal {}

    /**
     * Something of a user's own that is no conversation's state changed.
     *
     * @param xid the transaction that changed it
     */
    record OwnThingChanged(UserId user, OwnThing thing, long xid) implements Signal {}

    /** Sign-in sessions that were revoked. Never empty. */
    record SessionsEnded(List<SessionId> sessions) implements Signal {}

    /** A user's profile changed. */
    record ProfileChanged(UserId user, Profile profile) implements Signal {}

    /** {@code user} blocks {@code other} from now on, or does no longer ({@code blocked} false). */
    record BlockChanged(UserId user, UserId other, boolean blocked) implements Signal {}

    /** These users are shown in another way from now on. Never empty. */
    record PresenceChanged(List<Presence> users) implements Signal {}

    /** @param lastSeen when the user was last connected; null for somebody who is */
    record Presence(
            UserId user,
            Availability availability,
            @Nullable Instant lastSeen) {}

    /** A member is typing. */
    record Typing(ConversationId conversation, UserId user) implements Signal {}
}
