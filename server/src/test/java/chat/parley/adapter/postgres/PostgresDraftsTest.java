package chat.parley.adapter.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import chat.parley.core.bus.OwnThing;
import chat.parley.core.bus.Signal;
import chat.parley.core.draft.DraftConfig;
import chat.parley.core.draft.Drafts.Draft;
import chat.parley.core.draft.Drafts.Outcome;
import chat.parley.core.draft.Drafts.Place;
import chat.parley.core.id.ConversationId;
import chat.parley.core.id.UserId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class PostgresDraftsTest {
    private static final int MOST = 2;
    private static final int BYTES = 100;
    private static ConversationFixture fixture;
    private static PostgresDrafts drafts;

    private final UserId ada = fixture.user();
    private final UserId bob = fixture.user();
    private final Place place = new Place(fixture.group(ada, bob), null);

    @BeforeAll
    static void open() {
        fixture = new ConversationFixture();
        drafts = new PostgresDrafts(fixture.node.database.pool(), fixture.node.bus, new DraftConfig(MOST, BYTES));
    }

    @AfterAll
    static void close() {
        fixture.close();
    }

    @Test
    void keepsWhatWasBegunByPlaceForItsUserAlone() {
        Place thread = new Place(place.conversation(), 3L);
        long one = kept(keep(place, "to all", 0));
        long two = kept(keep(thread, "to few", 0));
        assertThat(drafts.of(bob)).containsExactly(new Draft(place, "to all", one), new Draft(thread, "to few", two));
        assertThat(drafts.of(ada)).isEmpty();
    }

    @Test
    void refusesWhoHasNotSeenTheNewest() {
        long first = kept(keep(place, "one", 0));
        long second = kept(keep(place, "one two", first));
        assertThat(second).isGreaterThan(first);
        assertThat(keep(place, "three", first)).isEqualTo(new Outcome.Overtaken());
        assertThat(keep(place, "", first)).isEqualTo(new Outcome.Overtaken());
        assertThat(keep(place, "one two", first))
                .as("the same text")
                .isEqualTo(new Outcome.Kept(OptionalLong.of(second)));
        assertThat(keep(place, "", second)).isEqualTo(new Outcome.Kept(OptionalLong.empty()));
        assertThat(drafts.of(bob)).isEmpty();
        assertThat(kept(keep(place, "begun before it was emptied", second))).isGreaterThan(second);
    }

    @Test
    void keepsSoManyAndSoMuchOnly() {
        ConversationId other = fixture.group(ada, bob);
        ConversationId third = fixture.group(ada, bob);
        long first = kept(keep(place, "x".repeat(60), 0));
        assertThat(keep(new Place(other, null), "x".repeat(41), 0)).isEqualTo(new Outcome.Full());
        assertThat(keep(place, "x".repeat(101), first)).isEqualTo(new Outcome.Full());
        kept(keep(new Place(other, null), "x".repeat(40), 0));
        assertThat(keep(new Place(third, null), "x", 0)).isEqualTo(new Outcome.Full());
        fixture.leave(other, bob);
        assertThat(drafts.of(bob)).hasSize(1);
        kept(keep(new Place(third, null), "x", 0));
    }

    @Test
    void isForMembersAndGoesWithTheAccount() {
        assertThat(drafts.keep(fixture.user(), place, "let me in", 0)).isEqualTo(new Outcome.NoMember());
        keep(place, "mine", 0);
        new PostgresAccounts(fixture.node.database.pool()).delete(bob, "deleted-" + bob, "Deleted user", Instant.now());
        assertThat(drafts.of(bob)).isEmpty();
        assertThat(keep(place, "late", 0)).isEqualTo(new Outcome.NoMember());
    }

    @Test
    void announcesWhatChanged() {
        List<Signal.OwnThingChanged> heard = new ArrayList<>();
        fixture.node.bus.subscribe(signal -> {
            if (signal instanceof Signal.OwnThingChanged change && change.user().equals(bob)) {
                synchronized (heard) {
                    heard.add(change);
                }
            }
        });
        long revision = kept(keep(place, "one", 0));
        keep(place, "one", revision);
        keep(place, "", revision);
        assertThat(heard).hasSize(2).extracting(Signal.OwnThingChanged::thing).containsOnly(OwnThing.DRAFTS);
    }

    private Outcome keep(Place at, String text, long known) {
        return drafts.keep(bob, at, text, known);
    }

    private static long kept(Outcome outcome) {
        return ((Outcome.Kept) outcome).revision().orElseThrow();
    }
}
