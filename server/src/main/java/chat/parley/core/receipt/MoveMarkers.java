package chat.parley.core.receipt;

import chat.parley.core.account.Caller;
import chat.parley.core.conversation.Access;
import chat.parley.core.conversation.Conversations;
import chat.parley.core.conversation.Verdict;
import chat.parley.core.conversation.WhoMay;
import chat.parley.core.id.ConversationId;
import chat.parley.core.reply.Reply;
import chat.parley.wire.ErrorCode;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Moves the caller's own markers. */
public final class MoveMarkers {
    /** How long a caller who wants to know waits for the marker to be stored. */
    static final Duration PATIENCE = Duration.ofSeconds(10);

    private static final Duration RETRY = Duration.ofSeconds(1);

    private final Markers markers;
    private final Conversations conversations;

    public MoveMarkers(Markers markers, Conversations conversations) {
        this.markers = markers;
        this.conversations = conversations;
    }

    /** Never blocks and says nothing: the store itself passes over conversations that the caller is no member of. */
    public void delivered(Caller caller, Map<String, Long> marks) {
        marks.forEach((conversation, seq) ->
                ConversationId.parse(conversation).ifPresent(id -> markers.delivered(id, caller.user(), seq)));
    }

    /** As {@link #delivered}. */
    public void read(Caller caller, String conversation, long seq) {
        ConversationId.parse(conversation).ifPresent(id -> markers.read(id, caller.user(), seq));
    }

    /** As {@link #delivered}, in a thread that the caller follows. */
    public void readThread(Caller caller, String conversation, long thread, long seq) {
        ConversationId.parse(conversation)
                .ifPresent(id -> markers.readThread(id, caller.user(), thread, seq, stored -> {}));
    }

    /** What a caller asks for who waits for the answer: at least one of the two; in a thread only {@code seq}. */
    public record Wish(OptionalLong seq, OptionalLong unreadFrom, OptionalLong thread) {}

    /** Checks the right, moves, and answers with true when it is stored. Blocks; call it on a virtual thread. */
    public Reply<Boolean> move(Caller caller, ConversationId id, Wish wish) {
        Optional<Access> access = conversations.access(id, caller.user());
        if (WhoMay.read(caller, access) instanceof Verdict.Refused refused) {
            return refused.reply();
        }
        if (wish.seq().isEmpty() && wish.unreadFrom().isEmpty()) {
            return Reply.refused(ErrorCode.BAD_REQUEST, "seq or unreadFrom is missing");
        }
        if (wish.thread().isPresent() && wish.unreadFrom().isPresent()) {
            return Reply.refused(ErrorCode.BAD_REQUEST, "unreadFrom is for the whole conversation, not for a thread");
        }
        CompletableFuture<Boolean> stored = new CompletableFuture<>();
        if (wish.thread().isPresent()) {
            long thread = wish.thread().getAsLong();
            markers.readThread(id, caller.user(), thread, wish.seq().getAsLong(), stored::complete);
        } else {
            markers.read(id, caller.user(), wish.seq().orElse(0), wish.unreadFrom(), stored::complete);
        }
        return await(stored) ? Reply.given(true) : Reply.unavailable("the marker cannot be stored now", RETRY);
    }

    private static boolean await(CompletableFuture<Boolean> stored) {
        try {
            return stored.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException | ExecutionException late) {
            return false;
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
