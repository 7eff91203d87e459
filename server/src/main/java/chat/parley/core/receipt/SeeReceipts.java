package chat.parley.core.receipt;

import chat.parley.core.account.Caller;
import chat.parley.core.conversation.Access;
import chat.parley.core.conversation.Conversations;
import chat.parley.core.conversation.Verdict;
import chat.parley.core.conversation.WhoMay;
import chat.parley.core.id.ConversationId;
import chat.parley.core.id.UserId;
import chat.parley.core.message.MessageLog;
import chat.parley.core.reply.Reply;
import chat.parley.wire.Entry;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Tells the sender of a message, and moderators, who has it delivered or read. */
public final class SeeReceipts {
    private final Receipts receipts;
    private final MessageLog log;
    private final Conversations conversations;

    public SeeReceipts(Receipts receipts, MessageLog log, Conversations conversations) {
        this.receipts = receipts;
        this.log = log;
        this.conversations = conversations;
    }

    /** @param next where to go on from; null at the end */
    public record Page(
            List<Receipts.Receipt> receipts, @Nullable UserId next) {}

    public Reply<Page> of(Caller caller, ConversationId id, long seq, @Nullable UserId after, int limit) {
        Optional<Access> access = conversations.access(id, caller.user());
        // Nobody but a member makes us read the log.
        Optional<UserId> sender = access.isPresent() && access.get().member() ? sender(id, seq) : Optional.empty();
        if (WhoMay.receipts(caller, access, seq, sender) instanceof Verdict.Refused refused) {
            return refused.reply();
        }
        // One more than asked for tells whether there is a next page.
        List<Receipts.Receipt> found = receipts.of(id, seq, caller.user(), after, limit + 1);
        if (found.size() <= limit) {
            return Reply.given(new Page(found, null));
        }
        List<Receipts.Receipt> page = List.copyOf(found.subList(0, limit));
        return Reply.given(new Page(page, page.getLast().user()));
    }

    /** Who sent message {@code seq}, or empty where that is no message. */
    private Optional<UserId> sender(ConversationId id, long seq) {
        return log.entries(id, seq - 1, 1, 1).entries().stream()
                .filter(entry -> entry.seq() == seq && entry.body() instanceof Entry.Message)
                .findFirst()
                .flatMap(entry -> UserId.parse(entry.from()));
    }
}
