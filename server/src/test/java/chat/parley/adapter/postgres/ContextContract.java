package chat.parley.adapter.postgres;

import static chat.parley.adapter.postgres.Answers.await;
import static chat.parley.adapter.postgres.Answers.hand;
import static chat.parley.adapter.postgres.Answers.outcome;
import static chat.parley.adapter.postgres.Answers.post;
import static chat.parley.adapter.postgres.Answers.store;
import static chat.parley.adapter.postgres.Answers.stored;
import static org.assertj.core.api.Assertions.assertThat;

import chat.parley.core.conversation.Change;
import chat.parley.core.id.ConversationId;
import chat.parley.core.id.UserId;
import chat.parley.core.message.MessageLog.Outcome;
import chat.parley.core.message.MessageLog.Reason;
import chat.parley.core.message.Post;
import chat.parley.wire.CurrentMessage;
import chat.parley.wire.Entry;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** The contract of messages that refer to others: replies, threads, mentions. */
interface ContextContract extends RevisionVerbs {
    /** Up to how many members anybody mentions all. */
    int EVERYBODY = 3;

    private static Post with(ConversationId room, UserId sender, Post.Context context) {
        return new Post(room, sender, UUID.randomUUID(), "text", null, context);
    }

    private static Post quoting(ConversationId room, UserId sender, long target) {
        return with(room, sender, new Post.Context(target, null, false, List.of(), List.of(), null));
    }

    private static Post inThread(ConversationId room, UserId sender, long root, boolean broadcast) {
        return with(room, sender, new Post.Context(null, root, broadcast, List.of(), List.of(), null));
    }

    private static Post mentioning(ConversationId room, UserId sender, Object... who) {
        List<String> mentions = new ArrayList<>();
        boolean everybody = false;
        for (Object one : who) {
            mentions.add(one.toString());
            everybody |= one instanceof String;
        }
        return with(
                room, sender, new Post.Context(null, null, false, mentions, List.of(), everybody ? EVERYBODY : null));
    }

    private static Outcome refused(Reason reason) {
        return new Outcome.Refused(reason);
    }

    private Entry entry(ConversationId room, long seq) {
        return everything(room).get((int) seq - 1);
    }

    private Entry.Message message(ConversationId room, long seq) {
        return (Entry.Message) entry(room, seq).body();
    }

    private long mentions(ConversationId room, UserId user) {
        return fixture()
                .number(
                        "select mentions from member, unread_mentions(conversation, account, read) where conversation = "
                                + room.value() + " and account = " + user.value());
    }

    @Test
    default void keepsWhatAMessageRepliesTo() {
        UserId ada = user();
        UserId bob = user();
        ConversationId room = create(group(ada, bob));
        long first = store(log(), post(room, ada, "first")).seq();
        long reply = store(log(), quoting(room, bob, first)).seq();
        assertThat(message(room, reply).replyTo()).isEqualTo(first);
        assertThat(entry(room, reply).messages()).isEqualTo(2);
        consistent(room, ada);
    }

    @Test
    default void numbersRepliesInTheirThreadAndLeavesThemOutOfTheMainTimeline() {
        UserId ada = user();
        UserId bob = user();
        ConversationId room = create(group(ada, bob));
        long root = store(log(), post(room, ada, "root")).seq();
        long first = store(log(), inThread(room, bob, root, false)).seq();
        long second = store(server(1).log, inThread(room, ada, root, true)).seq();
        assertThat(message(room, first).thread()).isEqualTo(root);
        assertThat(message(room, first).threadMessages()).isEqualTo(1);
        assertThat(message(room, second).threadMessages()).isEqualTo(2);
        assertThat(message(room, second).broadcast()).isTrue();
        assertThat(entry(room, first).messages()).isEqualTo(1);
        assertThat(entry(room, second).messages()).isEqualTo(2);
        List<CurrentMessage> main = consistent(room, bob);
        assertThat(main).extracting(shown -> shown.entry().seq()).containsExactly(root, second);
        assertThat(main.getFirst().replies()).isEqualTo(new CurrentMessage.Replies(2, second));
        assertThat(thread(room, bob, root).messages())
                .extracting(shown -> shown.entry().seq())
                .containsExactly(first, second);
    }

