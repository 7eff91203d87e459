package chat.parley.adapter.postgres;

import static chat.parley.adapter.postgres.Answers.post;
import static chat.parley.adapter.postgres.Answers.store;
import static org.assertj.core.api.Assertions.assertThat;

import chat.parley.core.conversation.Change;
import chat.parley.core.conversation.ChangeLog.Created;
import chat.parley.core.conversation.ChangeLog.Outcome;
import chat.parley.core.conversation.Kind;
import chat.parley.core.conversation.MemberRole;
import chat.parley.core.conversation.NewConversation;
import chat.parley.core.id.ConversationId;
import chat.parley.core.id.UserId;
import chat.parley.core.message.MessageLog;
import chat.parley.wire.Entry;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The contract of {@link chat.parley.core.conversation.ChangeLog}. */
interface ChangeLogContract extends LogContract {

    @Test
    default void beginsAConversationWithAllMembersJoined() {
        UserId ada = user();
        UserId bob = user();
        ConversationId room = create(group(ada, bob, bob, ada));
        List<Entry> entries = everything(room);
        assertThat(entries).hasSize(1);
        assertThat(entries.getFirst().body())
                .isEqualTo(new Entry.Joined(List.of(ada.toString(), bob.toString()), ada.toString()));
        assertThat(server(0).bus.entries(room)).isEqualTo(entries);
        assertThat(head(room, "members")).isEqualTo(2);
        assertThat(member(room, ada, "role")).isEqualTo(2);
        assertThat(member(room, bob, "role")).isZero();
        assertThat(member(room, bob, "read")).isEqualTo(1);
    }

    @Test
    default void findsTheGroupThatTheCreatorsIdNames() {
        UserId ada = user();
        NewConversation wanted = group(ada, user());
        ConversationId room = create(wanted);
        NewConversation again = new NewConversation(
                IDS.conversation(), ada, Kind.GROUP, wanted.clientId(), Optional.of("another title"), true, List.of());
        assertThat(server(1).changes.create(again)).isEqualTo(new Created.Present(room, false));
        NewConversation ofAnother = new NewConversation(
                IDS.conversation(), user(), Kind.GROUP, wanted.clientId(), Optional.of("mine"), true, List.of());
        assertThat(present(server(1).changes.create(ofAnother)).fresh()).isTrue();
        assertThat(everything(room)).hasSize(1);
    }

    @Test
    default void makesOneDirectConversationAPairHoweverManyRace() throws InterruptedException {
        for (int round = 0; round < 10; round++) {
            UserId ada = user();
            UserId bob = user();
            Set<Created.Present> created = ConcurrentHashMap.newKeySet();
            List<Thread> threads = new ArrayList<>();
            for (int t = 0; t < 8; t++) {
                LogFixture.Node server = server(t);
                NewConversation wanted = t % 3 == 0 ? direct(ada, bob) : direct(bob, ada);
                threads.add(Thread.startVirtualThread(() -> created.add(present(server.changes.create(wanted)))));
            }
            for (Thread thread : threads) {
                thread.join();
            }
            assertThat(created)
                    .extracting(Created.Present::conversation)
                    .containsOnly(created.iterator().next().conversation());
            assertThat(created).filteredOn(Created.Present::fresh).hasSize(1);
        }
    }

    @Test
    default void takesANeighbouringIdWhereAnotherConversationHasIt() {
        NewConversation first = group(user());
        ConversationId room = create(first);
        UserId bob = user();
        Created.Present second = present(changes()
                .create(new NewConversation(
                        room, bob, Kind.GROUP, Optional.of(UUID.randomUUID()), Optional.of("b"), true, List.of())));
        assertThat(second.fresh()).isTrue();
        assertThat(second.conversation()).isNotEqualTo(room);
        assertThat(everything(second.conversation()).getFirst().from()).isEqualTo(bob.toString());
    }

