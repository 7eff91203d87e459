package chat.parley.adapter.postgres;

import static chat.parley.adapter.postgres.Answers.post;
import static chat.parley.adapter.postgres.Answers.store;
import static org.assertj.core.api.Assertions.assertThat;

import chat.parley.core.conversation.Change;
import chat.parley.core.conversation.MemberRole;
import chat.parley.core.id.ConversationId;
import chat.parley.core.id.UserId;
import chat.parley.core.message.MessageChange;
import chat.parley.core.message.MessageChanges.Outcome;
import chat.parley.core.message.MessageChanges.Reason;
import chat.parley.wire.CurrentMessage;
import chat.parley.wire.Entry;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** The contract of {@link chat.parley.core.message.MessageChanges}. */
interface RevisionContract extends RevisionVerbs {
    private static Outcome refused(Reason reason) {
        return new Outcome.Refused(reason);
    }

    private static long seq(Outcome outcome) {
        assertThat(outcome).isInstanceOf(Outcome.Appended.class);
        return ((Outcome.Appended) outcome).seq();
    }

    @Test
    default void countsAndNamesThoseWhoReact() {
        UserId ada = user();
        UserId bob = user();
        UserId eve = user();
        ConversationId room = create(group(ada, bob, eve));
        long seq = store(log(), post(room, ada, "tea?")).seq();
        for (UserId user : List.of(bob, ada, eve)) {
            revise(react(room, user, seq, "👍", true));
        }
        revise(server(1), react(room, eve, seq, "🎉", true));
        assertThat(consistent(room, eve))
                .singleElement()
                .satisfies(message -> assertThat(message.reactions())
                        .containsExactly(
                                new CurrentMessage.Reactions("👍", 3, List.of(bob.toString(), ada.toString()), true),
                                new CurrentMessage.Reactions("🎉", 1, List.of(eve.toString()), true)));
        revise(react(room, bob, seq, "👍", false));
        assertThat(consistent(room, bob).getFirst().reactions().getFirst())
                .isEqualTo(new CurrentMessage.Reactions("👍", 2, List.of(ada.toString(), eve.toString()), false));
        assertThat(server(0).bus.entries(room)).isNotEmpty();
        assertThat(head(room, "messages")).isEqualTo(1);
    }

    @Test
    default void takesAReactionWithAnEmojiOfTheWorkspaceWhileThereIsOne() {
        UserId ada = user();
        UserId bob = user();
        ConversationId room = create(group(ada, bob));
        long seq = store(log(), post(room, ada, "tea?")).seq();
        Outcome none = new Outcome.Refused(Reason.NO_SUCH_EMOJI);
        assertThat(revise(react(room, ada, seq, ":tea:", true))).isEqualTo(none);
        assertThat(revise(react(room, ada, seq, ":tea:", false))).isEqualTo(new Outcome.Unchanged());
        fixture().execute("insert into emoji values ('tea', 'p', 'image/png', '', " + ada.value() + ", now())");
        seq(revise(react(room, ada, seq, ":tea:", true)));
        fixture().execute("delete from emoji where name = 'tea'");
        assertThat(revise(react(room, ada, seq, ":tea:", true))).isEqualTo(new Outcome.Unchanged());
        assertThat(revise(react(room, bob, seq, ":tea:", true))).isEqualTo(none);
        assertThat(consistent(room, bob).getFirst().reactions())
                .containsExactly(new CurrentMessage.Reactions(":tea:", 1, List.of(ada.toString()), false));
        seq(revise(react(room, ada, seq, ":tea:", false)));
        assertThat(consistent(room, bob).getFirst().reactions()).isEmpty();
    }

    @Test
    default void appendsNothingWhereItIsSoAlready() {
        UserId ada = user();
        ConversationId room = create(group(ada));
        long seq = store(log(), post(room, ada, "tea?")).seq();
        assertThat(revise(react(room, ada, seq, "👍", false))).isEqualTo(new Outcome.Unchanged());
        assertThat(revise(new MessageChange.Pin(room, ada, seq, false, MOST))).isEqualTo(new Outcome.Unchanged());
        revise(react(room, ada, seq, "👍", true));
        revise(new MessageChange.Pin(room, ada, seq, true, MOST));
        assertThat(revise(server(1), react(room, ada, seq, "👍", true))).isEqualTo(new Outcome.Unchanged());
        assertThat(revise(server(1), new MessageChange.Pin(room, ada, seq, true, MOST)))
                .isEqualTo(new Outcome.Unchanged());
        revise(recall(room, ada, seq, false));
        assertThat(everything(room)).hasSize(5);
        assertThat(revise(server(1), recall(room, ada, seq, false))).isEqualTo(new Outcome.Unchanged());
        assertThat(revise(react(room, ada, seq, "👍", false))).isEqualTo(new Outcome.Unchanged());
        assertThat(revise(new MessageChange.Pin(room, ada, seq, false, MOST))).isEqualTo(new Outcome.Unchanged());
        assertThat(everything(room)).hasSize(5);
        consistent(room, ada);
    }

