package chat.parley.adapter.postgres;

import static chat.parley.adapter.postgres.Answers.await;
import static chat.parley.adapter.postgres.Answers.hand;
import static chat.parley.adapter.postgres.Answers.outcome;
import static chat.parley.adapter.postgres.Answers.post;
import static chat.parley.adapter.postgres.Answers.store;
import static chat.parley.adapter.postgres.Answers.stored;
import static org.assertj.core.api.Assertions.assertThat;

import chat.parley.core.bus.Signal;
import chat.parley.core.conversation.Change;
import chat.parley.core.id.ConversationId;
import chat.parley.core.id.UserId;
import chat.parley.core.message.MessageLog.Outcome;
import chat.parley.core.message.MessageLog.Reason;
import chat.parley.core.message.Post;
import chat.parley.wire.Entry;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The contract of {@link chat.parley.core.message.MessageLog#append}. */
interface MessageLogContract extends LogContract {

    @Test
    default void numbersPostsDenselyInTheOrderTheyWereHandedOver() {
        UserId ada = user();
        ConversationId room = create(group(ada));
        List<CompletableFuture<Outcome>> answers = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            answers.add(hand(log(), post(room, ada, "number " + i)));
        }
        for (int i = 0; i < 300; i++) {
            assertThat(stored(await(answers.get(i))).seq()).isEqualTo(i + 2);
        }
        List<Entry> entries = everything(room);
        LogContract.assertDense(entries);
        assertThat(server(0).bus.entries(room)).isEqualTo(entries);
    }

    @Test
    default void fiftyWritersMakeOneDenseOrder() throws InterruptedException {
        int writers = 50;
        int each = 60;
        List<UserId> users = IntStream.range(0, writers).mapToObj(i -> user()).toList();
        ConversationId room = create(group(users.getFirst(), users.toArray(UserId[]::new)));
        Map<UserId, List<Long>> seqs = new ConcurrentHashMap<>();
        List<Thread> threads = new ArrayList<>();
        for (int w = 0; w < writers; w++) {
            UserId writer = users.get(w);
            LogFixture.Node server = server(w);
            threads.add(Thread.startVirtualThread(() -> {
                List<CompletableFuture<Outcome>> answers = new ArrayList<>();
                for (int i = 0; i < each; i++) {
                    answers.add(hand(server.log, post(room, writer, writer + " " + i)));
                    if (i % 7 == 0) {
                        await(answers.getLast());
                    }
                }
                seqs.put(
                        writer,
                        answers.stream()
                                .map(answer -> stored(await(answer)).seq())
                                .toList());
            }));
        }
        for (Thread thread : threads) {
            thread.join();
        }
        List<Entry> entries = everything(room);
        LogContract.assertDense(entries);
        assertThat(entries).hasSize(1 + writers * each);
        Set<Long> all = new HashSet<>();
        seqs.forEach((writer, own) -> {
            assertThat(own).isSorted().hasSize(each);
            all.addAll(own);
            assertThat(own.stream().map(seq -> text(entries.get((int) (seq - 1)))))
                    .containsExactlyElementsOf(IntStream.range(0, each)
                            .mapToObj(i -> writer + " " + i)
                            .toList());
        });
        assertThat(all).hasSize(writers * each);
        Set<Entry> published = servers().stream()
                .flatMap(server -> server.bus.entries(room).stream())
                .collect(Collectors.toSet());
        assertThat(published).containsExactlyInAnyOrderElementsOf(entries);
    }

    @Test
    default void answersAKnownIdWithItsFirstNumberWhateverTheText() {
        UserId ada = user();
        ConversationId room = create(group(ada));
        Post first = post(room, ada, "first");
        Outcome.Stored stored = store(log(), first);
        store(log(), post(room, ada, "between"));
        for (int i = 0; i < 4; i++) {
            Outcome.Stored again = store(server(i).log, Post.plain(room, ada, first.id(), "other words", null));
            assertThat(again).isEqualTo(new Outcome.Stored(stored.seq(), stored.at(), true));
        }
        assertThat(text(everything(room).get(1))).isEqualTo("first");
    }

    @Test
    default void answersTwinsInOneBatchWithOneNumber() {
        UserId ada = user();
        ConversationId room = create(group(ada));
        Post post = post(room, ada, "once");
        List<CompletableFuture<Outcome>> answers = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            answers.add(hand(log(), post));
        }
        List<Outcome.Stored> stored =
                answers.stream().map(answer -> stored(await(answer))).toList();
        assertThat(stored).extracting(Outcome.Stored::seq).containsOnly(2L);
        assertThat(stored).filteredOn(one -> !one.duplicate()).hasSize(1);
        assertThat(everything(room)).hasSize(2);
    }

    @Test
    default void answersOneNumberToAnIdThatRacesBetweenServers() throws InterruptedException {
        UserId ada = user();
        ConversationId room = create(group(ada));
        List<Post> posts = IntStream.range(0, 400)
                .mapToObj(i -> post(room, ada, "post " + i))
                .toList();
        List<Map<UUID, Outcome.Stored>> seen = new ArrayList<>();
        List<Thread> threads = new ArrayList<>();
        for (int t = 0; t < 4; t++) {
            LogFixture.Node server = server(t);
            Map<UUID, Outcome.Stored> own = new ConcurrentHashMap<>();
            seen.add(own);
            threads.add(Thread.startVirtualThread(() -> {
                List<CompletableFuture<Outcome>> answers =
                        posts.stream().map(post -> hand(server.log, post)).toList();
                for (int i = 0; i < posts.size(); i++) {
                    own.put(posts.get(i).id(), stored(await(answers.get(i))));
                }
            }));
        }
        for (Thread thread : threads) {
            thread.join();
        }
        LogContract.assertDense(everything(room));
        assertThat(everything(room)).hasSize(1 + posts.size());
        for (Post post : posts) {
            List<Outcome.Stored> answers =
                    seen.stream().map(own -> own.get(post.id())).toList();
            assertThat(answers)
                    .extracting(Outcome.Stored::seq)
                    .containsOnly(answers.getFirst().seq());
            assertThat(answers).filteredOn(one -> !one.duplicate()).hasSize(1);
        }
    }

    @Test
    default void tellsIdsOfDifferentSendersAndConversationsApart() {
        UserId ada = user();
        UserId bob = user();
        ConversationId room = create(group(ada, bob));
        ConversationId other = create(group(ada, bob));
        UUID id = UUID.randomUUID();
        assertThat(store(log(), Post.plain(room, ada, id, "a", null)).duplicate())
                .isFalse();
        assertThat(store(log(), Post.plain(room, bob, id, "b", null)).duplicate())
                .isFalse();
        assertThat(store(log(), Post.plain(other, ada, id, "c", null)).duplicate())
                .isFalse();
    }

    @Test
    default void refusesPostFromNonMember() {
        ConversationId room = create(group(user()));
        assertThat(outcome(log(), post(room, user(), "let me in"))).isEqualTo(refused(Reason.NOT_A_MEMBER));
        assertThat(everything(room)).hasSize(1);
    }

    @Test
    default void refusesPostToNoConversation() {
        assertThat(outcome(log(), post(IDS.conversation(), user(), "anybody?")))
                .isEqualTo(refused(Reason.NO_SUCH_CONVERSATION));
    }

    @Test
    default void refusesPostInADirectConversationWhereEitherBlocks() {
        UserId ada = user();
        UserId bob = user();
        ConversationId pair = create(direct(ada, bob));
        fixture().execute("insert into block (account, blocked) values (" + ada.value() + ", " + bob.value() + ")");
        assertThat(outcome(log(), post(pair, bob, "hello"))).isEqualTo(refused(Reason.BLOCKED));
        assertThat(outcome(log(), post(pair, ada, "hello"))).isEqualTo(refused(Reason.BLOCKED));
        fixture().execute("delete from block where account = " + ada.value());
        store(log(), post(pair, bob, "hello"));
    }

    @Test
    default void letsBlockedMembersPostInAGroup() {
        UserId ada = user();
        UserId bob = user();
        ConversationId room = create(group(ada, bob));
        fixture().execute("insert into block (account, blocked) values (" + ada.value() + ", " + bob.value() + ")");
        store(log(), post(room, bob, "hello"));
    }

    @Test
    default void refusesAPostWhosePreviousIsMissingAndAllThatFollowIt() {
        UserId ada = user();
        ConversationId room = create(group(ada));
        Post lost = post(room, ada, "lost on the way");
        Post second = Post.plain(room, ada, UUID.randomUUID(), "second", lost.id());
        Post third = Post.plain(room, ada, UUID.randomUUID(), "third", second.id());
        CompletableFuture<Outcome> secondAnswer = hand(log(), second);
        CompletableFuture<Outcome> thirdAnswer = hand(log(), third);
        assertThat(await(secondAnswer)).isEqualTo(refused(Reason.PREVIOUS_MISSING));
        assertThat(await(thirdAnswer)).isEqualTo(refused(Reason.PREVIOUS_MISSING));
        assertThat(everything(room)).hasSize(1);
        assertThat(store(log(), lost).seq()).isEqualTo(2);
        assertThat(store(server(1).log, second).seq()).isEqualTo(3);
        assertThat(store(log(), third).seq()).isEqualTo(4);
    }

    @Test
    default void takesAPreviousThatIsInTheSameBatch() {
        UserId ada = user();
        ConversationId room = create(group(ada));
        List<CompletableFuture<Outcome>> answers = new ArrayList<>();
        UUID prev = null;
        for (int i = 0; i < 150; i++) {
            Post post = Post.plain(room, ada, UUID.randomUUID(), "link " + i, prev);
            prev = post.id();
            answers.add(hand(log(), post));
        }
        for (int i = 0; i < answers.size(); i++) {
            assertThat(stored(await(answers.get(i))).seq()).isEqualTo(i + 2);
        }
    }

    @Test
    default void doesNotTakeAnotherSendersMessageAsPrevious() {
        UserId ada = user();
        UserId bob = user();
        ConversationId room = create(group(ada, bob));
        Post bobs = post(room, bob, "mine");
        store(log(), bobs);
        assertThat(outcome(log(), Post.plain(room, ada, UUID.randomUUID(), "next", bobs.id())))
                .isEqualTo(refused(Reason.PREVIOUS_MISSING));
    }

    @Test
    default void answersAKnownIdAfterItsSendersRemovalAndRefusesANewOne() {
        UserId ada = user();
        UserId bob = user();
        ConversationId room = create(group(ada, bob));
        Post said = post(room, bob, "said");
        Outcome.Stored first = store(log(), said);
        appended(change(changes(), new Change.Leave(room, ada, bob)));
        assertThat(store(server(1).log, said)).isEqualTo(new Outcome.Stored(first.seq(), first.at(), true));
        assertThat(outcome(server(1).log, post(room, bob, "too late"))).isEqualTo(refused(Reason.NOT_A_MEMBER));
    }

    @Test
    default void nothingOfARemovedMemberLandsAfterItsLeft() {
        for (int round = 0; round < 10; round++) {
            UserId ada = user();
            UserId bob = user();
            ConversationId room = create(group(ada, bob));
            List<CompletableFuture<Outcome>> answers = Collections.synchronizedList(new ArrayList<>());
            Thread writer = Thread.startVirtualThread(() -> {
                for (int i = 0; i < 300; i++) {
                    answers.add(hand(server(i).log, post(room, bob, "still here " + i)));
                }
            });
            long left = appended(change(server(round).changes, new Change.Leave(room, ada, bob)));
            join(writer);
            answers.forEach(Answers::await);
            List<Entry> entries = everything(room);
            LogContract.assertDense(entries);
            assertThat(entries.get((int) left - 1).body()).isInstanceOf(Entry.Left.class);
            assertThat(entries.subList((int) left, entries.size()))
                    .noneMatch(entry -> entry.from().equals(bob.toString()));
        }
    }

    @Test
    default void movesItsSendersMarkersOnlyIfNothingBeforeWasUnread() {
        UserId ada = user();
        UserId bob = user();
        ConversationId pair = create(direct(ada, bob));
        long first = store(log(), post(pair, ada, "one")).seq();
        assertThat(member(pair, ada, "read")).isEqualTo(first);
        assertThat(member(pair, ada, "delivered")).isEqualTo(first);
        assertThat(member(pair, ada, "read_messages")).isEqualTo(1);
        assertThat(server(0).bus.marks(pair)).containsExactly(new Signal.Marks(pair, ada, first, first, 1, 0, true));
        long second = store(log(), post(pair, bob, "I have not read yours")).seq();
        assertThat(member(pair, bob, "read")).isEqualTo(1);
        assertThat(member(pair, bob, "read_messages")).isZero();
        store(log(), post(pair, ada, "nor I yours"));
        assertThat(member(pair, ada, "read")).isEqualTo(first);
        assertThat(second).isEqualTo(first + 1);
        assertThat(server(0).bus.marks(pair)).hasSize(1);
    }

    @Test
    default void movesTheMarkersOfARunToItsLast() {
        UserId ada = user();
        ConversationId room = create(group(ada, user()));
        List<CompletableFuture<Outcome>> answers = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            answers.add(hand(log(), post(room, ada, "run " + i)));
        }
        answers.forEach(Answers::await);
        assertThat(member(room, ada, "read")).isEqualTo(101);
        assertThat(member(room, ada, "read_messages")).isEqualTo(100);
        assertThat(server(0).bus.marks(room).getLast()).isEqualTo(new Signal.Marks(room, ada, 101, 101, 100, 0, true));
    }

    @Test
    default void takesAnyTextThatIsValid() {
        UserId ada = user();
        ConversationId room = create(group(ada));
        for (String text :
                List.of("\"quoted\", {braces}, \\ and 'more'", "NULL", "𝄞 ünï\ncode\t", ",", "x".repeat(16_000))) {
            long seq = store(log(), post(room, ada, text)).seq();
            assertThat(text(everything(room).get((int) seq - 1))).isEqualTo(text);
        }
    }

    private static void join(Thread thread) {
        try {
            thread.join();
        } catch (InterruptedException ended) {
            throw new IllegalStateException(ended);
        }
    }

    private static Outcome refused(Reason reason) {
        return new Outcome.Refused(reason);
    }

    private static String text(Entry entry) {
        return entry.body() instanceof Entry.Message message
                ? String.valueOf(message.text())
                : entry.body().kind();
    }
}
