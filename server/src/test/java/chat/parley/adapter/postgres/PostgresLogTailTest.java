package chat.parley.adapter.postgres;

import static chat.parley.adapter.postgres.Answers.post;
import static chat.parley.adapter.postgres.Answers.store;
import static org.assertj.core.api.Assertions.assertThat;

import chat.parley.core.bus.Signal;
import chat.parley.core.conversation.Change;
import chat.parley.core.conversation.MemberRole;
import chat.parley.core.id.ConversationId;
import chat.parley.core.id.SessionId;
import chat.parley.core.id.UserId;
import chat.parley.core.sync.Cursor;
import chat.parley.core.sync.LogTail;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class PostgresLogTailTest implements LogContract {
    private static final int MOST = 1_000;

    private static LogFixture fixture;
    private static LogFixture.Node node;

    @BeforeAll
    static void start() {
        fixture = new LogFixture();
        node = fixture.node();
    }

    @AfterAll
    static void stop() {
        fixture.close();
    }

    @Override
    public LogFixture fixture() {
        return fixture;
    }

    @Override
    public List<LogFixture.Node> servers() {
        return List.of(node);
    }

    /** What the tail brings, page by page, until it has these heads. */
    private Seen follow(Cursor from, int limit, Map<ConversationId, Long> heads) {
        Seen seen = new Seen(
                new HashMap<>(),
                new ArrayList<>(),
                new ArrayList<>(),
                new ArrayList<>(),
                new ArrayList<>(List.of(from)));
        long end = System.nanoTime() + Duration.ofSeconds(90).toNanos();
        while (!seen.heads.entrySet().containsAll(heads.entrySet())) {
            assertThat(System.nanoTime()).as("saw only " + seen.heads).isLessThan(end);
            LogTail.Tail tail = node.tail.tail(seen.cursors.getLast(), limit);
            tail.heads().forEach((conversation, seq) -> seen.heads.merge(conversation, seq, Math::max));
            seen.joins.addAll(tail.joins());
            seen.states.addAll(tail.states());
            seen.ended.addAll(tail.ended());
            seen.cursors.add(tail.next());
            LockSupport.parkNanos(Duration.ofMillis(1).toNanos());
        }
        return seen;
    }

    private record Seen(
            Map<ConversationId, Long> heads,
            List<LogTail.Join> joins,
            List<Signal.OwnStateChanged> states,
            List<SessionId> ended,
            List<Cursor> cursors) {}

    @Test
    void findsHeadsJoinsAndEndedSessionsOnce() {
        UserId ada = user();
        UserId bob = user();
        fixture.execute(
                "insert into session (id, account, secret, generation, created_at, issued_at, device) values (7, "
                        + ada.value() + ", 's', 1, now(), now(), 'd'), (8, " + ada.value()
                        + ", 's', 1, now(), now(), 'd')");
        Cursor before = node.tail.tailEnd();
        ConversationId room = create(group(ada));
        long joined = appended(change(changes(), new Change.Join(room, ada, List.of(bob))));
        fixture.execute("update session set ended_xid = pg_current_xact_id() where id = 7");
        long head = store(log(), post(room, bob, "hello")).seq();
        Seen seen = follow(before, MOST, Map.of(room, head));
        assertThat(seen.joins).containsExactly(new LogTail.Join(room, ada, 1), new LogTail.Join(room, bob, joined));
        assertThat(seen.ended).containsExactly(new SessionId(7));
        LogTail.Tail after = node.tail.tail(seen.cursors.getLast(), MOST);
        assertThat(after.heads()).isEmpty();
        assertThat(after.joins()).isEmpty();
        assertThat(after.ended()).isEmpty();
    }

    @Test
    void findsWhoseRoleChangedAsItWasAnnounced() {
        UserId ada = user();
        UserId bob = user();
        ConversationId room = create(group(ada, bob));
        Cursor before = node.tail.tailEnd();
        long head = appended(change(changes(), new Change.SetRole(room, ada, bob, MemberRole.MODERATOR)));
        List<Signal.OwnStateChanged> announced = node.bus.ownStates(room);
        assertThat(announced)
                .singleElement()
                .satisfies(change -> assertThat(change.user()).isEqualTo(bob));
        assertThat(follow(before, MOST, Map.of(room, head)).states).containsExactlyElementsOf(announced);
    }

    @Test
    void doesNotPassATransactionThatCommitsLate() throws Exception {
        UserId ada = user();
        ConversationId slow = create(group(ada));
        ConversationId quick = create(group(ada));
        Cursor before = follow(node.tail.tailEnd(), MOST, Map.of()).cursors.getLast();
        try (Connection outside = fixture.outside();
                Statement statement = outside.createStatement()) {
            outside.setAutoCommit(false);
            statement.execute(
                    "select * from parley_append(array[" + slow.value() + "], array[" + ada.value() + "], array['"
                            + UUID.randomUUID() + "']::uuid[], array['late'], array[null]::uuid[], array[0],"
                            + " '{null}', '{false}', '{null}', '{null}', true)");
            store(log(), post(quick, ada, "overtakes"));
            LogTail.Tail meanwhile = node.tail.tail(before, MOST);
            assertThat(meanwhile.heads()).doesNotContainKey(quick).doesNotContainKey(slow);
            outside.commit();
        }
        Seen seen = follow(before, MOST, Map.of(slow, 2L, quick, 2L));
        assertThat(seen.cursors).extracting(Cursor::xid).isSorted();
    }

    @Test
    void readsWholeTransactionsHoweverSmallTheLimit() {
        UserId ada = user();
        ConversationId room = create(group(ada));
        Cursor before = node.tail.tailEnd();
        // one transaction of 50 entries between single ones
        store(log(), post(room, ada, "first"));
        fixture.execute("insert into entry (conversation, seq, messages, at, sender, kind, id, text) select "
                + room.value() + ", n, n - 1, now(), " + ada.value()
                + ", 1, gen_random_uuid(), 'n' from generate_series(3, 52) n;"
                + " update head set seq = 52, messages = 51 where conversation = " + room.value());
        long head = store(log(), post(room, ada, "last")).seq();
        Seen seen = follow(before, 2, Map.of(room, head));
        assertThat(seen.heads).containsEntry(room, 53L);
        assertThat(seen.cursors.size()).isGreaterThan(2);
    }

    @Test
    void beginsAtTheEndForACursorOfAnotherIncarnation() {
        create(group(user()));
        LogTail.Tail tail = node.tail.tail(new Cursor("another", 3), MOST);
        assertThat(tail.heads()).isEmpty();
        assertThat(tail.next().incarnation()).isEqualTo(node.tail.tailEnd().incarnation());
    }
}
