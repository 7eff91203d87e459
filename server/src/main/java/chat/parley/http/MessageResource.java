package chat.parley.http;

import chat.parley.core.id.ConversationId;
import chat.parley.core.message.MessageLog;
import chat.parley.core.message.PostMessage;
import chat.parley.core.message.Posted;
import chat.parley.core.message.ReadMessages;
import chat.parley.wire.ClientFrame.Draft;
import chat.parley.wire.CurrentMessage;
import chat.parley.wire.Entry;
import chat.parley.wire.ErrorCode;
import chat.parley.wire.Profile;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** The log of a conversation, its messages, and posting to it. */
public final class MessageResource implements Resource {
    /** How long a request waits for the log's answer, which has a shorter bound of its own. */
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    /** How much longer than in the store a text is in JSON at most: six bytes for U+0001. */
    private static final int WORST_GROWTH = 6;

    private static final Posted LATE =
            new Posted.Refused(ErrorCode.UNAVAILABLE, "the log does not answer; repeat it with the same id", 1_000L);

    private final ReadMessages read;
    private final PostMessage post;
    private final PageBound bound = new PageBound();

    public MessageResource(ReadMessages read, PostMessage post) {
        this.read = read;
        this.post = post;
    }

    @Override
    public void declare(Routes routes) {
        routes.get("/v1/conversations/{conversation}/entries", this::entries);
        routes.get("/v1/conversations/{conversation}/messages", this::messages);
        routes.post("/v1/conversations/{conversation}/messages", this::post);
        routes.get("/v1/conversations/{conversation}/messages/{seq}/versions", this::versions);
    }

    private Answer entries(Call call) {
        ConversationId id = Replies.conversation(call);
        long after = call.queryNumber("after").orElse(0L);
        return Replies.answer(
                read.entries(call.caller(), id, after, call.limit(), PageBound.BYTES),
                page -> Answer.ok(new EntryPage(bound.fitting(page.entries(), after), page.head(), page.first())));
    }

    private Answer messages(Call call) {
        ConversationId id = Replies.conversation(call);
        MessageLog.Around around = around(call);
        return Replies.answer(
                read.messages(
                        call.caller(),
                        id,
                        new MessageLog.Place(call.queryNumber("thread").orElse(null), around),
                        call.limit(),
                        PageBound.BYTES),
                page -> Answer.ok(new MessagePage(
                        bound.fittingMessages(page.messages(), anchor(around)),
                        page.head(),
                        page.first(),
                        page.users())));
    }

    private Answer versions(Call call) {
        return Replies.ok(read.versions(
                call.caller(),
                Replies.conversation(call),
                call.pathNumber("seq"),
                call.queryNumber("after").orElse(0L),
                call.limit(),
                PageBound.BYTES / WORST_GROWTH));
    }

    private Answer post(Call call) {
        CompletableFuture<Posted> answer = new CompletableFuture<>();
        Draft draft = call.body(Body.class).draft();
        post.post(call.caller(), call.path("conversation"), draft, answer::complete);
        return switch (await(answer)) {
            case Posted.Acked(long seq, Instant at, boolean duplicate) ->
                duplicate ? Answer.ok(new Ack(seq, at)) : Answer.created(new Ack(seq, at));
            case Posted.Refused(ErrorCode code, String detail, Long retryAfterMs) ->
                Replies.refused(code, detail, retryAfterMs);
        };
    }

    /** At most one of {@code before}, {@code after} and {@code around}; without, the newest. Of pinned ones only {@code before}. */
    private static MessageLog.Around around(Call call) {
        List<MessageLog.Around> places = new ArrayList<>();
        call.queryNumber("before").map(MessageLog.Around.Before::new).ifPresent(places::add);
        call.queryNumber("after").map(MessageLog.Around.After::new).ifPresent(places::add);
        call.queryNumber("around").map(MessageLog.Around.Near::new).ifPresent(places::add);
        if (places.size() > 1) {
            throw RefusedRequest.badRequest("before, after and around exclude each other");
        }
        MessageLog.Around around = places.isEmpty() ? new MessageLog.Around.Latest() : places.getFirst();
        if (call.query("pinned").isEmpty()) {
            return around;
        }
        if (call.query("thread").isPresent()) {
            throw RefusedRequest.badRequest("pinned goes with before only");
        }
        return pinned(around);
    }

    private static MessageLog.Around pinned(MessageLog.Around around) {
        return switch (around) {
            case MessageLog.Around.Latest() -> new MessageLog.Around.Pinned(Long.MAX_VALUE);
            case MessageLog.Around.Before(long seq) -> new MessageLog.Around.Pinned(seq);
            case MessageLog.Around.After _, MessageLog.Around.Near _, MessageLog.Around.Pinned _ ->
                throw RefusedRequest.badRequest("pinned goes with before only");
        };
    }

    private static long anchor(MessageLog.Around around) {
        return switch (around) {
            case MessageLog.Around.Latest() -> Long.MAX_VALUE;
            case MessageLog.Around.Before(long seq) -> seq;
            case MessageLog.Around.After(long seq) -> seq;
            case MessageLog.Around.Near(long seq) -> seq;
            case MessageLog.Around.Pinned(long below) -> below;
        };
    }

    private static Posted await(CompletableFuture<Posted> answer) {
        try {
            return answer.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException | ExecutionException late) {
            return LATE;
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
            return LATE;
        }
    }

    private record EntryPage(List<Entry> entries, long head, long first) {}

    private record MessagePage(List<CurrentMessage> messages, long head, long first, List<Profile> users) {}

    private record Ack(long seq, Instant at) {}

    /** As the {@code send} frame, whose conversation the path names. */
    private record Body(
            String id,
            String text,
            @Nullable Long replyTo,
            @Nullable Long thread,
            @Nullable Boolean broadcast,
            @Nullable List<String> mentions,
            @Nullable List<String> attachments,
            @Nullable String prev) {
        Draft draft() {
            return new Draft(
                    id,
                    text,
                    replyTo,
                    thread,
                    Boolean.TRUE.equals(broadcast),
                    mentions == null ? List.of() : mentions,
                    attachments == null ? List.of() : attachments,
                    prev);
        }
    }
}
