package chat.parley.adapter.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import chat.parley.core.conversation.Change;
import chat.parley.core.conversation.ChangeLog;
import chat.parley.core.conversation.Kind;
import chat.parley.core.conversation.NewConversation;
import chat.parley.core.id.ConversationId;
import chat.parley.core.id.IdSource;
import chat.parley.core.id.UserId;
import chat.parley.core.message.MessageLog;
import chat.parley.wire.Entry;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.LongStream;

/** What the contracts of the log share. The subject is one or more servers over one store; tests spread over them. */
interface LogContract {
    IdSource IDS = new IdSource(InstantSource.system());

    LogFixture fixture();

    List<LogFixture.Node> servers();

    default LogFixture.Node server(int i) {
        return servers().get(i % servers().size());
    }

    default MessageLog log() {
        return server(0).log;
    }

    default ChangeLog changes() {
        return server(0).changes;
    }

    default UserId user() {
        return fixture().user();
    }

    default NewConversation group(UserId owner, UserId... members) {
        return new NewConversation(
                IDS.conversation(),
                owner,
                Kind.GROUP,
                Optional.of(UUID.randomUUID()),
                Optional.of("a group"),
                true,
                List.of(members));
    }

    default NewConversation direct(UserId creator, UserId other) {
        return new NewConversation(
                IDS.conversation(), creator, Kind.DIRECT, Optional.empty(), Optional.empty(), true, List.of(other));
    }

    default ConversationId create(NewConversation wanted) {
        return present(changes().create(wanted)).conversation();
    }

    default ChangeLog.Created.Present present(ChangeLog.Created created) {
        assertThat(created).isInstanceOf(ChangeLog.Created.Present.class);
        return (ChangeLog.Created.Present) created;
    }

    /** As a use case does: again with the version of now where it has moved. */
    default ChangeLog.Outcome change(ChangeLog changes, Change change) {
        while (true) {
            ChangeLog.Outcome outcome = changes.apply(change, accessVersion(change.conversation()));
            if (!(outcome instanceof ChangeLog.Outcome.Stale)) {
                return outcome;
            }
        }
    }

    default long appended(ChangeLog.Outcome outcome) {
        assertThat(outcome).isInstanceOf(ChangeLog.Outcome.Appended.class);
        return ((ChangeLog.Outcome.Appended) outcome).seq();
    }

    default long accessVersion(ConversationId conversation) {
        return head(conversation, "access_version");
    }

    default long head(ConversationId conversation, String column) {
        return fixture().number("select " + column + " from head where conversation = " + conversation.value());
    }

    default long member(ConversationId conversation, UserId user, String column) {
        return fixture()
                .number("select " + column + " from member where conversation = " + conversation.value()
                        + " and account = " + user.value());
    }

    /** The whole log, page by page. */
    default List<Entry> everything(ConversationId conversation) {
        List<Entry> all = new ArrayList<>();
        while (true) {
            MessageLog.Slice slice = log().entries(conversation, all.size(), 200, 1 << 20);
            all.addAll(slice.entries());
            if (slice.entries().isEmpty()) {
                assertThat(all).hasSize((int) slice.head());
                return all;
            }
        }
    }

    static boolean inMain(Entry.Message message) {
        return message.thread() == null || message.broadcast();
    }

    static void assertDense(List<Entry> entries) {
        assertThat(entries)
                .extracting(Entry::seq)
                .containsExactlyElementsOf(
                        LongStream.rangeClosed(1, entries.size()).boxed().toList());
        long messages = 0;
        for (Entry entry : entries) {
            messages += entry.body() instanceof Entry.Message message && inMain(message) ? 1 : 0;
            assertThat(entry.messages()).isEqualTo(messages);
        }
    }
}
