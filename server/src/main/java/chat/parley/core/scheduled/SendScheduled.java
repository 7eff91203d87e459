package chat.parley.core.scheduled;

import chat.parley.core.account.Caller;
import chat.parley.core.id.ConversationId;
import chat.parley.core.id.SessionId;
import chat.parley.core.id.UserId;
import chat.parley.core.message.PostMessage;
import chat.parley.core.message.Posted;
import chat.parley.core.scheduled.ScheduledMessages.Due;
import chat.parley.core.scheduled.ScheduledMessages.Fate;
import chat.parley.wire.ErrorCode;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Sends what is due as its sender would: the same checks, rates and numbers, at the moment of sending. What somebody has
 * due in one conversation goes out in its order, each naming the one before as its {@code prev}. Blocks; call it on a virtual
 * thread.
 */
public final class SendScheduled implements ScheduledMessages.Sending {
    private static final Duration RETRY = Duration.ofSeconds(1);

    /** Nobody signed in to send these; no session has this id. */
    private static final SessionId NONE = new SessionId(0);

    private static final Posted LATE =
            new Posted.Refused(ErrorCode.UNAVAILABLE, "the log does not answer", RETRY.toMillis());

    private final ScheduledMessages messages;
    private final PostMessage posting;
    private final InstantSource clock;
    private final ScheduledConfig config;

    public SendScheduled(ScheduledMessages messages, PostMessage posting, InstantSource clock, ScheduledConfig config) {
        this.messages = messages;
        this.posting = posting;
        this.clock = clock;
        this.config = config;
    }

    /** What was done, once it is stored. */
    public interface Watch {
        /** One was sent so long after it was due. */
        void sent(Duration late);

        void failed(ErrorCode code);
    }

    /** Sends some of what is due; false where there is nothing more for now. */
    public boolean pass(Watch watch) {
        List<ScheduledMessages.Settled> settled = messages.due(clock.instant(), config.batch(), this);
        for (ScheduledMessages.Settled one : settled) {
            switch (one.fate()) {
                case Fate.Sent sent ->
                    watch.sent(Duration.between(one.due().message().due(), sent.at()));
                case Fate.Failed failed -> watch.failed(failed.code());
                case Fate.Later _ -> {}
            }
        }
        return settled.size() == config.batch();
    }

    @Override
    public List<Fate> send(List<Due> due) {
        Map<Line, Integer> last = new HashMap<>();
        List<Posting> postings = new ArrayList<>();
        for (Due one : due) {
            Integer before = last.put(new Line(one.sender(), one.message().conversation()), postings.size());
            postings.add(post(one, before, due));
        }
        long end = System.nanoTime() + config.patience().toNanos();
        List<Fate> fates = new ArrayList<>();
        for (Posting posting : postings) {
            Integer before = posting.before();
            boolean follows = before == null || fates.get(before) instanceof Fate.Sent;
            fates.add(fate(await(posting.answer(), end - System.nanoTime()), follows));
        }
        return fates;
    }

    /** What one sender says in one conversation. */
    private record Line(UserId sender, ConversationId conversation) {}

    /** @param before where the one before it in its line is */
    private record Posting(@Nullable Integer before, CompletableFuture<Posted> answer) {}

    private Posting post(Due one, @Nullable Integer before, List<Due> all) {
        CompletableFuture<Posted> answer = new CompletableFuture<>();
        Scheduled message = one.message();
        posting.post(
                new Caller(one.sender(), NONE, one.role()),
                message.conversation().toString(),
                message.draft(
                        before == null
                                ? null
                                : all.get(before).message().message().id()),
                answer::complete);
        return new Posting(before, answer);
    }

    /** @param follows false where the one before it is not in the log, which alone would be a conflict */
    private static Fate fate(Posted posted, boolean follows) {
        return switch (posted) {
            case Posted.Acked acked -> new Fate.Sent(acked.seq(), acked.at());
            case Posted.Refused(ErrorCode code, String detail, Long retryAfterMs) -> {
                if (retryAfterMs != null) {
                    yield new Fate.Later(code, detail, Duration.ofMillis(retryAfterMs));
                }
                yield code.temporary() || (code == ErrorCode.CONFLICT && !follows)
                        ? new Fate.Later(code, detail, RETRY)
                        : new Fate.Failed(code, detail);
            }
        };
    }

    private static Posted await(CompletableFuture<Posted> answer, long nanos) {
        try {
            return answer.get(Math.max(0, nanos), TimeUnit.NANOSECONDS);
        } catch (TimeoutException | ExecutionException late) {
            return LATE;
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
            return LATE;
        }
    }
}
