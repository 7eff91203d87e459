package chat.parley.core.message;

import chat.parley.core.account.Caller;
import chat.parley.core.conversation.Conversations;
import chat.parley.core.conversation.Verdict;
import chat.parley.core.conversation.WhoMay;
import chat.parley.core.id.ConversationId;
import chat.parley.core.limit.RateLimiter;
import chat.parley.wire.ClientFrame.Draft;
import chat.parley.wire.ErrorCode;
import chat.parley.wire.WireLimits;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Stop 4 of a message's way: checks what its sender can get wrong, then hands it to the log, which checks membership where
 * it cannot change any more.
 *
 * <p>{@link #post} never blocks and calls {@code done} exactly once: on the caller's thread where the message is refused
 * before the log, on the log's where the log answers, on another where a refusal by the log has to be put in words first.
 * Posts of one thread to one conversation keep their order.
 */
public final class PostMessage {
    private static final long STORE_RETRY_MS = 1_000;

    private final MessageLog log;
    private final Conversations conversations;
    private final RateLimiter limiter;
    private final MessageConfig config;
    private final Executor blocking;

    /** @param blocking runs what reads the store, so that neither the caller nor the log has to wait: virtual threads */
    public PostMessage(
            MessageLog log, Conversations conversations, RateLimiter limiter, MessageConfig config, Executor blocking) {
        this.log = log;
        this.conversations = conversations;
        this.limiter = limiter;
        this.config = config;
        this.blocking = blocking;
    }

    /** Why this draft can be posted nowhere, as far as it tells by itself; empty where the log will judge it. */
    public static Optional<Posted.Refused> refusal(Draft draft) {
        return Drafts.refusal(draft);
    }

    /** A draft, who sends it where, and who is told what became of it. */
    public record Sent(Caller caller, String conversation, Draft draft, Consumer<Posted> done) {}

    public void post(Caller caller, String conversation, Draft draft, Consumer<Posted> done) {
        post(List.of(new Sent(caller, conversation, draft, done)));
    }

    /** These reach the log together. */
    public void post(List<Sent> together) {
        List<MessageLog.Appending> good = new ArrayList<>(together.size());
        for (Sent sent : together) {
            Optional<ConversationId> id = ConversationId.parse(sent.conversation());
            Optional<Posted.Refused> bad = refusal(sent, id);
            if (bad.isPresent()) {
                sent.done().accept(bad.get());
            } else {
                good.add(appending(sent, id.orElseThrow()));
            }
        }
        log.append(good);
    }

    private Optional<Posted.Refused> refusal(Sent sent, Optional<ConversationId> id) {
        if (id.isEmpty()) {
            return Optional.of(refused(WhoMay.NO_SUCH_CONVERSATION));
        }
        Optional<Posted.Refused> bad = Drafts.refusal(sent.draft());
        if (bad.isPresent()) {
            return bad;
        }
        long wait = limiter.take(RateLimiter.Limit.SENDS, sent.caller().user().toString());
        return wait > 0
                ? Optional.of(new Posted.Refused(ErrorCode.RATE_LIMITED, "too many messages", wait))
                : Optional.empty();
    }

    private MessageLog.Appending appending(Sent sent, ConversationId id) {
        return new MessageLog.Appending(
                post(sent.caller(), id, sent.draft()), outcome -> tell(sent.caller(), id, outcome, sent.done()));
    }

    private Post post(Caller caller, ConversationId conversation, Draft draft) {
        UUID prev = draft.prev() == null ? null : UUID.fromString(draft.prev());
        return new Post(conversation, caller.user(), UUID.fromString(draft.id()), draft.text(), prev, context(draft));
    }

    private Post.@Nullable Context context(Draft draft) {
        if (draft.replyTo() == null
                && draft.thread() == null
                && draft.mentions().isEmpty()
                && draft.attachments().isEmpty()) {
            return null;
        }
        boolean many = draft.mentions().stream().anyMatch(Drafts::many);
        return new Post.Context(
                draft.replyTo(),
                draft.thread(),
                draft.broadcast(),
                draft.mentions().stream().distinct().toList(),
                Drafts.attachments(draft),
                many ? config.everybody() : null);
    }

    private void tell(Caller caller, ConversationId id, MessageLog.Outcome outcome, Consumer<Posted> done) {
        switch (outcome) {
            case MessageLog.Outcome.Stored(long seq, Instant at, boolean duplicate) ->
                done.accept(new Posted.Acked(seq, at, duplicate));
            case MessageLog.Outcome.Unavailable(Duration retryAfter) ->
                done.accept(
                        new Posted.Refused(ErrorCode.UNAVAILABLE, "the log cannot take it now", retryAfter.toMillis()));
            case MessageLog.Outcome.Refused(MessageLog.Reason reason) -> tell(caller, id, reason, done);
        }
    }

    private void tell(Caller caller, ConversationId id, MessageLog.Reason reason, Consumer<Posted> done) {
        switch (reason) {
            case NO_SUCH_CONVERSATION -> done.accept(refused(WhoMay.NO_SUCH_CONVERSATION));
            case BLOCKED -> done.accept(refused(WhoMay.BLOCKED));
            case PREVIOUS_MISSING -> done.accept(refused(ErrorCode.CONFLICT, "prev is not in the log"));
            case NO_SUCH_TARGET ->
                done.accept(refused(ErrorCode.NOT_FOUND, "no such message to reply to (replyTo, thread)"));
            case TARGET_RECALLED -> done.accept(refused(ErrorCode.CONFLICT, "the message to reply to was recalled"));
            case NOT_A_ROOT -> done.accept(refused(ErrorCode.CONFLICT, "a reply in a thread is no root of another"));
            case NO_SUCH_ATTACHMENT -> done.accept(refused(ErrorCode.NOT_FOUND, Drafts.NO_SUCH_ATTACHMENT));
            case NOT_EVERYBODY ->
                done.accept(refused(
                        ErrorCode.FORBIDDEN,
                        "only owners and moderators mention more than " + config.everybody() + " members at once"));
            case TOO_MANY_MENTIONS ->
                done.accept(refused(
                        ErrorCode.CONFLICT,
                        "its user groups have too many members here: a message mentions at most " + WireLimits.MENTIONS
                                + ", or all"));
            // Which words a non-member gets depends on the kind of conversation, which only the store knows.
            case NOT_A_MEMBER -> blocking.execute(() -> done.accept(notAMember(caller, id)));
        }
    }

    private Posted notAMember(Caller caller, ConversationId id) {
        try {
            return switch (WhoMay.post(caller, conversations.access(id, caller.user()))) {
                case Verdict.Refused refusal -> refused(refusal);
                // Became a member since the log looked.
                case Verdict.Allowed() ->
                    new Posted.Refused(ErrorCode.UNAVAILABLE, "membership is changing", STORE_RETRY_MS);
            };
        } catch (UncheckedIOException unreachable) {
            return new Posted.Refused(ErrorCode.UNAVAILABLE, "the store cannot be reached now", STORE_RETRY_MS);
        }
    }

    private static Posted.Refused refused(Verdict.Refused refusal) {
        return refused(refusal.code(), refusal.detail());
    }

    private static Posted.Refused refused(ErrorCode code, String detail) {
        return new Posted.Refused(code, detail, null);
    }
}
