package chat.parley.core.scheduled;

import chat.parley.core.account.Caller;
import chat.parley.core.conversation.Conversations;
import chat.parley.core.conversation.Verdict;
import chat.parley.core.conversation.WhoMay;
import chat.parley.core.id.ConversationId;
import chat.parley.core.limit.RateLimiter;
import chat.parley.core.message.PostMessage;
import chat.parley.core.message.Posted;
import chat.parley.core.reply.Reply;
import chat.parley.core.scheduled.ScheduledMessages.Fate;
import chat.parley.core.scheduled.ScheduledMessages.Made;
import chat.parley.core.scheduled.ScheduledMessages.Place;
import chat.parley.core.scheduled.ScheduledMessages.Revision;
import chat.parley.wire.ClientFrame.Draft;
import chat.parley.wire.Entry;
import chat.parley.wire.ErrorCode;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Has the caller's messages sent later. Blocks; call it on a virtual thread. */
public final class ScheduleMessages {
    private static final int LONGEST_PAGE = 100;

    private final ScheduledMessages messages;
    private final ScheduledMessages.Sending sending;
    private final Conversations conversations;
    private final RateLimiter limiter;
    private final InstantSource clock;
    private final ScheduledConfig config;

    public ScheduleMessages(
            ScheduledMessages messages,
            ScheduledMessages.Sending sending,
            Conversations conversations,
            RateLimiter limiter,
            InstantSource clock,
            ScheduledConfig config) {
        this.messages = messages;
        this.sending = sending;
        this.conversations = conversations;
        this.limiter = limiter;
        this.clock = clock;
        this.config = config;
    }

    /** A piece of the list; {@code more} tells whether there are further ones. */
    public record Page(List<Scheduled> messages, boolean more) {}

    /**
     * Answers {@link Made.New}, {@link Made.There} or {@link Made.Sent}. Who may write there is judged now and again when it is
     * sent; what it answers, only then.
     */
    public Reply<Made> make(Caller caller, ConversationId conversation, Draft draft, Instant due) {
        Optional<Reply<Made>> wait = tooOften(caller);
        if (wait.isPresent()) {
            return wait.get();
        }
        Optional<Posted.Refused> bad = PostMessage.refusal(draft);
        if (bad.isPresent()) {
            return refused(bad.get());
        }
        if (draft.prev() != null) {
            return Reply.refused(ErrorCode.BAD_REQUEST, "prev is for what is sent now");
        }
        // Who was answered once is answered so again, also when its time has come.
        Optional<Made> known = messages.known(caller.user(), conversation, UUID.fromString(draft.id()));
        if (known.isPresent()) {
            return answer(known.get());
        }
        if (WhoMay.post(caller, conversations.access(conversation, caller.user())) instanceof Verdict.Refused refused) {
            return refused.reply();
        }
        Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        return refusal(due, now)
                .map(ScheduleMessages::<Made>badRequest)
                .orElseGet(() -> answer(messages.make(
                        caller.user(), new Scheduled(conversation, message(draft), toMillis(due), now, null))));
    }

    /** Whose they are alone sees them, wherever they are to be sent. */
    public Page mine(Caller caller, @Nullable Place after, int limit) {
        int size = Math.min(limit, LONGEST_PAGE);
        List<Scheduled> found = messages.of(caller.user(), after, size + 1);
        boolean more = found.size() > size;
        return new Page(more ? List.copyOf(found.subList(0, size)) : found, more);
    }

    public Reply<Scheduled> change(Caller caller, UUID id, Revision revision) {
        Optional<Reply<Scheduled>> wait = tooOften(caller);
        if (wait.isPresent()) {
            return wait.get();
        }
        Optional<Posted.Refused> bad = PostMessage.refusal(asIf(id, revision));
        if (bad.isPresent()) {
            return refused(bad.get());
        }
        Instant due = revision.due();
        Optional<String> never = due == null ? Optional.empty() : refusal(due, clock.instant());
        if (never.isPresent()) {
            return badRequest(never.get());
        }
        Revision exact = new Revision(revision.text(), revision.mentions(), due == null ? null : toMillis(due));
        return messages.change(caller.user(), id, exact).map(Reply::given).orElseGet(ScheduleMessages::notThere);
    }

