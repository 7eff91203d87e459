package chat.parley.core.draft;

import chat.parley.core.account.Caller;
import chat.parley.core.conversation.Conversations;
import chat.parley.core.conversation.Verdict;
import chat.parley.core.conversation.WhoMay;
import chat.parley.core.limit.RateLimiter;
import chat.parley.core.reply.Reply;
import chat.parley.wire.ErrorCode;
import chat.parley.wire.WireLimits;
import java.util.List;
import java.util.OptionalLong;

/** Keeps what the caller began to write for their other devices. Blocks; call it on a virtual thread. */
public final class KeepDrafts {
    private final Drafts drafts;
    private final Conversations conversations;
    private final RateLimiter limiter;

    public KeepDrafts(Drafts drafts, Conversations conversations, RateLimiter limiter) {
        this.drafts = drafts;
        this.conversations = conversations;
        this.limiter = limiter;
    }

    public List<Drafts.Draft> mine(Caller caller) {
        return drafts.of(caller.user());
    }

    /** Answers with the revision it has from now on; with none where it was emptied. */
    public Reply<OptionalLong> keep(Caller caller, Drafts.Place place, String text, long known) {
        long wait = limiter.take(RateLimiter.Limit.OWN, caller.user().toString());
        if (wait > 0) {
            return Reply.rateLimited("too many changes of one's own", wait);
        }
        if (WhoMay.read(caller, conversations.access(place.conversation(), caller.user()))
                instanceof Verdict.Refused refused) {
            return refused.reply();
        }
        if (text.codePointCount(0, text.length()) > WireLimits.TEXT_CODE_POINTS) {
            return Reply.refused(
                    ErrorCode.BAD_REQUEST, "text must be at most " + WireLimits.TEXT_CODE_POINTS + " code points");
        }
        return switch (drafts.keep(caller.user(), place, text, known)) {
            case Drafts.Outcome.Kept(OptionalLong revision) -> Reply.given(revision);
            case Drafts.Outcome.Overtaken() -> Reply.refused(ErrorCode.CONFLICT, "another device changed this draft");
            case Drafts.Outcome.Full() -> Reply.refused(ErrorCode.CONFLICT, "too many or too long drafts are kept");
            case Drafts.Outcome.NoMember() -> WhoMay.NO_SUCH_CONVERSATION.reply();
        };
    }
}
