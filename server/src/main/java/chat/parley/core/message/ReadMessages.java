package chat.parley.core.message;

import chat.parley.core.account.Caller;
import chat.parley.core.conversation.Access;
import chat.parley.core.conversation.Conversations;
import chat.parley.core.conversation.People;
import chat.parley.core.conversation.Verdict;
import chat.parley.core.conversation.WhoMay;
import chat.parley.core.id.ConversationId;
import chat.parley.core.id.UserId;
import chat.parley.core.reply.Reply;
import chat.parley.wire.Entry;
import chat.parley.wire.Profile;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Reads a conversation's log and its current messages: members only, and nothing below their {@code first}. */
public final class ReadMessages {
    private final MessageLog log;
    private final RecentLog recent;
    private final Conversations conversations;
    private final People people;

    public ReadMessages(MessageLog log, RecentLog recent, Conversations conversations, People people) {
        this.log = log;
        this.recent = recent;
        this.conversations = conversations;
        this.people = people;
    }

    /**
     * A stretch of the log or of the messages.
     *
     * @param users the profiles of those who caused the entries; empty for a stretch of the log
     */
    public record Page(List<Entry> entries, long head, long first, List<Profile> users) {}

    /** The log in order, after {@code after}. */
    public Reply<Page> entries(Caller caller, ConversationId id, long after, int limit, int maxBytes) {
        Optional<Access> access = conversations.access(id, caller.user());
        if (WhoMay.read(caller, access) instanceof Verdict.Refused refused) {
            return refused.reply();
        }
        long first = access.orElseThrow().first();
        long head = access.orElseThrow().head();
        MessageLog.Slice slice = recent.entries(id, Math.max(after, first - 1), limit, maxBytes, head);
        return Reply.given(new Page(slice.entries(), slice.head(), first, List.of()));
    }

    /** Current messages around a place, oldest first. */
    public Reply<Page> messages(Caller caller, ConversationId id, MessageLog.Around around, int limit, int maxBytes) {
        Optional<Access> access = conversations.access(id, caller.user());
        if (WhoMay.read(caller, access) instanceof Verdict.Refused refused) {
            return refused.reply();
        }
        long first = access.orElseThrow().first();
        MessageLog.Slice slice = log.messages(id, around, first, limit, maxBytes);
        return Reply.given(new Page(slice.entries(), slice.head(), first, people.profiles(senders(slice.entries()))));
    }

    private static Set<UserId> senders(List<Entry> entries) {
        return entries.stream()
                .map(entry -> UserId.parse(entry.from()).orElseThrow())
                .collect(Collectors.toSet());
    }
}
