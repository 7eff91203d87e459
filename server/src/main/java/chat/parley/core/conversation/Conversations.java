package chat.parley.core.conversation;

import chat.parley.core.id.ConversationId;
import chat.parley.core.id.UserId;
import chat.parley.wire.ConversationState;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The read side of conversations. Each call reads one snapshot. Rights are not checked here but in {@link WhoMay}. Threads:
 * blocks; call it on a virtual thread. Failure: {@link java.io.UncheckedIOException} where the store cannot be reached.
 */
public interface Conversations {
    /** What the rules need to know, or empty where there is no such conversation. */
    Optional<Access> access(ConversationId conversation, UserId user);

    /** The states of these conversations as {@code user} sees them, in no order; unknown ones are left out. */
    List<ConversationState> states(UserId user, Collection<ConversationId> conversations);

    /**
     * The user's conversations, newest activity first, from the one after {@code before}. A {@code before} that is no place
     * of this list starts at its beginning. A page may hold fewer than {@code limit}: only {@code next} says the end.
     */
    StatePage ofMember(UserId user, @Nullable String before, int limit);

    /**
     * Channels whose title holds {@code query} (all where blank), by title, from the one after {@code before}; only the
     * user's own where {@code joinedOnly}.
     */
    StatePage channels(UserId user, boolean joinedOnly, String query, @Nullable String before, int limit);

    /** The members, by user id, from the one after {@code after}. */
    List<Member> members(ConversationId conversation, @Nullable UserId after, int limit);

    /** The direct conversation of these two, or empty where there is none. */
    Optional<ConversationId> direct(UserId one, UserId other);

    /** The conversation that {@code creator} made under this name, or empty where there is none. */
    Optional<ConversationId> created(UserId creator, UUID clientId);

    /** A page of states and the opaque place to go on from; null at the end. */
    record StatePage(
            List<ConversationState> states, @Nullable String next) {}

    /** One member. */
    record Member(UserId user, MemberRole role, long joined) {}
}
