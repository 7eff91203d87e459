package chat.parley.core.retention;

import chat.parley.core.account.Administrators;
import chat.parley.core.account.Caller;
import chat.parley.core.conversation.RetentionBounds;
import chat.parley.core.conversation.Verdict;
import chat.parley.core.conversation.Workspace;
import chat.parley.core.reply.Reply;
import chat.parley.wire.ErrorCode;
import chat.parley.wire.Retention;

/** How much is kept of all conversations. Everybody may know it; administrators say it. */
public final class WorkspaceRetention {
    private final Administrators administrators;
    private final Workspace workspace;
    private final RetentionBounds bounds;

    public WorkspaceRetention(Administrators administrators, Workspace workspace, RetentionBounds bounds) {
        this.administrators = administrators;
        this.workspace = workspace;
        this.bounds = bounds;
    }

    public Retention get() {
        return workspace.retention();
    }

    public Reply<Retention> set(Caller caller, Retention wanted) {
        if (!administrators.include(caller.user())) {
            return Reply.refused(ErrorCode.FORBIDDEN, "administrators say how much the workspace keeps");
        }
        if (bounds.check(wanted) instanceof Verdict.Refused refused) {
            return refused.reply();
        }
        workspace.retain(wanted);
        return Reply.given(wanted);
    }
}
