package chat.parley.adapter.postgres;

import static chat.parley.adapter.postgres.Answers.post;
import static chat.parley.adapter.postgres.Answers.store;
import static org.assertj.core.api.Assertions.assertThat;

import chat.parley.core.conversation.Change;
import chat.parley.core.id.ConversationId;
import chat.parley.core.id.UserId;
import chat.parley.core.message.MessageLog.Around;
import chat.parley.core.message.MessageLog.Current;
import chat.parley.core.message.MessageLog.Place;
import chat.parley.core.message.MessageLog.Slice;
import chat.parley.core.message.MessageLog.Viewer;
import chat.parley.wire.Entry;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The contract of reading the log. The room has 1 joined, 2 to 11 messages, 12 joined, 13 to 22 messages. */
interface ReadingContract extends LogContract {
    int BYTES = 1 << 20;

    private ConversationId room() {
        UserId ada = user();
        ConversationId room = create(group(ada));
        for (int i = 0; i < 20; i++) {
            if (i == 10) {
                appended(change(changes(), new Change.Join(room, ada, List.of(user()))));
            }
            store(log(), post(room, ada, "message " + i));
        }
        return room;
    }

    private static List<Long> seqs(Slice slice) {
        return slice.entries().stream().map(Entry::seq).toList();
    }

    private static List<Long> seqs(Current current) {
        return current.messages().stream().map(message -> message.entry().seq()).toList();
    }

    private Current messages(ConversationId room, Around around, long first, int limit, int maxBytes) {
        return log().messages(room, new Viewer(new UserId(1), 10), new Place(null, around), first, limit, maxBytes);
    }

    @Test
    default void readsEntriesAfterOneInOrderUpToTheLimit() {
        ConversationId room = room();
        assertThat(seqs(log().entries(room, 0, 3, BYTES))).containsExactly(1L, 2L, 3L);
        assertThat(seqs(log().entries(room, 10, 3, BYTES))).containsExactly(11L, 12L, 13L);
        assertThat(seqs(log().entries(room, 20, 10, BYTES))).containsExactly(21L, 22L);
        assertThat(log().entries(room, 22, 10, BYTES)).isEqualTo(new Slice(List.of(), 22));
        assertThat(log().entries(room, 0, 3, BYTES).head()).isEqualTo(22);
    }

    @Test
    default void readsNothingOfNoConversation() {
        assertThat(log().entries(IDS.conversation(), 0, 3, BYTES)).isEqualTo(new Slice(List.of(), 0));
        assertThat(messages(IDS.conversation(), new Around.Latest(), 1, 3, BYTES))
                .isEqualTo(new Current(List.of(), 0));
    }

    @Test
    default void cutsAPageAtItsBytesButReadsOneAtLeast() {
        UserId ada = user();
        ConversationId room = create(group(ada));
        for (int i = 0; i < 5; i++) {
            store(log(), post(room, ada, "é".repeat(10_000)));
        }
        assertThat(seqs(log().entries(room, 1, 50, 45_000))).containsExactly(2L, 3L, 4L);
        assertThat(seqs(log().entries(room, 1, 50, 1))).containsExactly(2L);
        assertThat(seqs(messages(room, new Around.Latest(), 1, 50, 45_000))).containsExactly(4L, 5L, 6L);
    }

    @Test
    default void readsMessagesAroundAPlace() {
        ConversationId room = room();
        assertThat(seqs(messages(room, new Around.Latest(), 1, 3, BYTES))).containsExactly(20L, 21L, 22L);
        assertThat(seqs(messages(room, new Around.Before(14), 1, 3, BYTES))).containsExactly(10L, 11L, 13L);
        assertThat(seqs(messages(room, new Around.After(10), 1, 3, BYTES))).containsExactly(11L, 13L, 14L);
        assertThat(seqs(messages(room, new Around.Near(11), 1, 4, BYTES))).containsExactly(9L, 10L, 11L, 13L);
        assertThat(seqs(messages(room, new Around.Near(12), 1, 4, BYTES))).containsExactly(9L, 10L, 11L, 13L);
        assertThat(messages(room, new Around.Latest(), 1, 3, BYTES).head()).isEqualTo(22);
    }

    @Test
    default void readsNoMessageBelowTheFirst() {
        ConversationId room = room();
        assertThat(seqs(messages(room, new Around.Before(15), 11, 50, BYTES))).containsExactly(11L, 13L, 14L);
        assertThat(seqs(messages(room, new Around.Near(11), 12, 3, BYTES))).containsExactly(13L);
        assertThat(seqs(messages(room, new Around.After(1), 21, 50, BYTES))).containsExactly(21L, 22L);
    }
}
