package chat.parley.adapter.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import chat.parley.core.bus.Signal;
import chat.parley.core.conversation.Kind;
import chat.parley.core.id.ConversationId;
import chat.parley.core.id.UserId;
import chat.parley.core.message.MessageChange;
import chat.parley.core.message.Post;
import chat.parley.core.sync.Cursor;
import chat.parley.core.sync.SyncStore;
import chat.parley.core.thread.Threads.Followed;
import chat.parley.core.thread.Threads.Outcome;
import chat.parley.core.thread.Threads.Place;
import chat.parley.core.thread.Threads.Reason;
import chat.parley.core.thread.Threads.Wanted;
import chat.parley.wire.Entry;
import chat.parley.wire.ThreadState;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class PostgresThreadsTest {
    private static ConversationFixture here;

    private final UserId ada = here.user();
    private final UserId bob = here.user();
    private final UserId cyd = here.user();

    @BeforeAll
    static void open() {
        here = new ConversationFixture();
    }

    @AfterAll
    static void close() {
        here.close();
    }

    private static Optional<ThreadState> state(ConversationId room, UserId user, long root) {
        return here.sync.thread(user, room, root);
    }

    private static boolean follows(ConversationId room, UserId user, long root) {
        return state(room, user, root).filter(ThreadState::following).isPresent();
    }

    private static long unread(ConversationId room, UserId user, long root) {
        ThreadState state = state(room, user, root).orElseThrow();
        return state.following() ? state.threadMessages() - state.readMessages() : 0;
    }

    private static ThreadState follow(ConversationId room, UserId user, long root, boolean following) {
        return ((Outcome.Settled) here.threads.follow(room, user, root, following)).state();
    }

    private static List<Followed> followed(UserId user, boolean unread) {
        return here.threads.followed(user, new Wanted(unread, Optional.empty(), 200, 2_000));
    }

    @Test
    void isFollowedByWhoWroteTheRootWhoRepliesAndWhoIsMentionedAndByNobodyElse() {
        UserId dan = here.user();
        ConversationId room = here.group(ada, bob, cyd, dan);
        long root = here.post(room, ada, "root");
        assertThat(follows(room, ada, root)).as("a message without replies").isFalse();
        here.reply(room, bob, root, cyd);

        assertThat(unread(room, ada, root)).isEqualTo(1);
        assertThat(unread(room, bob, root)).isZero();
        assertThat(follows(room, bob, root)).isTrue();
        assertThat(unread(room, cyd, root)).isEqualTo(1);
        assertThat(state(room, cyd, root).orElseThrow().mentions()).isEqualTo(1);
        assertThat(state(room, dan, root)).isEmpty();
    }

    @Test
    void countsWhatIsBehindTheMarkerWhichNeverMovesBackNorBeyondTheHead() {
        ConversationId room = here.group(ada, bob);
        long root = here.post(room, ada, "root");
        long first = here.reply(room, bob, root);
        here.post(room, bob, "not in the thread");
        long second = here.reply(room, bob, root);
        assertThat(unread(room, ada, root)).isEqualTo(2);

        here.readThread(room, ada, root, first + 1);
        assertThat(unread(room, ada, root)).isEqualTo(1);
        here.readThread(room, ada, root, first);
        assertThat(state(room, ada, root).orElseThrow().read()).isEqualTo(first + 1);
        here.readThread(room, ada, root, 1_000);
        ThreadState read = state(room, ada, root).orElseThrow();
        assertThat(read.read()).isEqualTo(second);
        assertThat(read.readMessages()).isEqualTo(2);
        assertThat(here.state(room, ada).readMessages())
                .as("messages read in the conversation")
                .isEqualTo(1);
    }

    @Test
    void isNotFollowedAnyMoreByWhoSaysSoUntilTheyReplyOrAreMentioned() {
        ConversationId room = here.group(ada, bob);
        long root = here.post(room, ada, "root");
        here.reply(room, bob, root);
        assertThat(follow(room, ada, root, false).following()).isFalse();
        here.reply(room, bob, root);
        assertThat(follows(room, ada, root)).isFalse();
        here.reply(room, bob, root, ada);
        assertThat(unread(room, ada, root)).isEqualTo(1);

        follow(room, bob, root, false);
        here.reply(room, ada, root);
        assertThat(follows(room, bob, root)).isFalse();
        here.reply(room, bob, root);
        assertThat(follows(room, bob, root)).isTrue();
        assertThat(unread(room, bob, root)).isZero();
    }

    @Test
    void neverFollowsItsAuthorWhoSaidNotToBeforeAnybodyReplied() {
        ConversationId room = here.group(ada, bob);
        long root = here.post(room, ada, "root");
        follow(room, ada, root, false);
        here.reply(room, bob, root);
        assertThat(follows(room, ada, root)).isFalse();
    }

    @Test
    void isReadByWhoSaysToFollowItAndSayingSoAgainChangesNothing() {
        ConversationId room = here.group(ada, bob, cyd);
        long root = here.post(room, ada, "root");
        here.reply(room, bob, root);
        ThreadState begun = follow(room, cyd, root, true);
        assertThat(begun.threadMessages() - begun.readMessages()).isZero();
        assertThat(follow(room, cyd, root, true)).isEqualTo(begun);
        here.reply(room, bob, root);
        assertThat(unread(room, cyd, root)).isEqualTo(1);
        assertThat(follow(room, cyd, root, true).version()).isEqualTo(begun.version());
        assertThat(unread(room, cyd, root)).isEqualTo(1);
    }

    @Test
    void staysUnreadForWhoRepliesWithoutHavingReadWhatWasBefore() {
        ConversationId room = here.group(ada, bob);
        long root = here.post(room, ada, "root");
        here.reply(room, ada, root);
        here.reply(room, bob, root);
        here.reply(room, ada, root);
        assertThat(unread(room, ada, root)).isEqualTo(2);
    }

    @Test
    void goesOnForWhoRepliesSeveralTimesAtOnceUpToWhatOthersSayMeanwhile() {
        ConversationId room = here.group(ada, bob);
        long root = here.post(room, ada, "root");
        here.reply(room, ada, root);
        List<CompletableFuture<Object>> waiting = new ArrayList<>();
        for (UserId sender : List.of(ada, ada, bob, ada)) {
            Post.Context context = new Post.Context(null, root, false, List.of(), List.of(), null);
            CompletableFuture<Object> done = new CompletableFuture<>();
            waiting.add(done);
            here.node.log.append(new Post(room, sender, UUID.randomUUID(), "reply", null, context), done::complete);
        }
        waiting.forEach(CompletableFuture::join);
        assertThat(unread(room, ada, root)).isEqualTo(2);
        assertThat(state(room, ada, root).orElseThrow().readMessages()).isEqualTo(3);
    }

    @Test
    void readsTheMentionsInItWhicheverMarkerPassesThem() {
        ConversationId room = here.group(ada, bob);
        long root = here.post(room, bob, "root");
        long called = here.reply(room, bob, root, ada);
        assertThat(here.state(room, ada).mentions()).isEqualTo(1);
        here.readThread(room, ada, root, called);
        assertThat(here.state(room, ada).mentions()).isZero();
        assertThat(state(room, ada, root).orElseThrow().conversationMentions()).isZero();

        long again = here.reply(room, bob, root, ada);
        here.read(room, ada, again);
        assertThat(here.state(room, ada).mentions()).isZero();
        assertThat(state(room, ada, root).orElseThrow().mentions())
                .as("in the thread, which is not read yet")
                .isEqualTo(1);
    }

    @Test
    void isNoReasonThatTheSendersMarkerStaysWhereItsMentionsAreRead() {
        ConversationId room = here.group(ada, bob);
        long root = here.post(room, bob, "root");
        here.read(room, ada, root);
        long called = here.reply(room, bob, root, ada);
        here.readThread(room, ada, root, called);
        long own = here.post(room, ada, "mine");
        assertThat(here.state(room, ada).read()).isEqualTo(own);
    }

    @Test
    void cannotBeFollowedByStrangersNorBelowWhatOneMaySee() {
        ConversationId room = here.create(Kind.GROUP, Optional.of("Late"), false, ada, bob);
        long root = here.post(room, ada, "root");
        here.join(room, ada, cyd);
        long late = here.post(room, ada, "another");
        long reply = here.reply(room, ada, late);

        Outcome nothing = new Outcome.Refused(Reason.NO_SUCH_MESSAGE);
        assertThat(here.threads.follow(room, here.user(), late, true)).isEqualTo(nothing);
        assertThat(here.threads.follow(room, cyd, root, true)).isEqualTo(nothing);
        assertThat(here.threads.follow(room, cyd, 1_000, true)).isEqualTo(nothing);
        assertThat(here.threads.follow(room, cyd, reply, true)).isEqualTo(new Outcome.Refused(Reason.NOT_A_ROOT));
        assertThat(follow(room, cyd, late, true).following()).isTrue();

        here.reply(room, ada, root, cyd);
        assertThat(state(room, cyd, root))
                .as("a mention in what one may not see")
                .isEmpty();
    }

    @Test
    void isNotFollowedAnyMoreByWhoLeavesEvenIfTheyComeBack() {
        ConversationId room = here.group(ada, bob);
        long root = here.post(room, ada, "root");
        here.reply(room, bob, root);
        here.leave(room, bob);
        assertThat(state(room, bob, root)).isEmpty();
        here.reply(room, ada, root);
        Cursor away = here.node.tail.tailEnd();
        here.join(room, ada, bob);

        assertThat(follows(room, bob, root)).isFalse();
        assertThat(followed(bob, false)).isEmpty();
        SyncStore.CatchUp back = here.sync
                .catchUp(List.of(new SyncStore.Returning(bob, Optional.of(away))), 1_000, 200)
                .getFirst();
        assertThat(back.threads()).hasSize(1).allMatch(thread -> !thread.following());
        assertThat(follow(room, bob, root, true).readMessages()).isEqualTo(2);
        here.reply(room, ada, root);
        assertThat(unread(room, bob, root)).isEqualTo(1);
    }

    @Test
    void isListedTheNewestFirstInPagesAndByWhatIsUnread() {
        ConversationId one = here.group(ada, bob);
        ConversationId other = here.group(ada, bob);
        List<Long> roots = new ArrayList<>();
        IntStream.range(0, 4).forEach(i -> {
            ConversationId room = i % 2 == 0 ? one : other;
            long root = here.post(room, ada, "root " + i);
            roots.add(root);
            here.reply(room, bob, root);
        });
        here.readThread(one, ada, roots.get(2), 1_000);

        List<Followed> all = followed(ada, false);
        assertThat(all).extracting(thread -> thread.state().thread()).containsExactlyElementsOf(roots.reversed());
        assertThat(all.getFirst().root().seq()).isEqualTo(roots.getLast());
        assertThat(all.getFirst().newest()).isNotNull();
        assertThat(followed(ada, true))
                .extracting(thread -> thread.state().thread())
                .containsExactly(roots.get(3), roots.get(1), roots.get(0));

        Optional<Place> after = Optional.empty();
        List<Long> paged = new ArrayList<>();
        for (int page = 0; page < 4; page++) {
            Followed next = here.threads
                    .followed(ada, new Wanted(false, after, 1, 2_000))
                    .getFirst();
            paged.add(next.state().thread());
            after = Optional.of(next.place());
        }
        assertThat(paged).containsExactlyElementsOf(roots.reversed());
        assertThat(here.threads.followed(ada, new Wanted(false, Optional.empty(), 200, 2)))
                .hasSize(2);
    }

    @Test
    void isListedWithoutTheTextOfARootThatWasRecalled() {
        ConversationId room = here.group(ada, bob);
        long root = here.post(room, ada, "root");
        here.reply(room, bob, root);
        long version = here.conversations.access(room, ada).orElseThrow().version();
        here.node.revisions.apply(new MessageChange.Recall(room, ada, root, true, Instant.EPOCH), version);

        assertThat(followed(bob, false).getFirst().root().body())
                .isInstanceOfSatisfying(
                        Entry.Message.class,
                        message -> assertThat(message.text()).isNull());
        assertThat(follow(room, bob, root, false).following()).isFalse();
        assertThat(here.threads.follow(room, bob, root, true)).isEqualTo(new Outcome.Refused(Reason.RECALLED));
    }

    @Test
    void isAnnouncedAndInTheTailAndInWhatAClientMissed() {
        ConversationId room = here.group(ada, bob);
        long root = here.post(room, ada, "root");
        Cursor before = here.node.tail.tailEnd();
        long reply = here.reply(room, bob, root);
        assertThat(here.node.bus.ownStates(room))
                .extracting(Signal.OwnStateChanged::user)
                .containsExactlyInAnyOrder(ada, bob);
        assertThat(here.node.tail.tail(before, 1_000).states()).containsAll(here.node.bus.ownStates(room));

        SyncStore.Returning returning = new SyncStore.Returning(ada, Optional.of(before));
        assertThat(here.sync.catchUp(List.of(returning), 1_000, 200).getFirst().threads())
                .containsExactly(state(room, ada, root).orElseThrow());
        before = here.node.tail.tailEnd();
        here.readThread(room, ada, root, reply);
        assertThat(here.node.bus.ownStates(room)).hasSize(3);
        assertThat(here.node.tail.tail(before, 1_000).states())
                .contains(here.node.bus.ownStates(room).getLast());
    }

    @Test
    void isResetForWhoIsBehindByTooMany() {
        ConversationId room = here.group(ada, bob);
        Cursor before = here.node.tail.tailEnd();
        for (int i = 0; i < 3; i++) {
            here.reply(room, bob, here.post(room, ada, "root"));
        }
        List<SyncStore.Returning> returning = List.of(new SyncStore.Returning(ada, Optional.of(before)));
        assertThat(here.sync.catchUp(returning, 3, 200).getFirst().reset()).isFalse();
        SyncStore.CatchUp reset = here.sync.catchUp(returning, 2, 200).getFirst();
        assertThat(reset.reset()).isTrue();
        assertThat(reset.threads()).isEmpty();
    }

    @Test
    void isNotFollowedByAMentionAcrossABlock() {
        ConversationId room = here.group(ada, bob, cyd);
        long root = here.post(room, ada, "root");
        here.store.execute("insert into block (account, blocked) values (" + cyd.value() + ", " + bob.value() + ")");
        here.reply(room, bob, root, cyd);
        assertThat(state(room, cyd, root)).isEmpty();
    }
}
