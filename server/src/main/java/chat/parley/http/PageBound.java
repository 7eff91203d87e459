package chat.parley.http;

import chat.parley.wire.CurrentMessage;
import chat.parley.wire.Entry;
import chat.parley.wire.FrameWriter;
import chat.parley.wire.WireLimits;
import java.util.List;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/**
 * Keeps a page of entries within {@link WireLimits#SERVER_FRAME_BYTES}, whatever limit was asked for. What does not fit is
 * left out at the end that is farther from what was asked about, so that the rest is a stretch without a gap.
 */
final class PageBound {
    /** Left for what stands around the entries: at most 200 profiles, and a few numbers. */
    private static final int AROUND = 128 * 1024;

    /** How much of entries a page holds, in bytes of JSON. */
    static final int BYTES = WireLimits.SERVER_FRAME_BYTES - AROUND;

    /** What an entry takes beside its texts and user ids, with room to spare. */
    private static final int FIELDS = 600;

    /** A character takes at most six bytes: {@code \}{@code u0001}. */
    private static final int CHARACTER = 6;

    private static final int QUOTED_ID = 20;

    /** What an emoji with its count takes, the names aside. */
    private static final int REACTION = 200;

    /** What is known of an attachment, the name aside. */
    private static final int FILE = 200;
    /** A user group: its id and its handle, with their names. */
    private static final int GROUP = 100;

    private final FrameWriter writer = new FrameWriter();

    /** @param anchor the number of the entry that must stay, or the nearest to it */
    List<Entry> fitting(List<Entry> entries, long anchor) {
        return fitting(entries, anchor, Entry::seq, PageBound::atMost, writer::appended);
    }

    /** As {@link #fitting}, of messages with what became of them. */
    List<CurrentMessage> fittingMessages(List<CurrentMessage> messages, long anchor) {
        return fitting(
                messages,
                anchor,
                message -> message.entry().seq(),
                message -> atMost(message.entry()) + atMost(message.reactions()),
                writer::message);
    }

    /** How many of these messages of any conversations, from the first on, a page holds: one at least. */
    int beginning(List<CurrentMessage> messages) {
        return beginning(messages, message -> atMost(message.entry()) + atMost(message.reactions()));
    }

    /** As {@link #beginning}, of messages that are in no log yet. */
    int beginningOf(List<Entry.Message> messages) {
        return beginning(messages, message -> FIELDS + atMost(message));
    }

    private static <T> int beginning(List<T> messages, ToLongFunction<T> atMost) {
        long total = 0;
        for (int i = 0; i < messages.size(); i++) {
            total += atMost.applyAsLong(messages.get(i));
            if (total > BYTES && i > 0) {
                return i;
            }
        }
        return messages.size();
    }

    private static <T> List<T> fitting(
            List<T> items, long anchor, ToLongFunction<T> seq, ToLongFunction<T> atMost, Function<T, byte[]> written) {
        if (items.stream().mapToLong(atMost).sum() <= BYTES) {
            return items;
        }
        int from = 0;
        int to = items.size();
        int[] sizes =
                items.stream().mapToInt(item -> written.apply(item).length + 1).toArray();
        long total = 0;
        for (int size : sizes) {
            total += size;
        }
        while (total > BYTES && to - from > 1) {
            boolean lastIsFarther =
                    seq.applyAsLong(items.get(to - 1)) - anchor >= anchor - seq.applyAsLong(items.get(from));
            total -= lastIsFarther ? sizes[--to] : sizes[from++];
        }
        return items.subList(from, to);
    }

    /** What an entry takes at most, without writing it. */
    private static long atMost(Entry entry) {
        long content = switch (entry.body()) {
            case Entry.Message message -> atMost(message);
            case Entry.Edited edited -> CHARACTER * (long) edited.text().length();
            case Entry.Joined joined -> QUOTED_ID * (long) joined.users().size();
            case Entry.Left left -> QUOTED_ID * (long) left.users().size();
            case Entry.Changed changed -> CHARACTER * (long) (length(changed.title()) + length(changed.topic()));
            case Entry.Sealed sealed -> sealed.payload().length();
            case Entry.Recalled recalled -> 0;
            case Entry.Reaction reaction -> CHARACTER * (long) reaction.emoji().length();
            case Entry.Pinned pinned -> 0;
        };
        return FIELDS + content;
    }

    private static long atMost(Entry.Message message) {
        long ids = (long) message.mentions().size() + message.attachments().size();
        long content = CHARACTER * (long) length(message.text()) + QUOTED_ID * ids;
        content += GROUP * (long) message.groups().size();
        for (Entry.File file : message.files()) {
            content += FILE + CHARACTER * (long) length(file.name());
        }
        return content;
    }

    private static long atMost(List<CurrentMessage.Reactions> reactions) {
        long content = 0;
        for (CurrentMessage.Reactions one : reactions) {
            content += REACTION + QUOTED_ID * (long) one.users().size();
        }
        return content;
    }

    private static int length(@Nullable String text) {
        return text == null ? 0 : text.length();
    }
}