    @Test
    default void appendsOneEntryForThoseWhoAreNotMembersYet() {
        UserId ada = user();
        UserId bob = user();
        UserId eve = user();
        ConversationId room = create(group(ada, bob));
        store(log(), post(room, ada, "before eve"));
        Outcome outcome = change(changes(), new Change.Join(room, ada, List.of(eve, bob, eve)));
        assertThat(outcome).isEqualTo(new Outcome.Appended(3));
        assertThat(everything(room).getLast().body())
                .isEqualTo(new Entry.Joined(List.of(eve.toString()), ada.toString()));
        assertThat(server(0).bus.entries(room)).isEqualTo(everything(room));
        assertThat(head(room, "members")).isEqualTo(3);
        assertThat(member(room, eve, "read")).isEqualTo(3);
        assertThat(member(room, eve, "delivered")).isEqualTo(3);
        assertThat(member(room, eve, "read_messages")).isEqualTo(1);
        assertThat(member(room, eve, "first")).isEqualTo(1);
        assertThat(member(room, eve, "first_messages")).isZero();
        store(log(), post(room, eve, "hello"));
    }

    @Test
    default void appendsNothingWhereTheChangeIsSoAlready() {
        UserId ada = user();
        UserId bob = user();
        ConversationId room = create(group(ada, bob));
        appended(change(changes(), new Change.Leave(room, bob, bob)));
        for (Change change : List.of(
                new Change.Join(room, ada, List.of(ada)),
                new Change.Leave(room, bob, bob),
                new Change.SetRole(room, ada, ada, MemberRole.OWNER),
                properties(room, ada, Optional.of("a group"), Optional.of(true)))) {
            assertThat(changes().apply(change, accessVersion(room))).isEqualTo(new Outcome.Unchanged());
        }
        assertThat(everything(room)).hasSize(2);
    }

    @Test
    default void refusesAsStaleWhatWasDecidedOnAnOlderAccess() {
        UserId ada = user();
        UserId bob = user();
        ConversationId room = create(group(ada, bob));
        long decidedOn = accessVersion(room);
        appended(change(server(1).changes, new Change.SetRole(room, ada, bob, MemberRole.MODERATOR)));
        for (Change change : List.of(
                new Change.Join(room, ada, List.of(user())),
                new Change.Leave(room, ada, bob),
                new Change.SetRole(room, ada, bob, MemberRole.OWNER),
                properties(room, ada, Optional.of("a new title"), Optional.empty()))) {
            assertThat(changes().apply(change, decidedOn)).isEqualTo(new Outcome.Stale());
        }
        assertThat(everything(room)).hasSize(2);
        assertThat(changes().apply(new Change.Join(IDS.conversation(), ada, List.of(bob)), 1))
                .isEqualTo(new Outcome.Stale());
        assertThat(changes().apply(new Change.SetRole(room, ada, user(), MemberRole.OWNER), accessVersion(room)))
                .isEqualTo(new Outcome.Stale());
    }

    @Test
    default void tellsAChangedRoleAndChangedProperties() {
        UserId ada = user();
        UserId bob = user();
        ConversationId room = create(group(ada, bob));
        appended(change(changes(), new Change.SetRole(room, ada, bob, MemberRole.MODERATOR)));
        appended(change(
                changes(),
                new Change.SetProperties(
                        room,
                        bob,
                        Optional.of("a group"),
                        Optional.of("tea \"now\""),
                        Optional.empty(),
                        Optional.of(true))));
        appended(change(
                changes(),
                new Change.SetProperties(
                        room, bob, Optional.empty(), Optional.of(""), Optional.empty(), Optional.empty())));
        assertThat(everything(room))
                .extracting(Entry::body)
                .endsWith(
                        new Entry.Changed(
                                null,
                                null,
                                null,
                                null,
                                null,
                                null,
                                new Entry.MemberRole(bob.toString(), "moderator"),
                                null),
                        new Entry.Changed(null, "tea \"now\"", null, null, null, "all", null, null),
                        new Entry.Changed(null, "", null, null, null, null, null, null));
        assertThat(member(room, bob, "role")).isEqualTo(1);
        assertThat(server(0).bus.entries(room)).isEqualTo(everything(room));
    }

