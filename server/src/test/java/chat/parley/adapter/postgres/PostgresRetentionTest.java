package chat.parley.adapter.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import chat.parley.adapter.postgres.search.IndexConfig;
import chat.parley.adapter.postgres.search.SearchIndexer;
import chat.parley.core.conversation.Change;
import chat.parley.core.id.ConversationId;
import chat.parley.core.id.HoldId;
import chat.parley.core.id.IdSource;
import chat.parley.core.id.UserId;
import chat.parley.core.message.MessageChange;
import chat.parley.core.message.MessageChanges;
import chat.parley.core.message.MessageLog;
import chat.parley.core.message.MessageLog.Outcome;
import chat.parley.core.message.Post;
import chat.parley.core.retention.Hold;
import chat.parley.core.retention.KeepRetention;
import chat.parley.core.retention.RetentionConfig;
import chat.parley.wire.ConversationState;
import chat.parley.wire.Entry;
import chat.parley.wire.Retention;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PostgresRetentionTest {
    private static final Instant ANY_AGE = Instant.EPOCH;
    private static final int BATCH = 3;

    private final ConversationFixture here = new ConversationFixture();
    private final PostgresWorkspace workspace = new PostgresWorkspace(here.node.database.pool());
    private final PostgresRetention store = new PostgresRetention(here.node.database.pool());
    private final UserId ada = here.user();
    private final UserId bob = here.user();
    private final ConversationId room = here.group(ada, bob);
    private final Counted counted = new Counted();

    @AfterEach
    void close() {
        here.close();
    }

    @Test
    void nothingGoesWhereNobodyWantsItTo() throws InterruptedException {
        posts(20);
        work();
        assertThat(entries()).isEqualTo(21);
        assertThat(here.state(room, ada).retention()).isNull();
    }

    @Test
    void whatIsTooMuchGoesFromTheBeginningByOneEntry() throws InterruptedException {
        posts(20);
        keep(null, 5L);
        work();
        ConversationState state = here.state(room, bob);
        // 1 joined, 2 to 21 messages, 22 who keeps what, 23 where it begins
        assertThat(state.first()).isEqualTo(17);
        assertThat(state.firstMessages()).isEqualTo(15);
        assertThat(state.head()).isEqualTo(23);
        assertThat(state.messages()).isEqualTo(20);
        assertThat(state.retention()).isEqualTo(new Retention(null, 5L));
        assertThat(here.store.number("select min(seq) from entry where conversation = " + room.value()))
                .isEqualTo(17);
        Entry raised = log(22).getFirst();
        assertThat(raised.from()).isEqualTo(ada.toString());
        assertThat(raised.body()).isEqualTo(new Entry.Changed(null, null, null, 17L, 15L, null, null, null));
        assertThat(counted.entries).isEqualTo(16);
        assertThat(counted.raised).isEqualTo(1);
        assertThat(owed()).isZero();
        work();
        assertThat(here.state(room, bob).head()).isEqualTo(23);
    }

    @Test
    void whatIsTooOldGoesAndItsOwnEntryBringsNoOther() throws InterruptedException {
        posts(10);
        age(8, 40);
        workspace.retain(new Retention(30L, null));
        work();
        assertThat(here.state(room, ada).first()).isEqualTo(9);
        age(12, 31);
        work();
        ConversationState idle = here.state(room, ada);
        assertThat(idle.first()).isEqualTo(13);
        assertThat(idle.head()).isEqualTo(13);
        age(13, 31);
        work();
        assertThat(here.state(room, ada).head()).isEqualTo(13);
    }

    @Test
    void ofConversationAndWorkspaceWhicheverKeepsLessHolds() throws InterruptedException {
        posts(20);
        keep(null, 10L);
        workspace.retain(new Retention(365L, 4L));
        assertThat(here.state(room, ada).retention()).isEqualTo(new Retention(365L, 4L));
        work();
        assertThat(here.state(room, ada).firstMessages()).isEqualTo(16);
        ConversationId direct = here.direct(ada, bob);
        for (int i = 0; i < 6; i++) {
            here.post(direct, ada, "to you " + i);
        }
        work();
        assertThat(here.state(direct, bob).firstMessages()).isEqualTo(2);
    }

    @Test
    void whatIsYoungIsSparedHoweverFewAreToBeKept() throws InterruptedException {
        posts(10);
        age(4, 1);
        keep(null, 2L);
        work(Duration.ofHours(1));
        assertThat(here.state(room, ada).first()).isEqualTo(5);
    }

    @Test
    void aMessageThatIsGoneIsStillAnsweredByItsFirstNumber() throws InterruptedException {
        Post sent = Post.plain(room, ada, UUID.randomUUID(), "once", null);
        Outcome.Stored first = Answers.store(here.node.log, sent);
        UUID editing = UUID.randomUUID();
        MessageChange edit = new MessageChange.Edit(room, ada, first.seq(), editing, "one time", ANY_AGE, 10);
        MessageChanges.Outcome edited = revise(edit);
        posts(20);
        keep(null, 2L);
        work();
        assertThat(here.store.number("select count(*) from entry where text like 'on%'"))
                .isZero();
        assertThat(Answers.outcome(here.node.log, sent)).isEqualTo(new Outcome.Stored(first.seq(), first.at(), true));
        assertThat(revise(edit)).isEqualTo(edited);
        assertThat(revise(new MessageChange.Edit(room, ada, first.seq() + 2, editing, "x", ANY_AGE, 10)))
                .isInstanceOf(MessageChanges.Outcome.Refused.class);
        Post after = Post.plain(room, ada, UUID.randomUUID(), "after it", sent.id());
        assertThat(Answers.outcome(here.node.log, after)).isInstanceOf(Outcome.Stored.class);
        assertThat(here.node.log.entries(room, 0, 100, 1 << 20).entries())
                .noneMatch(entry -> entry.seq() == first.seq());
    }

    @Test
    void whoHadNotReadWhatIsGoneHasItReadAndNothingElse() throws InterruptedException {
        posts(20);
        here.read(room, bob, 3);
        keep(null, 5L);
        work();
        ConversationState behind = here.state(room, bob);
        assertThat(behind.messages() - behind.readMessages()).isEqualTo(5);
        assertThat(behind.read()).isEqualTo(behind.first() - 1);
        here.read(room, bob, 7);
        assertThat(here.state(room, bob).readMessages()).isEqualTo(behind.readMessages());
        here.read(room, bob, behind.head());
        assertThat(here.state(room, bob).readMessages()).isEqualTo(20);
    }

    @Test
    void whoHadReadNothingOfWhatIsGoneAndSaysSomethingHasNothingUnread() throws InterruptedException {
        posts(20);
        age(21, 40);
        workspace.retain(new Retention(30L, null));
        work();
        ConversationState state = here.state(room, bob);
        assertThat(state.first()).isEqualTo(state.head()).isEqualTo(22);
        assertThat(state.readMessages()).isEqualTo(state.messages());
        here.post(room, bob, "here I am");
        assertThat(here.store.number("select read_messages from member where account = " + bob.value()))
                .isEqualTo(21);
    }

    @Test
    void allThatWasDerivedGoesWithIt() throws InterruptedException {
        long said = here.post(room, ada, "look at this");
        revise(new MessageChange.React(room, bob, said, "👍", true, 10));
        revise(new MessageChange.Pin(room, ada, said, true, 10));
        Answers.store(
                here.node.log,
                new Post(
                        room,
                        ada,
                        UUID.randomUUID(),
                        "and you?",
                        null,
                        new Post.Context(null, said, false, List.of(bob.toString()), List.of(), null)));
        posts(10);
        keep(null, 2L);
        work();
        for (String table : List.of("fold", "reaction", "mention")) {
            assertThat(here.store.number("select count(*) from " + table))
                    .as(table)
                    .isZero();
        }
        assertThat(here.state(room, bob).mentions()).isZero();
        MessageLog.Current thread = here.node.log.messages(
                room,
                new MessageLog.Viewer(bob, 2),
                new MessageLog.Place(said, new MessageLog.Around.Latest()),
                here.state(room, bob).first(),
                10,
                1 << 20);
        assertThat(thread.messages()).isEmpty();
        assertThat(revise(new MessageChange.React(room, bob, said, "👍", true, 10)))
                .isInstanceOf(MessageChanges.Outcome.Refused.class);
    }

    @Test
    void theIndexForgetsItsMessagesAndTheirWords() throws InterruptedException {
        IndexConfig defaults = IndexConfig.defaults();
        IndexConfig config =
                new IndexConfig(defaults.languages(), Duration.ofMillis(5), 50, Duration.ofSeconds(1), 50, 500, 10_000);
        try (SearchIndexer indexer = new SearchIndexer(here.node.database.pool(), config, here.node.metrics)) {
            assertThat(indexer).isNotNull();
            here.post(room, ada, "zanzibar");
            posts(10);
            here.store.awaitNumber(11, "select count(*) from search_message");
            keep(null, 2L);
            work();
            assertThat(here.store.texts("select seq::text from search_message order by seq"))
                    .containsExactly("11", "12");
            assertThat(here.store.number("select count(*) from search_word where word = 'zanzibar'"))
                    .isZero();
        }
    }

    @Test
    void aServerThatDiesBetweenTwoStepsLeavesTheRestToTheNext() throws InterruptedException {
        posts(20);
        keep(null, 5L);
        PostgresRetention dying = new PostgresRetention(here.node.database.pool());
        assertThat(dying.turn(Duration.ofHours(1))).isTrue();
        here.node.changes.apply(new Change.RaiseFirst(room, ada, Duration.ZERO), 0);
        assertThat(dying.purge(room, BATCH).done()).isFalse();
        assertThat(entries()).isEqualTo(20);
        work();
        assertThat(entries()).as("another has the turn").isEqualTo(20);
        here.store.execute("update retention_round set worker_till = '-infinity'");
        work();
        assertThat(entries()).isEqualTo(7);
        assertThat(owed()).isZero();
        assertThat(here.store.number("select count(*) from spent")).isEqualTo(15);
    }

    @Test
    void historyThatIsOpenedAgainBeginsWhereTheLogDoes() throws InterruptedException {
        here.apply(new Change.SetProperties(
                room, ada, Optional.empty(), Optional.empty(), Optional.of(false), Optional.empty()));
        posts(20);
        keep(null, 5L);
        work();
        here.apply(new Change.SetProperties(
                room, ada, Optional.empty(), Optional.empty(), Optional.of(true), Optional.empty()));
        here.apply(new Change.SetProperties(
                room, ada, Optional.empty(), Optional.empty(), Optional.of(false), Optional.empty()));
        assertThat(here.state(room, bob).first()).isEqualTo(18);
        assertThat(here.state(room, bob).firstMessages()).isEqualTo(15);
        assertThat(here.store.number("select min(first) from member where conversation = " + room.value()))
                .isEqualTo(18);
    }

    @Test
    void whatIsHeldStaysUntilItIsReleased() throws InterruptedException {
        PostgresHolds holds = new PostgresHolds(here.node.database.pool());
        HoldId id = new IdSource(InstantSource.system()).hold();
        posts(20);
        keep(null, 5L);
        Hold hold = holds.place(id, new Hold.Target.OfConversation(room), "a lawsuit", ada)
                .orElseThrow();
        work();
        assertThat(here.state(room, ada).first()).isEqualTo(1);
        assertThat(entries()).isEqualTo(22);
        assertThat(hold.end()).isEmpty();
        Hold released = holds.release(id, bob).orElseThrow();
        assertThat(released.end().orElseThrow().by()).isEqualTo(bob);
        assertThat(holds.release(id, ada)).contains(released);
        assertThat(holds.list(null, 10)).containsExactly(released);
        work();
        assertThat(here.state(room, ada).firstMessages()).isEqualTo(15);
    }

    @Test
    void aHoldThatComesAfterTheRaiseStopsTheDeleting() throws InterruptedException {
        posts(20);
        keep(null, 5L);
        assertThat(store.turn(Duration.ofSeconds(1))).isTrue();
        here.node.changes.apply(new Change.RaiseFirst(room, ada, Duration.ZERO), 0);
        assertThat(store.purge(room, BATCH).done()).isFalse();
        PostgresHolds holds = new PostgresHolds(here.node.database.pool());
        HoldId id = new IdSource(InstantSource.system()).hold();
        assertThat(holds.place(id, new Hold.Target.OfUser(bob), "what bob was told", ada))
                .isPresent();
        work();
        assertThat(entries()).isEqualTo(20);
        assertThat(owed()).isEqualTo(1);
        holds.release(id, ada);
        work();
        assertThat(entries()).isEqualTo(7);
    }

    @Test
    void whoeverWasAMemberIsHeldWithTheirConversationsAndNobodyElse() throws InterruptedException {
        ConversationId other = here.group(ada);
        for (int i = 0; i < 10; i++) {
            here.post(other, ada, "elsewhere");
        }
        posts(10);
        here.leave(room, bob);
        PostgresHolds holds = new PostgresHolds(here.node.database.pool());
        assertThat(holds.place(
                        new IdSource(InstantSource.system()).hold(),
                        new Hold.Target.OfUser(new UserId(1)),
                        "nobody",
                        ada))
                .isEmpty();
        holds.place(new IdSource(InstantSource.system()).hold(), new Hold.Target.OfUser(bob), "bob", ada);
        workspace.retain(new Retention(null, 2L));
        work();
        assertThat(here.state(room, ada).first()).isEqualTo(1);
        assertThat(here.state(other, ada).firstMessages()).isEqualTo(8);
    }

    /** Posts, one after the other. */
    private void posts(int count) {
        for (int i = 0; i < count; i++) {
            here.post(room, ada, "message " + i);
        }
    }

    private void keep(@Nullable Long days, @Nullable Long messages) {
        here.apply(new Change.Retain(room, ada, new Retention(days, messages)));
    }

    private void work() throws InterruptedException {
        work(Duration.ZERO);
    }

    private void work(Duration spared) throws InterruptedException {
        RetentionConfig config = new RetentionConfig(
                1, 1, spared, Duration.ofMinutes(1), 1, BATCH, Duration.ZERO, Duration.ofSeconds(1), 100);
        KeepRetention work = new KeepRetention(store, here.node.changes, InstantSource.system(), config);
        while (work.pass(counted)) {
            assertThat(counted.entries).isLessThan(1_000);
        }
    }

    /** Up to that entry all is so many days old. */
    private void age(long upTo, int days) {
        here.store.execute("update entry set at = now() - interval '%d days' where conversation = %d and seq <= %d"
                .formatted(days, room.value(), upTo));
    }

    private long entries() {
        return here.store.number("select count(*) from entry where conversation = " + room.value());
    }

    private long owed() {
        return here.store.number("select count(*) from purge");
    }

    private long version() {
        return here.conversations.access(room, ada).orElseThrow().version();
    }

    private List<Entry> log(long after) {
        return here.node.log.entries(room, after, 1_000, 1 << 24).entries();
    }

    private MessageChanges.Outcome revise(MessageChange change) {
        return here.node.revisions.apply(change, version());
    }

    private static final class Counted implements KeepRetention.Watch {
        int entries;
        int raised;
        final List<Duration> rounds = new ArrayList<>();

        @Override
        public void purged(int goneEntries, int goneFiles) {
            entries += goneEntries;
        }

        @Override
        public void raised(ConversationId conversation) {
            raised++;
        }

        @Override
        public void round(Duration oldest) {
            rounds.add(oldest);
        }
    }
}
