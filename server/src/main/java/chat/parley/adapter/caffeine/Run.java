package chat.parley.adapter.caffeine;

import chat.parley.core.message.MessageLog.Slice;
import chat.parley.wire.Entry;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/**
 * The newest entries of a log, without a gap, as they stood when {@code head} was the newest of all. Immutable.
 *
 * @param bytes about what they take in memory
 */
record Run(List<Entry> entries, long head, long bytes) {
    /** The end of {@code entries}, which reach up to {@code head}, as much of it as may be kept. */
    static Run of(List<Entry> entries, long head, RecentConfig bounds) {
        int from = entries.size();
        long bytes = 0;
        while (from > 0 && entries.size() - from < bounds.entries()) {
            long more = bytes + Weight.of(entries.get(from - 1));
            if (more > bounds.conversationBytes()) {
                break;
            }
            bytes = more;
            from--;
        }
        return new Run(
                Collections.unmodifiableList(new ArrayList<>(entries.subList(from, entries.size()))), head, bytes);
    }

    /** The number of its first entry, or the one after {@code head} where it holds none. */
    long first() {
        return head - entries.size() + 1;
    }

    /** Whether it knows of a newer head than {@code other}, or more of what is before the same one. */
    boolean betterThan(Run other) {
        return head == other.head ? first() < other.first() : head > other.head;
    }

    /** With that entry where it is the next one; entries are dense, so that is the one after {@code head} and no other. */
    Run followed(Entry entry, RecentConfig bounds) {
        return entry.seq() == head + 1 ? with(entry, bounds) : this;
    }

    Run with(Entry next, RecentConfig bounds) {
        List<Entry> longer = new ArrayList<>(entries.size() + 1);
        longer.addAll(entries);
        longer.add(next);
        return of(longer, next.seq(), bounds);
    }

    /** What follows {@code after}, where that begins here; cut after the entry that reaches {@code maxBytes}. */
    Optional<Slice> after(long after, int limit, int maxBytes) {
        if (after + 1 < first()) {
            return Optional.empty();
        }
        int from = (int) Math.min(entries.size(), after + 1 - first());
        int to = from;
        long before = 0;
        while (to < entries.size() && to - from < limit && before < maxBytes) {
            before += Weight.of(entries.get(to));
            to++;
        }
        return Optional.of(new Slice(entries.subList(from, to), head));
    }
}
