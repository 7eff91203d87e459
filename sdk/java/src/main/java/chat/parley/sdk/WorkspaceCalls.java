package chat.parley.sdk;

import chat.parley.wire.Retention;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** What holds for all conversations. To say it is for administrators. */
public final class WorkspaceCalls {
    private static final String RETENTION = "/v1/workspace/retention";

    private static final String HOLDS = "/v1/holds";

    private final HttpCalls calls;

    WorkspaceCalls(HttpCalls calls) {
        this.calls = calls;
    }

    /** How much of all conversations is kept; of a conversation perhaps less. */
    public Retention retention() throws IOException, Refused, SignedOut {
        return Answers.retention(calls.get(RETENTION));
    }

    /** Retention deletes nothing of the conversation any more. */
    public Hold holdConversation(String conversation, String reason) throws IOException, Refused, SignedOut {
        return hold(calls.object().put("conversation", conversation).put("reason", reason));
    }

    /** Retention deletes nothing any more of the conversations that the user is or was a member of. */
    public Hold holdUser(String user, String reason) throws IOException, Refused, SignedOut {
        return hold(calls.object().put("user", user).put("reason", reason));
    }

    public Hold release(String hold) throws IOException, Refused, SignedOut {
        return Hold.read(
                calls.call("DELETE", HOLDS + "/" + ApiPath.part(hold), null).body());
    }

    /**
     * The holds, released ones too, the newest first.
     *
     * @param before the {@code next} of the page before
     */
    public Page<Hold> holds(@Nullable String before, int limit) throws IOException, Refused, SignedOut {
        return Answers.page(calls.get(ApiPath.page(HOLDS, limit, "before", before)), "holds", Hold::read);
    }

    private Hold hold(ObjectNode wish) throws IOException, Refused, SignedOut {
        return Hold.read(calls.call("POST", HOLDS, wish).body());
    }

    public Retention retain(Retention retention) throws IOException, Refused, SignedOut {
        return Answers.retention(calls.call("PUT", RETENTION, Answers.put(calls.object(), retention))
                .body());
    }
}
