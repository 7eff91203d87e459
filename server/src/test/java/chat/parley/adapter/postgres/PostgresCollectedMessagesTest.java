package chat.parley.adapter.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import chat.parley.core.bus.OwnThing;
import chat.parley.core.bus.Signal;
import chat.parley.core.collected.CollectedConfig;
import chat.parley.core.collected.CollectedMessages.Mention;
import chat.parley.core.collected.CollectedMessages.Outcome;
import chat.parley.core.collected.CollectedMessages.Place;
import chat.parley.core.collected.CollectedMessages.Saved;
import chat.parley.core.conversation.Kind;
import chat.parley.core.id.ConversationId;
import chat.parley.core.id.UserId;
import chat.parley.core.message.MessageLog.Viewer;
import chat.parley.core.sync.Cursor;
import chat.parley.wire.Entry;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class PostgresCollectedMessagesTest {
    private static final int MOST_SAVED = 3;
    private static final int MOST_MENTIONS = 5;
    private static ConversationFixture fixture;
    private static PostgresCollectedMessages collected;
    private static PostgresLogTail tail;

    private final UserId ada = fixture.user();
    private final UserId bob = fixture.user();
    private final ConversationId group = fixture.group(ada, bob);

    @BeforeAll
    static void open() {
        fixture = new ConversationFixture();
        collected = new PostgresCollectedMessages(
                fixture.node.database.pool(), fixture.node.bus, new CollectedConfig(MOST_SAVED, MOST_MENTIONS));
        tail = new PostgresLogTail(fixture.node.database.pool());
    }

    @AfterAll
    static void close() {
        fixture.close();
    }

    @Test
    void listsMentionsOfAllConversationsTheNewestFirst() {
        ConversationId other = fixture.group(ada, bob);
        long first = mention(group, bob.toString());
        long second = mention(other, "all");
        long third = mention(group, bob.toString(), "here");
        mention(group, ada.toString());
        assertThat(places(mentions(bob)))
                .containsExactly(new Place(group, third), new Place(other, second), new Place(group, first));
        fixture.read(group, bob, first);
        assertThat(mentions(bob)).extracting(Mention::unread).containsExactly(true, true, false);
        assertThat(mentions(ada)).as("nobody is mentioned by themselves").isEmpty();
    }

    @Test
    void goesOnWhereAPageEnded() {
        List<Long> sent = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            sent.add(mention(group, bob.toString()));
        }
        List<Mention> page = collected.mentions(viewer(bob), null, 3);
        List<Mention> rest = collected.mentions(viewer(bob), page.getLast().place(), 3);
        assertThat(places(page)).extracting(Place::seq).containsExactly(sent.get(3), sent.get(2), sent.get(1));
        assertThat(places(rest)).extracting(Place::seq).containsExactly(sent.get(0));
        assertThat(collected.mentions(viewer(bob), "no place", 3)).hasSize(3);
        assertThat(collected.mentions(viewer(bob), "zzzzzzzzzzzz." + group + ".1", 3))
                .hasSize(3);
    }

    @Test
    void listsTheNewestMentionsOfAConversationOnly() {
        long oldest = mention(group, bob.toString());
        for (int i = 0; i < MOST_MENTIONS; i++) {
            mention(group, bob.toString());
        }
        assertThat(mentions(bob)).hasSize(MOST_MENTIONS);
        assertThat(places(mentions(bob))).doesNotContain(new Place(group, oldest));
    }

    @Test
    void listsNoMentionAcrossABlockNorWhatWasRecalled() {
        long recalled = mention(group, bob.toString());
        fixture.recall(group, ada, recalled);
        assertThat(mentions(bob)).isEmpty();
        mention(group, bob.toString());
        assertThat(mentions(bob)).hasSize(1);
        new PostgresBlocks(fixture.node.database.pool()).add(bob, ada, 10);
        assertThat(mentions(bob)).isEmpty();
    }

    @Test
    void listsNothingOfWhatOneMayNotSee() {
        ConversationId joined = fixture.create(Kind.GROUP, Optional.of("Newcomers"), false, ada, bob);
        long mine = mention(joined, bob.toString());
        assertThat(save(bob, joined, mine)).isEqualTo(Outcome.SAVED);
        fixture.leave(joined, bob);
        assertThat(mentions(bob)).isEmpty();
        assertThat(saved(bob)).isEmpty();
        assertThat(collected.places(bob)).isEmpty();
        fixture.join(joined, ada, bob);
        assertThat(mentions(bob)).as("from before the return").isEmpty();
        assertThat(saved(bob)).isEmpty();
    }

    @Test
    void keepsWhatWasSavedAsItStands() {
        long one = fixture.post(group, ada, "one");
        long two = fixture.post(group, ada, "two");
        assertThat(save(bob, group, two)).isEqualTo(Outcome.SAVED);
        assertThat(save(bob, group, one)).isEqualTo(Outcome.SAVED);
        assertThat(save(bob, group, two)).isEqualTo(Outcome.SAVED);
        assertThat(saved(bob))
                .extracting(saved -> saved.message().entry().seq())
                .containsExactly(one, two);
        assertThat(collected.places(bob)).containsExactlyInAnyOrder(new Place(group, one), new Place(group, two));
        assertThat(saved(ada)).isEmpty();
        fixture.recall(group, ada, two);
        Entry.Message tombstone =
                (Entry.Message) saved(bob).getLast().message().entry().body();
        assertThat(tombstone.recalled()).isTrue();
        assertThat(tombstone.text()).isNull();
        collected.forget(bob, new Place(group, two));
        assertThat(save(bob, group, two)).isEqualTo(Outcome.RECALLED);
        assertThat(collected.saved(viewer(bob), saved(bob).getLast().place(), 10))
                .isEmpty();
    }

    @Test
    void savesMessagesAlone() {
        assertThat(save(bob, group, 1)).as("that somebody joined").isEqualTo(Outcome.NO_SUCH_MESSAGE);
        assertThat(save(bob, group, 99)).isEqualTo(Outcome.NO_SUCH_MESSAGE);
        long seq = fixture.post(group, ada, "not for all");
        assertThat(save(fixture.user(), group, seq)).isEqualTo(Outcome.NO_SUCH_MESSAGE);
    }

    @Test
    void whatIsNotSeenAnyMoreMakesRoom() {
        ConversationId other = fixture.group(ada, bob);
        List<Long> seqs = new ArrayList<>();
        for (int i = 0; i <= MOST_SAVED; i++) {
            seqs.add(fixture.post(group, ada, "number " + i));
        }
        save(bob, other, fixture.post(other, ada, "elsewhere"));
        save(bob, group, seqs.get(0));
        save(bob, group, seqs.get(1));
        assertThat(save(bob, group, seqs.get(2))).isEqualTo(Outcome.FULL);
        assertThat(save(bob, group, seqs.get(1))).isEqualTo(Outcome.SAVED);
        fixture.leave(other, bob);
        assertThat(save(bob, group, seqs.get(2))).isEqualTo(Outcome.SAVED);
        assertThat(save(bob, group, seqs.get(3))).isEqualTo(Outcome.FULL);
    }

    @Test
    void aChangeIsAnnouncedOnceAndShownByTheTail() {
        List<Signal.OwnThingChanged> heard = new ArrayList<>();
        fixture.node.bus.subscribe(signal -> {
            if (signal instanceof Signal.OwnThingChanged change && change.user().equals(bob)) {
                synchronized (heard) {
                    heard.add(change);
                }
            }
        });
        Cursor before = tail.tailEnd();
        long seq = fixture.post(group, ada, "keep me");
        save(bob, group, seq);
        save(bob, group, seq);
        collected.forget(bob, new Place(group, seq));
        collected.forget(bob, new Place(group, seq));
        assertThat(heard).hasSize(2).extracting(Signal.OwnThingChanged::thing).containsOnly(OwnThing.SAVED);
        assertThat(tail.tail(before, 1_000).things()).contains(heard.getLast());
    }

    @Test
    void forgetsWhatADeletedAccountSaved() {
        long seq = fixture.post(group, ada, "keep me");
        save(bob, group, seq);
        new PostgresAccounts(fixture.node.database.pool()).delete(bob, "deleted-" + bob, "Deleted user", Instant.now());
        assertThat(collected.places(bob)).isEmpty();
        assertThat(save(bob, group, seq)).isEqualTo(Outcome.NO_SUCH_MESSAGE);
    }

    private Outcome save(UserId user, ConversationId conversation, long seq) {
        return collected.save(user, new Place(conversation, seq));
    }

    private static List<Mention> mentions(UserId user) {
        return collected.mentions(viewer(user), null, 100);
    }

    private static List<Saved> saved(UserId user) {
        return collected.saved(viewer(user), null, 100);
    }

    private static List<Place> places(List<Mention> mentions) {
        return mentions.stream()
                .map(mention -> mention.message().entry())
                .map(entry ->
                        new Place(ConversationId.parse(entry.conversation()).orElseThrow(), entry.seq()))
                .toList();
    }

    private long mention(ConversationId conversation, String... whom) {
        return fixture.mention(conversation, ada, whom);
    }

    private static Viewer viewer(UserId user) {
        return new Viewer(user, 3);
    }
}
