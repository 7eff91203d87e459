package chat.parley.http;

import chat.parley.core.conversation.SeeConversations;
import chat.parley.core.id.ConversationId;
import chat.parley.core.reply.Reply;
import chat.parley.wire.ErrorCode;
import java.util.Optional;

/**
 * Calls of the contract that this release answers by {@code unavailable}, so that a client tells "not yet" from "no such
 * call". Rights come first: a stranger to a conversation learns no more here than anywhere.
 */
public final class LaterResource implements Resource {
    private final SeeConversations see;

    public LaterResource(SeeConversations see) {
        this.see = see;
    }

    @Override
    public void declare(Routes routes) {
        routes.get("/v1/search", this::search);
        routes.post("/v1/attachments", call -> later("attachments"));
        routes.get("/v1/attachments/{attachment}", call -> later("attachments"));
        routes.post("/v1/attachments/{attachment}/link", call -> later("attachments"));
    }

    private Answer search(Call call) {
        Optional<String> conversation = call.query("conversation");
        if (conversation.isEmpty()) {
            return later("search");
        }
        Reply<Boolean> allowed = ConversationId.parse(conversation.get())
                .map(id -> see.mayRead(call.caller(), id))
                .orElseThrow(() -> new RefusedRequest(Problem.notFound("no such conversation")));
        return Replies.answer(allowed, yes -> later("search"));
    }

    private static Answer later(String what) {
        return Answer.refused(ErrorCode.UNAVAILABLE, what + ": not in this release, comes in a later one");
    }
}
