package chat.parley.http;

import chat.parley.core.id.ConversationId;
import chat.parley.core.id.UserId;
import chat.parley.core.reply.Reply;
import chat.parley.wire.ErrorCode;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Between the words of HTTP and those of the use cases. */
final class Replies {
    private Replies() {}

    /** What a use case gave, as {@code given} puts it, or its refusal. */
    static <T> Answer answer(Reply<T> reply, Function<T, Answer> given) {
        return switch (reply) {
            case Reply.Given<T>(T value) -> given.apply(value);
            case Reply.Refused<T> refused ->
                refused.retryAfter()
                        .map(wait -> Answer.refused(refused.code(), refused.detail(), wait))
                        .orElseGet(() -> Answer.refused(refused.code(), refused.detail()));
        };
    }

    static <T> Answer ok(Reply<T> reply) {
        return answer(reply, Answer::ok);
    }

    /** What a change became. {@code seq} is null where it was so already. */
    record Changed(@Nullable Long seq) {
        static Answer of(Reply<OptionalLong> reply) {
            return answer(reply, seq -> Answer.ok(new Changed(seq.isPresent() ? seq.getAsLong() : null)));
        }
    }

    /** The conversation in the path; a text that is no id names none. */
    static ConversationId conversation(Call call) {
        return ConversationId.parse(call.path("conversation"))
                .orElseThrow(() -> new RefusedRequest(Problem.notFound("no such conversation")));
    }

    static UserId user(String text) {
        return UserId.parse(text)
                .orElseThrow(() -> new RefusedRequest(Problem.notFound("no such user: " + shown(text))));
    }

    static List<UserId> users(List<String> texts) {
        return texts.stream().map(Replies::user).toList();
    }

    /** The user after whom a page by user id goes on; null for the first page. */
    static @Nullable UserId after(Call call) {
        return call.query("after").map(Replies::user).orElse(null);
    }

    static Answer refused(ErrorCode code, String detail, @Nullable Long retryAfterMs) {
        return retryAfterMs == null
                ? Answer.refused(code, detail)
                : Answer.refused(code, detail, Duration.ofMillis(retryAfterMs));
    }

    /** As much of the caller's own text as an id has. */
    private static String shown(String text) {
        return text.length() <= 40 ? text : text.substring(0, 40) + "…";
    }
}
