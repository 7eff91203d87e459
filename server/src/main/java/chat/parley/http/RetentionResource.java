package chat.parley.http;

import chat.parley.core.conversation.SetRetention;
import chat.parley.core.retention.WorkspaceRetention;
import chat.parley.wire.Retention;
import org.jspecify.annotations.Nullable;

/** How much of a conversation, and of all of them, is kept. */
public final class RetentionResource implements Resource {
    private final WorkspaceRetention workspace;
    private final SetRetention conversations;

    public RetentionResource(WorkspaceRetention workspace, SetRetention conversations) {
        this.workspace = workspace;
        this.conversations = conversations;
    }

    @Override
    public void declare(Routes routes) {
        routes.get("/v1/workspace/retention", call -> Answer.ok(Kept.of(workspace.get())));
        routes.put("/v1/workspace/retention", this::ofWorkspace);
        routes.put("/v1/conversations/{conversation}/retention", this::ofConversation);
    }

    private Answer ofWorkspace(Call call) {
        Retention wanted = call.body(Kept.class).retention();
        return Replies.answer(workspace.set(call.caller(), wanted), set -> Answer.ok(Kept.of(set)));
    }

    private Answer ofConversation(Call call) {
        Retention wanted = call.body(Kept.class).retention();
        return Replies.ok(conversations.set(call.caller(), Replies.conversation(call), wanted));
    }

    private record Kept(@Nullable Long days, @Nullable Long messages) {
        static Kept of(Retention retention) {
            return new Kept(retention.days(), retention.messages());
        }

        Retention retention() {
            return new Retention(days, messages);
        }
    }
}