    /** Answers with true; a refusal tells that it was sent or cancelled before. */
    public Reply<Boolean> cancel(Caller caller, UUID id) {
        Optional<Reply<Boolean>> wait = tooOften(caller);
        return wait.orElseGet(() -> messages.cancel(caller.user(), id) ? Reply.given(true) : notThere());
    }

    /** What is refused now stays as it was. */
    public Reply<Fate.Sent> now(Caller caller, UUID id) {
        Optional<Reply<Fate.Sent>> wait = tooOften(caller);
        if (wait.isPresent()) {
            return wait.get();
        }
        Optional<Fate> fate = messages.now(caller.user(), id, sending);
        if (fate.isEmpty()) {
            return notThere();
        }
        return switch (fate.get()) {
            case Fate.Sent sent -> Reply.given(sent);
            case Fate.Failed(ErrorCode code, String detail) -> Reply.refused(code, detail);
            case Fate.Later(ErrorCode code, String detail, Duration after) ->
                new Reply.Refused<>(code, detail, Optional.of(after));
        };
    }

    private <T> Optional<Reply<T>> tooOften(Caller caller) {
        long wait = limiter.take(RateLimiter.Limit.OWN, caller.user().toString());
        return wait > 0 ? Optional.of(Reply.rateLimited("too many changes of one's own", wait)) : Optional.empty();
    }

    private Optional<String> refusal(Instant due, Instant now) {
        if (due.isBefore(now.plus(config.leastAhead()))) {
            return Optional.of("sendAt must be at least " + config.leastAhead().toMillis() + " ms ahead");
        }
        return due.isAfter(now.plus(config.mostAhead()))
                ? Optional.of("sendAt must be at most " + config.mostAhead().toMillis() + " ms ahead")
                : Optional.empty();
    }

    private static Reply<Made> answer(Made made) {
        return switch (made) {
            case Made.New _, Made.There _, Made.Sent _ -> Reply.given(made);
            case Made.Elsewhere() ->
                Reply.refused(ErrorCode.CONFLICT, "a message to be sent later in another conversation has this id");
            case Made.Full() ->
                Reply.refused(ErrorCode.CONFLICT, "too many messages wait to be sent later; cancel some first");
            case Made.NoSuchAttachment() ->
                Reply.refused(ErrorCode.NOT_FOUND, "no such upload of yours that is still to be sent");
            case Made.NoAccount() -> Reply.refused(ErrorCode.UNAUTHENTICATED, "the account was deleted");
        };
    }

    private static Entry.Message message(Draft draft) {
        return new Entry.Message(
                UUID.fromString(draft.id()).toString(),
                draft.text(),
                draft.replyTo(),
                draft.thread(),
                null,
                draft.broadcast(),
                draft.mentions().stream().distinct().toList(),
                List.of(),
                draft.attachments().stream().distinct().toList(),
                List.of(),
                false);
    }

    /** What stays as it is was checked before. */
    private static Draft asIf(UUID id, Revision revision) {
        return new Draft(
                id.toString(),
                Objects.requireNonNullElse(revision.text(), "as before"),
                null,
                null,
                false,
                Objects.requireNonNullElse(revision.mentions(), List.of()),
                List.of(),
                null);
    }

    /** As the store has it. */
    private static Instant toMillis(Instant due) {
        return due.truncatedTo(ChronoUnit.MILLIS);
    }

    private static <T> Reply<T> refused(Posted.Refused refused) {
        return Reply.refused(refused.code(), refused.detail());
    }

    private static <T> Reply<T> badRequest(String detail) {
        return Reply.refused(ErrorCode.BAD_REQUEST, detail);
    }

    private static <T> Reply<T> notThere() {
        return Reply.refused(ErrorCode.NOT_FOUND, "no such message to be sent later: it was sent or cancelled");
    }
}
