package chat.parley.adapter.caffeine;

import chat.parley.core.message.MessageLog.Current;
import chat.parley.core.message.MessageLog.Viewer;
import chat.parley.wire.CurrentMessage;
import chat.parley.wire.CurrentMessage.Reactions;
import chat.parley.wire.Entry;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The newest messages of a conversation's main timeline as they stood when {@code head} was the newest entry: all of those from entry
 * {@code floor} on. Everybody who reacted to them is named, so that each viewer's own view can be made of it. Immutable.
 *
 * @param bytes about what they take in memory
 */
record Newest(List<CurrentMessage> messages, long floor, long head, long bytes) {

    /** What the newest page read says, as much as may be kept; empty where not all who reacted are named in it. */
    static Optional<Newest> of(Current read, long first, int limit, int maxBytes, RecentConfig bounds) {
        if (!read.messages().stream().allMatch(Newest::namesAll)) {
            return Optional.empty();
        }
        long bytes = read.messages().stream().mapToLong(Weight::of).sum();
        // A text is longer in the store than here by half at most, so half of the bound cannot have cut the page.
        boolean whole = read.messages().size() < limit && bytes < maxBytes / 2;
        long floor = whole ? first : oldest(read.messages(), read.head() + 1);
        return Optional.of(of(read.messages(), floor, read.head(), bounds));
    }

    private static Newest of(List<CurrentMessage> messages, long floor, long head, RecentConfig bounds) {
        int from = messages.size();
        long bytes = 0;
        while (from > 0 && messages.size() - from < bounds.entries()) {
            long more = bytes + Weight.of(messages.get(from - 1));
            if (more > bounds.conversationBytes()) {
                break;
            }
            bytes = more;
            from--;
        }
        List<CurrentMessage> kept =
                Collections.unmodifiableList(new ArrayList<>(messages.subList(from, messages.size())));
        return new Newest(kept, from == 0 ? floor : oldest(kept, head + 1), head, bytes);
    }

    /** Whether it knows of a newer head than {@code other}, or more of what is before the same one. */
    boolean betterThan(Newest other) {
        return head == other.head ? floor < other.floor : head > other.head;
    }

    /** As it stands after the next entry; null where that changes a message that is kept, or the thread under it. */
    @Nullable
    Newest followed(Entry entry, RecentConfig bounds) {
        if (entry.seq() != head + 1) {
            return this;
        }
        return switch (entry.body()) {
            case Entry.Message message -> {
                Long root = message.thread();
                if (root != null && root >= floor) {
                    yield null;
                }
                if (root != null && !message.broadcast()) {
                    yield at(entry.seq());
                }
                List<CurrentMessage> longer = new ArrayList<>(messages.size() + 1);
                longer.addAll(messages);
                longer.add(CurrentMessage.untouched(entry));
                yield of(longer, floor, entry.seq(), bounds);
            }
            case Entry.Edited edited -> unlessKept(edited.target(), entry.seq());
            case Entry.Recalled recalled -> unlessKept(recalled.target(), entry.seq());
            case Entry.Reaction reaction -> unlessKept(reaction.target(), entry.seq());
            case Entry.Pinned pinned -> unlessKept(pinned.target(), entry.seq());
            case Entry.Joined joined -> at(entry.seq());
            case Entry.Left left -> at(entry.seq());
            case Entry.Changed changed -> at(entry.seq());
            case Entry.Sealed sealed -> at(entry.seq());
        };
    }

    private @Nullable Newest unlessKept(long target, long newHead) {
        return target >= floor ? null : at(newHead);
    }

    private Newest at(long newHead) {
        return new Newest(messages, floor, newHead, bytes);
    }

    /** The newest of them from {@code first} on, as one sees them; empty where older ones would belong there too. */
    Optional<Current> page(Viewer viewer, long first, int limit, int maxBytes) {
        int from = messages.size();
        long taken = 0;
        while (from > 0
                && messages.size() - from < limit
                && taken < maxBytes
                && messages.get(from - 1).entry().seq() >= first) {
            from--;
            taken += Weight.of(messages.get(from));
        }
        boolean full = messages.size() - from == limit || taken >= maxBytes;
        if (from == 0 && !full && first < floor) {
            return Optional.empty();
        }
        return Optional.of(seenBy(viewer, new Current(messages.subList(from, messages.size()), head)));
    }

    /** As one sees it, where all who reacted are named, or {@code mine} says already whether the viewer is one. */
    static Current seenBy(Viewer viewer, Current page) {
        return new Current(
                page.messages().stream().map(message -> seenBy(viewer, message)).toList(), page.head());
    }

    private static CurrentMessage seenBy(Viewer viewer, CurrentMessage message) {
        if (message.reactions().isEmpty()) {
            return message;
        }
        String user = viewer.user().toString();
        List<Reactions> seen = message.reactions().stream()
                .map(all -> new Reactions(
                        all.emoji(),
                        all.count(),
                        all.users()
                                .subList(
                                        0,
                                        Math.min(
                                                viewer.reactorsNamed(),
                                                all.users().size())),
                        namesAll(all) ? all.users().contains(user) : all.mine()))
                .toList();
        return new CurrentMessage(message.entry(), message.edited(), message.pinned(), seen, message.replies());
    }

    private static boolean namesAll(CurrentMessage message) {
        return message.reactions().stream().allMatch(Newest::namesAll);
    }

    private static boolean namesAll(Reactions reactions) {
        return reactions.users().size() == reactions.count();
    }

    private static long oldest(List<CurrentMessage> messages, long otherwise) {
        return messages.isEmpty() ? otherwise : messages.getFirst().entry().seq();
    }
}
