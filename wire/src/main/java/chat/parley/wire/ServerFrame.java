package chat.parley.wire;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A frame from the server to a client (protocol section 2); one record an {@code op}. */
public sealed interface ServerFrame {

    /**
     * The answer to {@code hello}.
     *
     * @param session the id of the sign-in this connection belongs to
     * @param user the caller's user id; the profile is among {@code users}
     * @param heartbeat seconds between the server's pings
     * @param cursor where to resume from
     * @param reset whether the client drops what neither this nor the list of conversations names
     * @param gone ids of conversations to delete locally
     * @param threads the caller's threads whose following or marker moved since the cursor; none in a reset
     * @param own what else of the caller's own moved since the cursor, as in {@link Own}; none in a reset, after which all is asked
     */
    record Welcome(
            String session,
            String user,
            int heartbeat,
            String cursor,
            boolean reset,
            List<String> features,
            List<ConversationState> conversations,
            List<String> gone,
            List<Profile> users,
            List<ThreadState> threads,
            List<String> own)
            implements ServerFrame {}

    /** A newer place to resume from; covers only what was put on this connection before it. */
    record Cursor(String cursor) implements ServerFrame {}

    /** The message is committed. {@code duplicate} where it was there already. */
    record Ack(Rid rid, String conversation, String id, long seq, Instant at, boolean duplicate)
            implements ServerFrame {}

    /** A refusal; the op is {@code error}. {@code rid} repeats the request's, where it had one. */
    record Refusal(
            @Nullable Rid rid,
            ErrorCode code,
            String detail,
            @Nullable Long retryAfterMs) implements ServerFrame {}

    /** One log entry. */
    record Appended(Entry entry) implements ServerFrame {}

    /** Entries up to {@code seq} exist that were not sent in full. */
    record Head(String conversation, long seq, long messages, boolean mention) implements ServerFrame {}

    /** A member's markers moved. {@code readMessages} and {@code mentions} only on one's own. */
    record Receipt(
            String conversation,
            String user,
            long delivered,
            long read,
            @Nullable Long readMessages,
            @Nullable Long mentions)
            implements ServerFrame {}

    /** A thread that the caller follows, or does no longer, is read further or followed from now on. Flat in JSON. */
    record ThreadMoved(ThreadState state) implements ServerFrame {}

    /** Somebody is typing; lapses after 6 s. */
    record Typing(String conversation, String user) implements ServerFrame {}

    /** A watched user's presence: {@code online}, {@code away}, {@code dnd} or {@code offline}. */
    record Presence(String user, String status, @Nullable Instant lastSeen) implements ServerFrame {}

    /** A conversation's state for this user: new, or changed. Flat in JSON. */
    record Conversation(ConversationState state) implements ServerFrame {}

    /** The caller is no longer a member: delete the conversation locally. The op is {@code conversation}. */
    record Gone(String conversation) implements ServerFrame {}

    /** A profile this client was given has changed. Flat in JSON. */
    record User(Profile profile) implements ServerFrame {}

    /**
     * Something of the caller's own that is no conversation's state changed, on whichever device: ask for it again.
     *
     * @param moved what: {@code notifications}, {@code saved}, {@code drafts}, {@code scheduled}; later versions name more
     */
    record Own(List<String> moved) implements ServerFrame {}

    /** The connection ends: {@code draining}, {@code revoked}, {@code slow}, {@code superseded} or {@code idle}. */
    record Bye(String reason, @Nullable Long retryAfterMs) implements ServerFrame {}

    /** The answer to {@code ping}. */
    record Pong(Rid rid) implements ServerFrame {}
}
