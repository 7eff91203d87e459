package chat.parley.adapter.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import chat.parley.adapter.postgres.WorkspaceData.Conversation;
import chat.parley.adapter.postgres.WorkspaceData.Member;
import chat.parley.adapter.postgres.WorkspaceData.Person;
import chat.parley.core.conversation.Change;
import chat.parley.core.id.ConversationId;
import chat.parley.core.id.IdSource;
import chat.parley.core.id.UserId;
import chat.parley.core.retention.Hold;
import chat.parley.wire.Entry;
import chat.parley.wire.Retention;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class WorkspaceDataTest {
    private static final int PAGE = 2;
    private static final int ALL = 1_000;

    private final ConversationFixture here = new ConversationFixture();
    private final UserId ada = here.user();
    private final UserId bob = here.user();
    private final ConversationId room = here.group(ada, bob);

    @AfterEach
    void close() {
        here.close();
    }

    @Test
    void readsALogInPagesAsFarAsItWentWhenItWasListed() throws SQLException {
        posts(5);
        try (Connection connection = here.store.outside();
                WorkspaceData data = WorkspaceData.open(connection)) {
            Conversation listed = only(data);
            here.post(room, bob, "too late");
            UserId late = here.user();
            here.store.execute(
                    "insert into member (conversation, account, role, joined, first, first_messages, delivered, read,"
                            + " read_messages, xid) values (" + room.value() + ", " + late.value() + ", 0, "
                            + (listed.last() + 1)
                            + ", 1, 0, 0, 0, 0, pg_current_xact_id())");

            Entry last = null;
            for (long seq = 1; seq <= listed.last(); seq += PAGE) {
                List<Entry> page = data.entries(listed, last, PAGE);
                assertThat(page)
                        .extracting(Entry::seq)
                        .isEqualTo(LongStream.range(seq, Math.min(seq + PAGE, listed.last() + 1))
                                .boxed()
                                .toList());
                last = page.getLast();
            }
            assertThat(data.entries(listed, last, PAGE)).isEmpty();
            assertThat(data.members(listed, null, ALL)).extracting(Member::user).containsExactly(ada, bob);
            assertThat(data.people(null, ALL)).extracting(Person::id).contains(ada, bob, late);
        }
    }

    @Test
    void leavesOutWhatRetentionTookBeforeItIsDeletedUnlessItIsHeld() throws SQLException {
        posts(6);
        here.apply(new Change.Retain(room, ada, new Retention(null, 2L)));
        here.node.changes.apply(new Change.RaiseFirst(room, ada, Duration.ZERO), 0);
        long first = here.state(room, ada).first();
        assertThat(first).isGreaterThan(1);
        try (Connection connection = here.store.outside();
                WorkspaceData data = WorkspaceData.open(connection)) {
            assertThat(only(data).first()).isEqualTo(first);
            assertThat(data.entries(only(data), null, ALL).getFirst().seq()).isEqualTo(first);
            assertThat(new PostgresHolds(here.node.database.pool())
                            .place(
                                    new IdSource(InstantSource.system()).hold(),
                                    new Hold.Target.OfConversation(room),
                                    "a dispute",
                                    ada))
                    .isPresent();
            assertThat(only(data).first()).isEqualTo(1);
            assertThat(data.entries(only(data), null, ALL).getFirst().seq()).isEqualTo(1);
        }
    }

    @Test
    void keepsRetentionFromDeletingForAsLongAsItIsOpen() throws SQLException {
        posts(6);
        here.apply(new Change.Retain(room, ada, new Retention(null, 2L)));
        here.node.changes.apply(new Change.RaiseFirst(room, ada, Duration.ZERO), 0);
        PostgresRetention retention = new PostgresRetention(here.node.database.pool());
        try (Connection connection = here.store.outside()) {
            try (WorkspaceData open = WorkspaceData.open(connection)) {
                assertThat(retention.purge(room, ALL).entries()).isZero();
                assertThat(open.retention()).isEqualTo(Retention.NONE);
            }
            assertThat(retention.purge(room, ALL).entries()).isPositive();
        }
    }

    @Test
    void leavesOutDirectConversationsWhereTheyAreNotWanted() throws SQLException {
        ConversationId direct = here.direct(ada, bob);
        try (Connection connection = here.store.outside();
                WorkspaceData data = WorkspaceData.open(connection)) {
            assertThat(data.conversations(true, null, ALL))
                    .extracting(Conversation::id)
                    .containsExactlyInAnyOrder(room, direct);
            assertThat(data.conversations(false, null, ALL))
                    .extracting(Conversation::id)
                    .containsExactly(room);
        }
    }

    private static Conversation only(WorkspaceData data) {
        List<Conversation> all = data.conversations(true, null, ALL);
        assertThat(all).hasSize(1);
        return all.getFirst();
    }

    private void posts(int count) {
        for (int i = 0; i < count; i++) {
            here.post(room, ada, "message " + i);
        }
    }
}
