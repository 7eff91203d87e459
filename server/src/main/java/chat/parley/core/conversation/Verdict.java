package chat.parley.core.conversation;

import chat.parley.core.reply.Reply;
import chat.parley.wire.ErrorCode;

/** What a rule of {@link WhoMay} says. */
public sealed interface Verdict {

    /** Go on. */
    record Allowed() implements Verdict {}

    /** Reply this and do nothing. */
    record Refused(ErrorCode code, String detail) implements Verdict {
        /** The verdict as a use case's answer. */
        public <T> Reply<T> reply() {
            return Reply.refused(code, detail);
        }
    }
}
