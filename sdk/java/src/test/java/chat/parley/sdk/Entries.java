package chat.parley.sdk;

import chat.parley.wire.ConversationState;
import chat.parley.wire.Entry;
import java.time.Instant;
import java.util.Map;
import java.util.stream.LongStream;

/** Logs to be synchronised. */
final class Entries {
    private Entries() {}

    static Entry entry(String conversation, long seq) {
        return new Entry(
                conversation,
                seq,
                seq,
                Instant.EPOCH,
                "u1",
                Entry.Message.plain("018f4e5a-0000-7000-8000-00000000000a", "text " + seq));
    }

    /** The log from {@code from} to {@code to}, as a page of a log that reaches to {@code head}. */
    static EntriesPage page(String conversation, long from, long to, long head) {
        return new EntriesPage(
                LongStream.rangeClosed(from, to)
                        .mapToObj(seq -> entry(conversation, seq))
                        .toList(),
                head,
                1);
    }

    static ConversationState state(String conversation, long first, long head) {
        return new ConversationState(
                conversation,
                "group",
                "a group",
                null,
                null,
                "all",
                "moderators",
                head,
                head,
                first,
                first - 1,
                0,
                0,
                0,
                null,
                0,
                "member",
                false,
                null,
                null,
                2,
                Map.of(),
                null,
                null);
    }
}
