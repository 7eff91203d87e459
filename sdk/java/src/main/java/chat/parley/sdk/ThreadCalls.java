package chat.parley.sdk;

import chat.parley.wire.ThreadState;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** The threads that the caller follows. */
public final class ThreadCalls {
    private final HttpCalls calls;
    private final Answers answers;

    ThreadCalls(HttpCalls calls, Answers answers) {
        this.calls = calls;
        this.answers = answers;
    }

    /** Follows the thread under message {@code seq}; what is in it by now counts as read. */
    public ThreadState follow(String conversation, long seq) throws IOException, Refused, SignedOut {
        return answers.thread(calls.call("PUT", ApiPath.message(conversation, seq) + "/follow", null)
                .body());
    }

    /** Follows it no longer, until the caller replies in it or is mentioned in it. */
    public ThreadState unfollow(String conversation, long seq) throws IOException, Refused, SignedOut {
        return answers.thread(calls.call("DELETE", ApiPath.message(conversation, seq) + "/follow", null)
                .body());
    }

    /**
     * Those that are followed, the ones with the newest messages first.
     *
     * @param unread whether only those in which something is unread
     * @param before the {@code next} of the page before
     */
    public ThreadsPage followed(boolean unread, @Nullable String before, int limit)
            throws IOException, Refused, SignedOut {
        JsonNode page =
                calls.get(ApiPath.page("/v1/threads", limit, "before", before) + (unread ? "&unread=true" : ""));
        return new ThreadsPage(
                Answers.list(page.path("threads"), this::followed),
                Answers.list(page.path("users"), answers::profile),
                page.hasNonNull("next") ? page.get("next").asText() : null);
    }

    private ThreadsPage.Followed followed(JsonNode one) throws IOException {
        return new ThreadsPage.Followed(
                answers.thread(one.path("state")),
                answers.entry(one.path("root")),
                one.hasNonNull("newest") ? answers.entry(one.get("newest")) : null);
    }
}
