package chat.parley.core.export;

import chat.parley.core.conversation.Kind;
import chat.parley.core.conversation.MemberRole;
import chat.parley.core.id.ConversationId;
import chat.parley.core.id.UserId;
import chat.parley.core.notice.NoticeChoice;
import chat.parley.wire.Entry;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What the store has of one user. Each call is one statement and a page by key, so no snapshot outlives a page: what comes meanwhile may be
 * there or not, and nothing is there twice. Threads: blocks; call it on a virtual thread. Failure: {@link java.io.UncheckedIOException}
 * where the store cannot be reached.
 */
public interface OwnData {
    /** Where the user is or was a member, by conversation. */
    List<Membership> memberships(UserId user, @Nullable ConversationId after, int limit);

    /** The user's messages and edits there that retention has left, by the id that they were sent under. */
    List<Entry> said(UserId user, ConversationId conversation, @Nullable UUID after, int limit);

    /** What the user saved, by conversation and number, whether they may see it now or not. */
    List<Saved> saved(UserId user, @Nullable Saved after, int limit);

    /** What the user began to write, by conversation and thread. */
    List<Begun> begun(UserId user, @Nullable Begun after, int limit);

    /**
     * A membership, or one that was.
     *
     * @param title empty for a direct conversation
     * @param joined the latest entry that made the user join
     * @param left the entry that removed the user; null for a member
     * @param notices what the user chose to be notified of there
     */
    record Membership(
            ConversationId conversation,
            Kind kind,
            Optional<String> title,
            MemberRole role,
            long joined,
            @Nullable Long left,
            NoticeChoice notices) {}

    /** Where a message is that the user saved, and when they did. */
    record Saved(ConversationId conversation, long seq, Instant at) {}

    /**
     * A draft.
     *
     * @param thread the root of its thread; null for one of the conversation itself
     */
    record Begun(ConversationId conversation, @Nullable Long thread, String text) {}
}