    @Test
    default void beginsAtTheirJoinedWhereHistoryIsOfTheJoined() {
        UserId ada = user();
        UserId bob = user();
        ConversationId room = create(group(ada));
        store(log(), post(room, ada, "before bob"));
        long joined = appended(change(changes(), new Change.Join(room, ada, List.of(bob))));
        appended(change(changes(), history(room, ada, false)));
        assertThat(member(room, bob, "first")).isEqualTo(joined);
        assertThat(member(room, bob, "first_messages")).isEqualTo(1);
        assertThat(member(room, ada, "first")).isEqualTo(1);
        UserId eve = user();
        long evesJoined = appended(change(changes(), new Change.Join(room, ada, List.of(eve))));
        assertThat(member(room, eve, "first")).isEqualTo(evesJoined);
        appended(change(changes(), history(room, ada, true)));
        assertThat(member(room, bob, "first")).isEqualTo(1);
        assertThat(member(room, eve, "first_messages")).isZero();
    }

    @Test
    default void bringsOneWhoComesBackToTheirNewJoined() {
        UserId ada = user();
        UserId bob = user();
        ConversationId room = create(group(ada, bob));
        appended(change(changes(), new Change.SetRole(room, ada, bob, MemberRole.MODERATOR)));
        appended(change(changes(), new Change.Leave(room, ada, bob)));
        assertThat(head(room, "members")).isEqualTo(1);
        store(log(), post(room, ada, "while bob is away"));
        long back = appended(change(changes(), new Change.Join(room, ada, List.of(bob))));
        assertThat(member(room, bob, "joined")).isEqualTo(back);
        assertThat(member(room, bob, "read")).isEqualTo(back);
        assertThat(member(room, bob, "read_messages")).isEqualTo(1);
        assertThat(member(room, bob, "role")).isZero();
        assertThat(head(room, "members")).isEqualTo(2);
    }

    @Test
    default void staysDenseAndConsistentUnderJoinsLeavesAndPostsFromAllSides() throws InterruptedException {
        UserId ada = user();
        List<UserId> users = IntStream.range(0, 8).mapToObj(i -> user()).toList();
        ConversationId room = create(group(ada));
        List<Thread> threads = new ArrayList<>();
        for (int u = 0; u < users.size(); u++) {
            UserId user = users.get(u);
            LogFixture.Node near = server(u);
            LogFixture.Node far = server(u + 1);
            threads.add(Thread.startVirtualThread(() -> {
                for (int round = 0; round < 4; round++) {
                    change(near.changes, new Change.Join(room, user, List.of(user)));
                    List<CompletableFuture<MessageLog.Outcome>> answers = new ArrayList<>();
                    for (int i = 0; i < 10; i++) {
                        answers.add(Answers.hand(far.log, post(room, user, "in round " + round)));
                    }
                    change(near.changes, new Change.Leave(room, user, user));
                    answers.forEach(Answers::await);
                }
            }));
        }
        for (Thread thread : threads) {
            thread.join();
        }
        List<Entry> entries = everything(room);
        LogContract.assertDense(entries);
        Set<String> members = ConcurrentHashMap.newKeySet();
        for (Entry entry : entries) {
            switch (entry.body()) {
                case Entry.Joined joined ->
                    joined.users().forEach(user -> assertThat(members.add(user)).isTrue());
                case Entry.Left left ->
                    left.users()
                            .forEach(user -> assertThat(members.remove(user)).isTrue());
                default -> assertThat(members).contains(entry.from());
            }
        }
        assertThat(members).containsExactly(ada.toString());
        assertThat(head(room, "members")).isEqualTo(1);
        assertThat(accessVersion(room)).isEqualTo(1 + 2 * 8 * 4);
    }

    private static Change.SetProperties properties(
            ConversationId room, UserId by, Optional<String> title, Optional<Boolean> historyForAll) {
        return new Change.SetProperties(room, by, title, Optional.empty(), historyForAll, Optional.empty());
    }

    private static Change.SetProperties history(ConversationId room, UserId by, boolean forAll) {
        return properties(room, by, Optional.empty(), Optional.of(forAll));
    }
}
