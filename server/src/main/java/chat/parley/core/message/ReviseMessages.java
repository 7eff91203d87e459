package chat.parley.core.message;

import chat.parley.core.account.Caller;
import chat.parley.core.conversation.Access;
import chat.parley.core.conversation.ConversationLimits;
import chat.parley.core.conversation.Conversations;
import chat.parley.core.conversation.Verdict;
import chat.parley.core.conversation.WhoMay;
import chat.parley.core.id.ConversationId;
import chat.parley.core.limit.RateLimiter;
import chat.parley.core.message.MessageChanges.Outcome;
import chat.parley.core.message.MessageChanges.Reason;
import chat.parley.core.reply.Reply;
import chat.parley.wire.ErrorCode;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;

/**
 * What people do with messages that are there: react, pin, edit, recall. Each under the rights that hold when it is done: the
 * access is read, the rule asked, and the log refuses as stale what was decided on an older access; then all is asked again.
 * Blocks; call it on a virtual thread.
 */
public final class ReviseMessages {
    private static final Duration RETRY = Duration.ofSeconds(1);
    private static final String NO_EMOJI = "a reaction is exactly one emoji";

    private final MessageChanges changes;
    private final Conversations conversations;
    private final RateLimiter limiter;
    private final ConversationLimits limits;
    private final MessageConfig config;
    private final InstantSource clock;

    public ReviseMessages(
            MessageChanges changes,
            Conversations conversations,
            RateLimiter limiter,
            ConversationLimits limits,
            MessageConfig config,
            InstantSource clock) {
        this.changes = changes;
        this.conversations = conversations;
        this.limiter = limiter;
        this.limits = limits;
        this.config = config;
        this.clock = clock;
    }

    /** What a change became: its entry, or empty where it was so already. */
    public record Revised(Optional<Outcome.Appended> entry) {}

    /** Puts a reaction on message {@code target}, or takes the caller's off it. */
    public Reply<Revised> react(Caller caller, ConversationId id, long target, String emoji, boolean added) {
        Optional<String> one =
                Emoji.value(emoji).or(() -> EmojiName.inColons(emoji).map(EmojiName::written));
        return make(
                caller,
                id,
                access -> one.isPresent()
                        ? WhoMay.react(caller, access)
                        : afterReading(caller, access, ErrorCode.BAD_REQUEST, NO_EMOJI),
                access -> new MessageChange.React(id, caller.user(), target, one.orElseThrow(), added, config.emoji()));
    }

    public Reply<Revised> pin(Caller caller, ConversationId id, long target, boolean added) {
        return make(
                caller,
                id,
                access -> WhoMay.pin(caller, access),
                access -> new MessageChange.Pin(id, caller.user(), target, added, config.pins()));
    }

    /** Gives message {@code target} another text. The same {@code editId} again answers the first result, for ever. */
    public Reply<Revised> edit(Caller caller, ConversationId id, long target, String editId, String text) {
        Optional<UUID> name = Drafts.uuid(editId);
        if (name.isEmpty()) {
            return Reply.refused(ErrorCode.BAD_REQUEST, "id must be a UUID");
        }
        Optional<Posted.Refused> bad = Drafts.text(text);
        if (bad.isPresent()) {
            return Reply.refused(bad.get().code(), bad.get().detail());
        }
        Instant since = clock.instant().minus(config.editWindow());
        Reply<Revised> reply = make(
                caller,
                id,
                access -> WhoMay.edit(caller, access),
                access -> new MessageChange.Edit(id, caller.user(), target, name.get(), text, since, config.edits()));
        return lacksRight(reply)
                ? changes.known(id, caller.user(), target, name.get())
                        .map(entry -> Reply.given(new Revised(Optional.of(entry))))
                        .orElse(reply)
                : reply;
    }

    /** An edit that is in the log gets its answer even where its sender may edit nothing there any more. */
    private static boolean lacksRight(Reply<Revised> reply) {
        return reply instanceof Reply.Refused<Revised> refused
                && (refused.code() == ErrorCode.FORBIDDEN || refused.code() == ErrorCode.NOT_FOUND);
    }

    public Reply<Revised> recall(Caller caller, ConversationId id, long target) {
        Instant since = clock.instant().minus(config.recallWindow());
        return make(
                caller,
                id,
                access -> WhoMay.recall(caller, access),
                access -> new MessageChange.Recall(id, caller.user(), target, access.leads(), since));
    }

    private Reply<Revised> make(
            Caller caller,
            ConversationId id,
            Function<Optional<Access>, Verdict> rule,
            Function<Access, MessageChange> change) {
        long wait = limiter.take(RateLimiter.Limit.CHANGES, caller.user().toString());
        if (wait > 0) {
            return Reply.rateLimited("too many changes of messages", wait);
        }
        for (int attempt = 0; attempt < limits.attempts(); attempt++) {
            Optional<Access> access = conversations.access(id, caller.user());
            if (rule.apply(access) instanceof Verdict.Refused refused) {
                return refused.reply();
            }
            Access held = access.orElseThrow();
            Outcome outcome = changes.apply(change.apply(held), held.version());
            if (!(outcome instanceof Outcome.Stale)) {
                return reply(change.apply(held), outcome);
            }
        }
        return Reply.unavailable("too many changes of this conversation at once", RETRY);
    }

    /** Who may not even read learns nothing else. */
    private static Verdict afterReading(Caller caller, Optional<Access> access, ErrorCode code, String detail) {
        Verdict member = WhoMay.read(caller, access);
        return member instanceof Verdict.Refused ? member : new Verdict.Refused(code, detail);
    }

    private Reply<Revised> reply(MessageChange change, Outcome outcome) {
        return switch (outcome) {
            case Outcome.Appended entry -> Reply.given(new Revised(Optional.of(entry)));
            case Outcome.Unchanged() -> Reply.given(new Revised(Optional.empty()));
            case Outcome.Refused(Reason reason) -> refused(change, reason);
            case Outcome.Unavailable(Duration retryAfter) ->
                Reply.unavailable("the store cannot be reached now", retryAfter);
            case Outcome.Stale() -> throw new IllegalStateException("a stale change is tried again");
        };
    }

    private Reply<Revised> refused(MessageChange change, Reason reason) {
        return switch (reason) {
            case NO_SUCH_MESSAGE -> Reply.refused(ErrorCode.NOT_FOUND, "no such message");
            case RECALLED -> Reply.refused(ErrorCode.CONFLICT, "the message was recalled");
            case NOT_YOURS -> Reply.refused(ErrorCode.FORBIDDEN, "that message is somebody else's");
            case EXPIRED -> Reply.refused(ErrorCode.EXPIRED, "the message is too old for that");
            case NO_SUCH_EMOJI -> Reply.refused(ErrorCode.BAD_REQUEST, NO_EMOJI);
            case TOO_MANY -> Reply.refused(ErrorCode.CONFLICT, tooMany(change));
            case ID_TAKEN -> Reply.refused(ErrorCode.CONFLICT, "you have something else there under this id");
        };
    }

    private String tooMany(MessageChange change) {
        return switch (change) {
            case MessageChange.React react ->
                "the message has " + react.most() + " different emoji, the most there may be";
            case MessageChange.Pin pin -> pin.most() + " messages are pinned, the most there may be";
            case MessageChange.Edit edit -> "the message was edited " + edit.most() + " times, the most it may be";
            case MessageChange.Recall recall -> throw new IllegalStateException("nothing bounds recalls");
        };
    }
}