    @Test
    default void answersAnEditThatIsKnownByItsFirstEntry() {
        UserId ada = user();
        ConversationId room = create(group(ada));
        long seq = store(log(), post(room, ada, "tee?")).seq();
        long other = store(log(), post(room, ada, "coffee?")).seq();
        MessageChange.Edit edit = edit(room, ada, seq, "tea?");
        Outcome first = revise(edit);
        MessageChange.Edit again = new MessageChange.Edit(room, ada, seq, edit.id(), "another text", TOO_OLD, MOST);
        assertThat(server(1).revisions.apply(again, -1)).isEqualTo(first);
        assertThat(server(1).revisions.known(room, ada, seq, edit.id())).contains((Outcome.Appended) first);
        assertThat(server(1).revisions.known(room, ada, other, edit.id())).isEmpty();
        assertThat(revise(new MessageChange.Edit(room, ada, other, edit.id(), "x", ANY_AGE, MOST)))
                .isEqualTo(refused(Reason.ID_TAKEN));
        UUID ofMessage =
                UUID.fromString(((Entry.Message) everything(room).get(1).body()).id());
        assertThat(revise(new MessageChange.Edit(room, ada, seq, ofMessage, "x", ANY_AGE, MOST)))
                .isEqualTo(refused(Reason.ID_TAKEN));
        assertThat(consistent(room, ada).getFirst().entry().body())
                .isEqualTo(((Entry.Message) everything(room).get(1).body()).withText("tea?"));
    }

    @Test
    default void keepsTheVersionsUntilTheMessageIsRecalled() {
        UserId ada = user();
        UserId bob = user();
        ConversationId room = create(group(ada, bob));
        long seq = store(log(), post(room, bob, "a secret")).seq();
        revise(edit(room, bob, seq, "another secret"));
        revise(edit(room, bob, seq, "a third secret"));
        revise(react(room, ada, seq, "👍", true));
        revise(new MessageChange.Pin(room, ada, seq, true, MOST));
        assertThat(everything(room))
                .extracting(Entry::body)
                .filteredOn(Entry.Edited.class::isInstance)
                .extracting(body -> ((Entry.Edited) body).text())
                .containsExactly("another secret", "a third secret");
        assertThat(consistent(room, ada).getFirst().edited().edits()).isEqualTo(2);
        revise(server(1), recall(room, ada, seq, true));
        assertThat(everything(room).getLast().body()).isEqualTo(new Entry.Recalled(seq, "moderator"));
        CurrentMessage tombstone = consistent(room, ada).getFirst();
        assertThat(((Entry.Message) tombstone.entry().body()).recalled()).isTrue();
        assertThat(tombstone.reactions()).isEmpty();
        assertThat(tombstone.edited()).isNull();
        assertThat(tombstone.pinned()).isNull();
        assertThat(fixture()
                        .number("select count(*) from entry where conversation = " + room.value()
                                + " and (text like '%secret%' or data like '%secret%')"))
                .isZero();
        assertThat(head(room, "messages")).isEqualTo(1);
    }

    @Test
    default void refusesWhatSpeaksOfNoMessageOfTheCallers() {
        UserId ada = user();
        UserId bob = user();
        ConversationId elsewhere = create(group(ada));
        for (int i = 0; i < 5; i++) {
            store(log(), post(elsewhere, ada, "elsewhere"));
        }
        ConversationId room = create(group(ada));
        long seq = store(log(), post(room, ada, "before bob")).seq();
        appended(change(changes(), history(room, ada)));
        appended(change(changes(), new Change.Join(room, ada, List.of(bob))));
        for (long target : new long[] {-1, 0, 1, seq, 3, 4, 5, Long.MAX_VALUE}) {
            for (MessageChange change : List.of(
                    react(room, bob, target, "👍", true),
                    react(room, bob, target, "👍", false),
                    new MessageChange.Pin(room, bob, target, true, MOST),
                    edit(room, bob, target, "x"),
                    recall(room, bob, target, true))) {
                assertThat(revise(change)).as(change.toString()).isEqualTo(refused(Reason.NO_SUCH_MESSAGE));
            }
        }
        assertThat(everything(room)).hasSize(4);
        assertThat(server(0).revisions.apply(react(IDS.conversation(), ada, 1, "👍", true), 1))
                .isEqualTo(new Outcome.Stale());
    }

    private static Change.SetProperties history(ConversationId room, UserId by) {
        return new Change.SetProperties(
                room,
                by,
                java.util.Optional.empty(),
                java.util.Optional.empty(),
                java.util.Optional.of(false),
                java.util.Optional.empty());
    }