    @Test
    default void numbersAThreadDenselyHoweverManyWriteItAtOnce() {
        UserId ada = user();
        ConversationId room = create(group(ada));
        long root = store(log(), post(room, ada, "root")).seq();
        List<CompletableFuture<Outcome>> answers = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            answers.add(hand(server(i).log, inThread(room, ada, root, i % 5 == 0)));
        }
        answers.forEach(answer -> stored(await(answer)));
        assertThat(everything(room).stream()
                        .filter(entry -> entry.seq() > root)
                        .map(entry -> ((Entry.Message) entry.body()).threadMessages()))
                .containsExactlyElementsOf(
                        LongStream.rangeClosed(1, 200).boxed().toList());
        consistent(room, ada);
    }

    @Test
    default void refusesAReplyToWhatIsNotThere() {
        UserId ada = user();
        UserId bob = user();
        ConversationId room = create(group(ada, bob));
        long joined = 1;
        long gone = store(log(), post(room, ada, "gone")).seq();
        revise(recall(room, ada, gone, false));
        long reaction = gone + 1;
        for (long nothing : new long[] {joined, reaction, 99}) {
            assertThat(outcome(log(), quoting(room, bob, nothing))).isEqualTo(refused(Reason.NO_SUCH_TARGET));
            assertThat(outcome(log(), inThread(room, bob, nothing, false))).isEqualTo(refused(Reason.NO_SUCH_TARGET));
        }
        assertThat(outcome(log(), quoting(room, bob, gone))).isEqualTo(refused(Reason.TARGET_RECALLED));
        assertThat(outcome(log(), inThread(room, bob, gone, false))).isEqualTo(refused(Reason.TARGET_RECALLED));
        assertThat(everything(room)).hasSize((int) reaction);
    }

    @Test
    default void refusesAReplyToWhatItsSenderMayNotSee() {
        UserId ada = user();
        UserId bob = user();
        ConversationId room = create(group(ada));
        long before = store(log(), post(room, ada, "before bob")).seq();
        change(
                changes(),
                new Change.SetProperties(
                        room, ada, Optional.empty(), Optional.empty(), Optional.of(false), Optional.empty()));
        change(changes(), new Change.Join(room, ada, List.of(bob)));
        assertThat(outcome(log(), quoting(room, bob, before))).isEqualTo(refused(Reason.NO_SUCH_TARGET));
        assertThat(outcome(log(), inThread(room, bob, before, false))).isEqualTo(refused(Reason.NO_SUCH_TARGET));
    }

    @Test
    default void refusesAThreadUnderAReplyOfAThread() {
        UserId ada = user();
        ConversationId room = create(group(ada));
        long root = store(log(), post(room, ada, "root")).seq();
        long reply = store(log(), inThread(room, ada, root, false)).seq();
        long broadcast = store(log(), inThread(room, ada, root, true)).seq();
        assertThat(outcome(log(), inThread(room, ada, reply, false))).isEqualTo(refused(Reason.NOT_A_ROOT));
        assertThat(outcome(log(), inThread(room, ada, broadcast, false))).isEqualTo(refused(Reason.NOT_A_ROOT));
        store(log(), quoting(room, ada, reply));
    }

    @Test
    default void refusesWhatFollowsARefusedReplyInTheSameBatch() {
        UserId ada = user();
        ConversationId room = create(group(ada));
        Post lost = quoting(room, ada, 99);
        CompletableFuture<Outcome> first = hand(log(), lost);
        CompletableFuture<Outcome> second =
                hand(log(), Post.plain(room, ada, UUID.randomUUID(), "behind it", lost.id()));
        assertThat(await(first)).isEqualTo(refused(Reason.NO_SUCH_TARGET));
        assertThat(await(second)).isEqualTo(refused(Reason.PREVIOUS_MISSING));
    }

    @Test
    default void answersAKnownReplyAfterItsTargetWasRecalled() {
        UserId ada = user();
        ConversationId room = create(group(ada));
        long target = store(log(), post(room, ada, "target")).seq();
        Post reply = inThread(room, ada, target, false);
        Outcome.Stored first = store(log(), reply);
        revise(recall(room, ada, target, false));
        Outcome.Stored again = store(server(1).log, reply);
        assertThat(again.seq()).isEqualTo(first.seq());
        assertThat(again.duplicate()).isTrue();
        assertThat(consistent(room, ada).getFirst().replies()).isEqualTo(new CurrentMessage.Replies(1, first.seq()));
    }

    @Test
    default void countsUnreadMentionsOfOneAndOfAll() {
        UserId ada = user();
        UserId bob = user();
        UserId eve = user();
        ConversationId room = create(group(ada, bob, eve));
        long named = store(log(), mentioning(room, ada, bob)).seq();
        store(log(), mentioning(room, ada, "all", "here", bob));
        long root = store(log(), post(room, ada, "root")).seq();
        store(log(), with(room, ada, new Post.Context(null, root, false, List.of(bob.toString()), List.of(), null)));
        assertThat(message(room, named).mentions()).containsExactly(bob.toString());
        assertThat(mentions(room, bob)).isEqualTo(4);
        assertThat(mentions(room, eve)).isEqualTo(1);
        assertThat(mentions(room, ada)).isZero();
        revise(recall(room, ada, named, false));
        assertThat(mentions(room, bob)).isEqualTo(3);
        assertThat(message(room, named).mentions()).isEmpty();
        fixture().execute("insert into block (account, blocked) values (" + ada.value() + ", " + bob.value() + ")");
        assertThat(mentions(room, bob)).isZero();
        consistent(room, ada);
    }

    @Test
    default void aSenderWhoIsMentionedInAThreadHasNotReadItBySending() {
        UserId ada = user();
        UserId bob = user();
        ConversationId room = create(group(ada, bob));
        long root = store(log(), post(room, ada, "root")).seq();
        store(log(), inThread(room, bob, root, false));
        long unremarkable =
                store(log(), post(room, ada, "nothing is unread before this")).seq();
        assertThat(member(room, ada, "read")).isEqualTo(unremarkable);
        store(log(), with(room, bob, new Post.Context(null, root, false, List.of(ada.toString()), List.of(), null)));
        store(log(), post(room, ada, "a mention is unread before this"));
        assertThat(member(room, ada, "read")).isEqualTo(unremarkable);
        assertThat(mentions(room, ada)).isEqualTo(1);
    }

    @Test
    default void aReplyInAThreadLeavesTheMainTimelineUnread() {
        UserId ada = user();
        UserId bob = user();
        ConversationId room = create(group(ada, bob));
        long root = store(log(), post(room, ada, "root")).seq();
        store(log(), inThread(room, bob, root, false));
        assertThat(member(room, bob, "read_messages")).isZero();
        long reply = store(log(), inThread(room, ada, root, false)).seq();
        assertThat(member(room, ada, "read")).isEqualTo(reply);
        assertThat(member(room, ada, "read_messages")).isEqualTo(1);
    }

    @Test
    default void onlyWhoLeadsMentionsAllOfTooMany() {
        UserId ada = user();
        UserId bob = user();
        ConversationId room = create(group(ada, bob, user()));
        store(log(), mentioning(room, bob, "all"));
        change(changes(), new Change.Join(room, ada, List.of(user())));
        assertThat(outcome(log(), mentioning(room, bob, "here"))).isEqualTo(refused(Reason.NOT_EVERYBODY));
        store(log(), mentioning(room, ada, "here"));
        store(log(), mentioning(room, bob, ada));
    }
}
