package chat.parley.adapter.postgres;

import static org.assertj.core.api.Assertions.fail;

import chat.parley.core.id.ConversationId;
import chat.parley.core.id.UserId;
import chat.parley.core.message.MessageLog;
import chat.parley.core.message.MessageLog.Outcome;
import chat.parley.core.message.Post;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Posts and waits for what became of them, far longer than it may take. */
final class Answers {
    private static final int LIMIT_SECONDS = 60;

    private Answers() {}

    static Post post(ConversationId conversation, UserId sender, String text) {
        return Post.plain(conversation, sender, UUID.randomUUID(), text, null);
    }

    static CompletableFuture<Outcome> hand(MessageLog log, Post post) {
        CompletableFuture<Outcome> answer = new CompletableFuture<>();
        log.append(post, outcome -> {
            if (!answer.complete(outcome)) {
                fail("a second answer: " + outcome);
            }
        });
        return answer;
    }

    static Outcome await(CompletableFuture<Outcome> answer) {
        try {
            return answer.get(LIMIT_SECONDS, TimeUnit.SECONDS);
        } catch (TimeoutException never) {
            throw new AssertionError("no answer", never);
        } catch (Exception failed) {
            throw new IllegalStateException(failed);
        }
    }

    static Outcome outcome(MessageLog log, Post post) {
        return await(hand(log, post));
    }

    static Outcome.Stored stored(Outcome outcome) {
        return outcome instanceof Outcome.Stored stored ? stored : fail("not stored but " + outcome);
    }

    static Outcome.Stored store(MessageLog log, Post post) {
        return stored(outcome(log, post));
    }
}