    @Test
    default void letsOnlyTheSenderEditAndOnlyThoseWhoLeadRecallForOthers() {
        UserId ada = user();
        UserId bob = user();
        ConversationId room = create(group(ada, bob));
        long seq = store(log(), post(room, bob, "mine")).seq();
        assertThat(revise(edit(room, ada, seq, "x"))).isEqualTo(refused(Reason.NOT_YOURS));
        assertThat(revise(recall(room, ada, seq, false))).isEqualTo(refused(Reason.NOT_YOURS));
        assertThat(revise(new MessageChange.Edit(room, bob, seq, UUID.randomUUID(), "x", TOO_OLD, MOST)))
                .isEqualTo(refused(Reason.EXPIRED));
        assertThat(revise(new MessageChange.Recall(room, bob, seq, false, TOO_OLD)))
                .isEqualTo(refused(Reason.EXPIRED));
        seq(revise(new MessageChange.Recall(room, ada, seq, true, TOO_OLD)));
        assertThat(revise(edit(room, bob, seq, "x"))).isEqualTo(refused(Reason.RECALLED));
        assertThat(revise(react(room, bob, seq, "👍", true))).isEqualTo(refused(Reason.RECALLED));
        assertThat(revise(new MessageChange.Pin(room, bob, seq, true, MOST))).isEqualTo(refused(Reason.RECALLED));
        assertThat(everything(room)).hasSize(3);
    }

    @Test
    default void refusesMoreThanTheBounds() {
        UserId ada = user();
        UserId bob = user();
        ConversationId room = create(group(ada, bob));
        List<Long> seqs = new ArrayList<>();
        for (int i = 0; i <= MOST; i++) {
            seqs.add(store(log(), post(room, ada, "message " + i)).seq());
        }
        List<String> emoji = List.of("👍", "🎉", "🐌", "🐙");
        for (int i = 0; i < MOST; i++) {
            seq(revise(react(room, ada, seqs.getFirst(), emoji.get(i), true)));
            seq(revise(new MessageChange.Pin(room, ada, seqs.get(i), true, MOST)));
            seq(revise(edit(room, ada, seqs.getFirst(), "version " + i)));
        }
        assertThat(revise(react(room, bob, seqs.getFirst(), emoji.get(MOST), true)))
                .isEqualTo(refused(Reason.TOO_MANY));
        assertThat(revise(new MessageChange.Pin(room, ada, seqs.get(MOST), true, MOST)))
                .isEqualTo(refused(Reason.TOO_MANY));
        assertThat(revise(edit(room, ada, seqs.getFirst(), "one more"))).isEqualTo(refused(Reason.TOO_MANY));
        seq(revise(react(room, bob, seqs.getFirst(), emoji.getFirst(), true)));
        seq(revise(react(room, ada, seqs.get(1), emoji.get(MOST), true)));
        seq(revise(new MessageChange.Pin(room, ada, seqs.getFirst(), false, MOST)));
        seq(revise(new MessageChange.Pin(room, ada, seqs.get(MOST), true, MOST)));
        consistent(room, ada);
    }

    @Test
    default void refusesAsStaleARevisionThatWasDecidedOnAnOlderAccess() {
        UserId ada = user();
        UserId bob = user();
        ConversationId room = create(group(ada, bob));
        long seq = store(log(), post(room, bob, "mine")).seq();
        long decidedOn = accessVersion(room);
        appended(change(server(1).changes, new Change.SetRole(room, ada, bob, MemberRole.MODERATOR)));
        for (MessageChange change : List.of(
                react(room, bob, seq, "👍", true),
                new MessageChange.Pin(room, bob, seq, true, MOST),
                edit(room, bob, seq, "x"),
                recall(room, bob, seq, true))) {
            assertThat(server(0).revisions.apply(change, decidedOn)).isEqualTo(new Outcome.Stale());
        }
        appended(change(server(1).changes, new Change.Leave(room, ada, bob)));
        assertThat(revise(react(room, bob, seq, "👍", true))).isEqualTo(refused(Reason.NO_SUCH_MESSAGE));
    }

    @Test
    default void endsBlankHoweverEditsReactionsAndRecallsRace() throws InterruptedException {
        UserId ada = user();
        UserId bob = user();
        ConversationId room = create(group(ada, bob));
        List<Long> seqs = new ArrayList<>();
        for (int i = 0; i < 12; i++) {
            seqs.add(store(log(), post(room, bob, "a secret")).seq());
        }
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < seqs.size(); i++) {
            long seq = seqs.get(i);
            LogFixture.Node near = server(i);
            LogFixture.Node far = server(i + 1);
            threads.add(Thread.startVirtualThread(() -> {
                revise(near, edit(room, bob, seq, "still a secret"));
                revise(near, edit(room, bob, seq, "a secret for ever"));
            }));
            threads.add(Thread.startVirtualThread(() -> {
                revise(far, react(room, bob, seq, "👍", true));
                revise(far, recall(room, ada, seq, true));
                revise(far, react(room, ada, seq, "🎉", true));
            }));
            threads.add(Thread.startVirtualThread(() -> revise(near, recall(room, bob, seq, false))));
        }
        for (Thread thread : threads) {
            thread.join();
        }
        assertThat(consistent(room, ada))
                .hasSize(12)
                .allMatch(message -> ((Entry.Message) message.entry().body()).recalled());
        assertThat(everything(room))
                .extracting(Entry::body)
                .filteredOn(Entry.Recalled.class::isInstance)
                .hasSize(12);
        assertThat(fixture()
                        .number("select count(*) from entry where conversation = " + room.value()
                                + " and text like '%secret%'"))
                .isZero();
    }
}
