package chat.parley.adapter.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import chat.parley.core.id.ConversationId;
import chat.parley.core.id.UserId;
import chat.parley.core.message.MessageChange;
import chat.parley.core.message.MessageChanges.Outcome;
import chat.parley.core.message.MessageLog.Around;
import chat.parley.core.message.MessageLog.Current;
import chat.parley.core.message.MessageLog.Place;
import chat.parley.core.message.MessageLog.Viewer;
import chat.parley.wire.CurrentMessage;
import chat.parley.wire.Entry;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Changes messages, and holds what became of them against the log. */
interface RevisionVerbs extends LogContract {
    Instant ANY_AGE = Instant.EPOCH;
    Instant TOO_OLD = Instant.parse("2999-01-01T00:00:00Z");
    int MOST = 3;
    int NAMED = 2;

    /** As a use case does: again with the version of now where it has moved. */
    default Outcome revise(LogFixture.Node server, MessageChange change) {
        while (true) {
            Outcome outcome = server.revisions.apply(change, accessVersion(change.conversation()));
            if (!(outcome instanceof Outcome.Stale)) {
                return outcome;
            }
        }
    }

    default Outcome revise(MessageChange change) {
        return revise(server(0), change);
    }

    default MessageChange.React react(ConversationId room, UserId by, long target, String emoji, boolean added) {
        return new MessageChange.React(room, by, target, emoji, added, MOST);
    }

    default MessageChange.Edit edit(ConversationId room, UserId by, long target, String text) {
        return new MessageChange.Edit(room, by, target, UUID.randomUUID(), text, ANY_AGE, MOST);
    }

    default MessageChange.Recall recall(ConversationId room, UserId by, long target, boolean leads) {
        return new MessageChange.Recall(room, by, target, leads, ANY_AGE);
    }

    /** All messages as {@code viewer} sees them, after comparing them with what the log says. */
    default List<CurrentMessage> consistent(ConversationId room, UserId viewer) {
        List<Entry> log = everything(room);
        LogContract.assertDense(log);
        Current current = current(room, viewer);
        assertThat(current.head()).isEqualTo(log.size());
        FoldedLog folded = FoldedLog.of(log);
        assertThat(current.messages()).isEqualTo(folded.main(viewer.toString(), NAMED));
        for (long root : folded.roots()) {
            assertThat(thread(room, viewer, root).messages()).isEqualTo(folded.thread(root, viewer.toString(), NAMED));
        }
        List<String> before = derived(room);
        fixture().execute("select parley_refold(" + room.value() + ")");
        assertThat(derived(room)).isEqualTo(before);
        return current.messages();
    }

    default Current current(ConversationId room, UserId viewer) {
        return latest(room, viewer, null);
    }

    default Current thread(ConversationId room, UserId viewer, long root) {
        return latest(room, viewer, root);
    }

    private Current latest(ConversationId room, UserId viewer, @Nullable Long thread) {
        Place place = new Place(thread, new Around.Latest());
        return log().messages(room, new Viewer(viewer, NAMED), place, 1, 1_000, 1 << 24);
    }

    private List<String> derived(ConversationId room) {
        String rows = Stream.of("fold", "reaction", "mention")
                .map(table ->
                        "select to_jsonb(t)::text from %s t where conversation = %d".formatted(table, room.value()))
                .collect(Collectors.joining(" union all "));
        return fixture().texts(rows + " order by 1");
    }
}
