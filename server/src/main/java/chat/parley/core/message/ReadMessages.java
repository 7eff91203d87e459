package chat.parley.core.message;

import chat.parley.core.account.Caller;
import chat.parley.core.conversation.Access;
import chat.parley.core.conversation.Conversations;
import chat.parley.core.conversation.Profiles;
import chat.parley.core.conversation.Verdict;
import chat.parley.core.conversation.WhoMay;
import chat.parley.core.id.ConversationId;
import chat.parley.core.id.UserId;
import chat.parley.core.reply.Reply;
import chat.parley.wire.CurrentMessage;
import chat.parley.wire.Entry;
import chat.parley.wire.ErrorCode;
import chat.parley.wire.Profile;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Reads a conversation's log and its current messages: members only, and nothing below their {@code first}. */
public final class ReadMessages {
    /** The most profiles of a page; whom it names beyond them is looked up by id. */
    static final int PROFILES = 200;

    private final MessageLog log;
    private final RecentLog recent;
    private final Conversations conversations;
    private final Profiles profiles;
    private final MessageConfig config;

    public ReadMessages(
            MessageLog log, RecentLog recent, Conversations conversations, Profiles profiles, MessageConfig config) {
        this.log = log;
        this.recent = recent;
        this.conversations = conversations;
        this.profiles = profiles;
        this.config = config;
    }

    /** A stretch of the log. */
    public record Page(List<Entry> entries, long head, long first) {}

    /**
     * A stretch of the messages.
     *
     * @param users the profiles of those who sent them, and of those who pinned or reacted, at most {@link #PROFILES}
     */
    public record Current(List<CurrentMessage> messages, long head, long first, List<Profile> users) {}

    /** The log in order, after {@code after}. */
    public Reply<Page> entries(Caller caller, ConversationId id, long after, int limit, int maxBytes) {
        Optional<Access> access = conversations.access(id, caller.user());
        if (WhoMay.read(caller, access) instanceof Verdict.Refused refused) {
            return refused.reply();
        }
        long first = access.orElseThrow().first();
        long head = access.orElseThrow().head();
        MessageLog.Slice slice = recent.entries(id, Math.max(after, first - 1), limit, maxBytes, head);
        return Reply.given(new Page(slice.entries(), slice.head(), first));
    }

    /** Messages around a place of the main timeline or of a thread with what became of them, oldest first. */
    public Reply<Current> messages(Caller caller, ConversationId id, MessageLog.Place place, int limit, int maxBytes) {
        Optional<Access> access = conversations.access(id, caller.user());
        if (WhoMay.read(caller, access) instanceof Verdict.Refused refused) {
            return refused.reply();
        }
        long first = access.orElseThrow().first();
        MessageLog.Viewer viewer = new MessageLog.Viewer(caller.user(), config.reactorsNamed());
        long head = access.orElseThrow().head();
        boolean newest = place.thread() == null && place.around() instanceof MessageLog.Around.Latest;
        MessageLog.Current current = newest
                ? recent.latest(id, viewer, first, limit, maxBytes, head)
                : log.messages(id, viewer, place, first, limit, maxBytes);
        return Reply.given(
                new Current(current.messages(), current.head(), first, profiles.profiles(named(current.messages()))));
    }

    /** What a message says now; empty where it was recalled. */
    public Reply<Optional<String>> text(Caller caller, ConversationId id, long seq) {
        Optional<Access> access = conversations.access(id, caller.user());
        if (WhoMay.read(caller, access) instanceof Verdict.Refused refused) {
            return refused.reply();
        }
        Optional<MessageLog.Versions> found =
                seq < access.orElseThrow().first() ? Optional.empty() : log.versions(id, seq, 0, 1, 1);
        return found.map(versions -> Reply.given(newest(id, seq, versions)))
                .orElseGet(() -> Reply.refused(ErrorCode.NOT_FOUND, "no such message"));
    }

    private Optional<String> newest(ConversationId id, long seq, MessageLog.Versions versions) {
        boolean edited = versions.newest() > seq;
        List<Entry> last = edited
                ? log.versions(id, seq, versions.newest() - 1, 1, 1)
                        .map(MessageLog.Versions::entries)
                        .orElse(List.of())
                : versions.entries();
        return last.stream()
                .flatMap(entry -> text(entry.body()).stream())
                .filter(text -> !text.isBlank())
                .findFirst();
    }

    private static Optional<String> text(Entry.Body body) {
        if (body instanceof Entry.Message message) {
            return Optional.ofNullable(message.text());
        }
        return body instanceof Entry.Edited edited ? Optional.of(edited.text()) : Optional.empty();
    }

    /**
     * A message as it was sent, and its edits.
     *
     * @param next the entry to go on after; null at the end
     */
    public record Versions(List<Entry> versions, @Nullable Long next) {}

    /** What a message said before, the oldest first; blank all of it where it was recalled. */
    public Reply<Versions> versions(Caller caller, ConversationId id, long seq, long after, int limit, int maxBytes) {
        Optional<Access> access = conversations.access(id, caller.user());
        if (WhoMay.read(caller, access) instanceof Verdict.Refused refused) {
            return refused.reply();
        }
        Optional<MessageLog.Versions> found =
                seq < access.orElseThrow().first() ? Optional.empty() : log.versions(id, seq, after, limit, maxBytes);
        return found.map(versions -> Reply.given(page(versions)))
                .orElseGet(() -> Reply.refused(ErrorCode.NOT_FOUND, "no such message"));
    }

    private static Versions page(MessageLog.Versions versions) {
        List<Entry> entries = versions.entries();
        boolean more = !entries.isEmpty() && entries.getLast().seq() < versions.newest();
        return new Versions(entries, more ? entries.getLast().seq() : null);
    }

    /** Who is named by the messages, senders first. */
    private static Set<UserId> named(List<CurrentMessage> messages) {
        Set<String> named = new LinkedHashSet<>();
        for (CurrentMessage message : messages) {
            named.add(message.entry().from());
        }
        for (CurrentMessage message : messages) {
            if (message.pinned() != null) {
                named.add(message.pinned().by());
            }
            message.reactions().forEach(one -> named.addAll(one.users()));
        }
        return named.stream()
                .limit(PROFILES)
                .map(id -> UserId.parse(id).orElseThrow())
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }
}
