package chat.parley.http;

import chat.parley.core.id.ConversationId;
import chat.parley.core.scheduled.ScheduleMessages;
import chat.parley.core.scheduled.Scheduled;
import chat.parley.core.scheduled.ScheduledMessages.Made;
import chat.parley.core.scheduled.ScheduledMessages.Place;
import chat.parley.core.scheduled.ScheduledMessages.Revision;
import chat.parley.wire.ClientFrame.Draft;
import chat.parley.wire.Entry;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Messages that the caller has sent later. */
public final class ScheduledResource implements Resource {
    private static final String ONE = "/v1/users/me/scheduled/{message}";
    private static final int UUID_CHARACTERS = 36;

    /** The store knows no later time than the year 9999. */
    private static final long LATEST = Instant.parse("9999-01-01T00:00:00Z").toEpochMilli();

    private final ScheduleMessages schedule;
    private final PageBound bound = new PageBound();

    public ScheduledResource(ScheduleMessages schedule) {
        this.schedule = schedule;
    }

    @Override
    public void declare(Routes routes) {
        routes.post("/v1/conversations/{conversation}/scheduled", this::make);
        routes.get("/v1/users/me/scheduled", this::mine);
        routes.patch(ONE, this::change);
        routes.delete(ONE, this::cancel);
        routes.post(ONE + "/send", this::now);
    }

    private Answer make(Call call) {
        Body body = call.body(Body.class);
        ConversationId conversation = Replies.conversation(call);
        Instant due = time(body.sendAt());
        Draft draft = body.draft();
        return Replies.answer(schedule.make(call.caller(), conversation, draft, due), made -> switch (made) {
            case Made.New(Scheduled message) -> Answer.created(new Outcome(Shown.of(message), null));
            case Made.There(Scheduled message) -> Answer.ok(new Outcome(Shown.of(message), null));
            case Made.Sent(long seq) -> Answer.ok(new Outcome(null, seq));
            case Made.Elsewhere _, Made.Full _, Made.NoSuchAttachment _, Made.NoAccount _ ->
                throw new IllegalStateException("a refusal that is none: " + made);
        });
    }

    private Answer mine(Call call) {
        ScheduleMessages.Page page = schedule.mine(
                call.caller(),
                call.query("after").flatMap(ScheduledResource::place).orElse(null),
                call.limit());
        List<Scheduled> shown = page.messages()
                .subList(
                        0,
                        bound.beginningOf(
                                page.messages().stream().map(Scheduled::message).toList()));
        boolean more = page.more() || shown.size() < page.messages().size();
        return Answer.ok(new ShownPage(shown.stream().map(Shown::of).toList(), more ? text(shown.getLast()) : null));
    }

    private Answer change(Call call) {
        Change change = call.body(Change.class);
        String due = change.sendAt();
        Revision revision = new Revision(change.text(), change.mentions(), due == null ? null : time(due));
        return Replies.answer(
                schedule.change(call.caller(), id(call), revision), message -> Answer.ok(Shown.of(message)));
    }

    private Answer cancel(Call call) {
        return Replies.answer(schedule.cancel(call.caller(), id(call)), cancelled -> Answer.nothing());
    }

    private Answer now(Call call) {
        return Replies.answer(schedule.now(call.caller(), id(call)), sent -> Answer.ok(new Ack(sent.seq(), sent.at())));
    }

    /** The message in the path; a text that is no id names none. */
    private static UUID id(Call call) {
        return uuid(call.path("message"))
                .orElseThrow(() -> new RefusedRequest(
                        Problem.notFound("no such message to be sent later: it was sent or cancelled")));
    }

    private static Instant time(String text) {
        try {
            return Instant.parse(text);
        } catch (DateTimeException notATime) {
            throw RefusedRequest.badRequest("sendAt must be a time like 2026-11-24T01:02:03.123Z");
        }
    }

    private static String text(Scheduled message) {
        return message.due().toEpochMilli() + "." + message.id();
    }

    /** What is no place of a list is its beginning. */
    private static Optional<Place> place(String text) {
        String[] parts = text.split("\\.", 2);
        try {
            long due = Long.parseLong(parts[0]);
            return parts.length < 2 || due < 0 || due > LATEST
                    ? Optional.empty()
                    : uuid(parts[1]).map(id -> new Place(Instant.ofEpochMilli(due), id));
        } catch (NumberFormatException noTime) {
            return Optional.empty();
        }
    }

    private static Optional<UUID> uuid(String text) {
        try {
            return text.length() == UUID_CHARACTERS ? Optional.of(UUID.fromString(text)) : Optional.empty();
        } catch (IllegalArgumentException notOne) {
            return Optional.empty();
        }
    }

    /** As a message that is sent at once, and when to send it. */
    private record Body(
            String id,
            String text,
            String sendAt,
            @Nullable Long replyTo,
            @Nullable Long thread,
            @Nullable Boolean broadcast,
            @Nullable List<String> mentions,
            @Nullable List<String> attachments) {
        Draft draft() {
            return new Draft(
                    id,
                    text,
                    replyTo,
                    thread,
                    Boolean.TRUE.equals(broadcast),
                    mentions == null ? List.of() : mentions,
                    attachments == null ? List.of() : attachments,
                    null);
        }
    }

    private record Change(
            @Nullable String text,
            @Nullable List<String> mentions,
            @Nullable String sendAt) {}

    private record Ack(long seq, Instant at) {}

    /** Where it waits, or where it is in the log. */
    private record Outcome(
            @Nullable Shown scheduled, @Nullable Long seq) {}

    private record ShownPage(
            List<Shown> scheduled, @Nullable String next) {}

    /** One, as its sender sees it. */
    record Shown(
            String id,
            String conversation,
            String text,
            @Nullable Long replyTo,
            @Nullable Long thread,
            boolean broadcast,
            List<String> mentions,
            List<String> attachments,
            List<Entry.File> files,
            Instant sendAt,
            Instant madeAt,
            @Nullable Failure failure) {
        static Shown of(Scheduled scheduled) {
            Entry.Message message = scheduled.message();
            Scheduled.Failure failure = scheduled.failure();
            return new Shown(
                    message.id(),
                    scheduled.conversation().toString(),
                    scheduled.text(),
                    message.replyTo(),
                    message.thread(),
                    message.broadcast(),
                    message.mentions(),
                    message.attachments(),
                    message.files(),
                    scheduled.due(),
                    scheduled.made(),
                    failure == null ? null : new Failure(failure.code().wireName(), failure.detail(), failure.at()));
        }
    }

    record Failure(String code, String detail, Instant at) {}
}
