package chat.parley.adapter.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import chat.parley.core.id.ConversationId;
import chat.parley.core.id.UserId;
import chat.parley.core.sync.Cursor;
import chat.parley.core.sync.SyncStore;
import chat.parley.core.sync.SyncStore.CatchUp;
import chat.parley.core.sync.SyncStore.Returning;
import chat.parley.wire.ConversationState;
import chat.parley.wire.Profile;
import java.sql.Connection;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class PostgresSyncStoreTest {
    private static final int MOST = 1_000;
    private static final int RECENT = 200;

    private static ConversationFixture here;

    private final UserId ada = here.user();
    private final UserId ben = here.user();

    @BeforeAll
    static void open() {
        here = new ConversationFixture();
    }

    @AfterAll
    static void close() {
        here.close();
    }

    @Test
    void startsWithEverythingAndSaysSo() {
        ConversationId group = here.group(ada, ben);
        ConversationId direct = here.direct(ada, ben);
        here.post(direct, ada, "one");

        CatchUp start = catchUp(ben, null);
        assertThat(start.reset()).isTrue();
        assertThat(start.heads()).containsOnlyKeys(group, direct).containsEntry(direct, new SyncStore.Head(2, 1, 2));
        assertThat(ids(start)).containsExactlyInAnyOrder(group.toString(), direct.toString());
        assertThat(start.gone()).isEmpty();
        assertThat(start.users()).extracting(Profile::id).contains(ada.toString(), ben.toString());
    }

    @Test
    void welcomesWhoIsInNoConversation() {
        CatchUp start = catchUp(ada, null);
        assertThat(start.heads()).isEmpty();
        assertThat(start.changed()).isEmpty();
        assertThat(start.users()).extracting(Profile::id).containsExactly(ada.toString());
        assertThat(catchUp(ada, start.cursor()).reset()).isFalse();
    }

    @Test
    void namesWhatMovedSinceAndNothingElse() {
        ConversationId quiet = here.group(ada, ben);
        ConversationId busy = here.group(ada, ben);
        Cursor cursor = catchUp(ben, null).cursor();

        CatchUp nothing = catchUp(ben, cursor);
        assertThat(nothing.reset()).isFalse();
        assertThat(nothing.changed()).isEmpty();
        assertThat(nothing.heads()).containsOnlyKeys(quiet, busy);

        here.post(busy, ada, "one");
        assertThat(ids(catchUp(ben, nothing.cursor()))).containsExactly(busy.toString());
    }

    @Test
    void namesConversationsNewToTheUserAndThoseThatAreGone() {
        ConversationId old = here.group(ada, ben);
        Cursor cursor = catchUp(ben, null).cursor();
        here.leave(old, ben);
        ConversationId fresh = here.group(ada, ben);

        CatchUp next = catchUp(ben, cursor);
        assertThat(ids(next)).containsExactly(fresh.toString());
        assertThat(next.gone()).containsExactly(old);
        assertThat(next.heads()).containsOnlyKeys(fresh);
        assertThat(here.sync.memberships(List.of(ben)).get(ben)).containsExactly(fresh);
        assertThat(catchUp(ben, next.cursor()).gone()).isEmpty();
    }

    @Test
    void namesWhereMarkersMoved() {
        ConversationId direct = here.direct(ada, ben);
        ConversationId channel = here.channel("Marks", ada, ben);
        long inDirect = here.post(direct, ada, "one");
        long inChannel = here.post(channel, ada, "one");
        Cursor ofBen = catchUp(ben, null).cursor();
        Cursor ofAda = catchUp(ada, null).cursor();
        here.read(direct, ben, inDirect);
        here.read(channel, ben, inChannel);

        assertThat(ids(catchUp(ben, ofBen))).containsExactlyInAnyOrder(direct.toString(), channel.toString());
        // The other's marker shows where receipts are live.
        assertThat(ids(catchUp(ada, ofAda))).containsExactly(direct.toString());
    }

    @Test
    void tellsOnlyMembersTheirPlaceAndWhichJoinedBeganIt() {
        ConversationId channel = here.channel("Places", ada, ben);
        assertThat(here.sync.membership(ben, channel)).hasValueSatisfying(place -> {
            assertThat(place.joined()).isEqualTo(1);
            assertThat(place.state()).isEqualTo(here.state(channel, ben));
        });
        here.leave(channel, ben);
        assertThat(here.sync.membership(ben, channel)).isEmpty();
        assertThat(here.sync.membership(here.user(), channel)).isEmpty();
        here.join(channel, ada, ben);
        assertThat(here.sync.membership(ben, channel)).hasValueSatisfying(place -> {
            assertThat(place.joined()).isEqualTo(3);
            assertThat(place.state().first()).isEqualTo(1);
        });
    }

    @Test
    void findsWhatCommitsLateAgainRatherThanNever() throws Exception {
        ConversationId group = here.group(ada, ben);
        ConversationId other = here.group(ada, ben);
        Cursor cursor = catchUp(ben, null).cursor();
        try (Connection slow = here.store.outside();
                Statement statement = slow.createStatement()) {
            slow.setAutoCommit(false);
            statement.execute("update head set xid = pg_current_xact_id() where conversation = " + group.value());
            here.post(other, ada, "overtakes");
            cursor = catchUp(ben, cursor).cursor();
            slow.commit();
        }
        assertThat(ids(catchUp(ben, cursor))).contains(group.toString());
    }

    @Test
    void resetsForeignAndFutureCursors() {
        here.group(ada, ben);
        Cursor cursor = catchUp(ben, null).cursor();
        assertThat(catchUp(ben, new Cursor("another", cursor.xid())).reset()).isTrue();
        assertThat(catchUp(ben, new Cursor(cursor.incarnation(), cursor.xid() + 1_000_000))
                        .reset())
                .isTrue();
    }

    @Test
    void resetsCursorsOlderThan30Days() {
        try (ConversationFixture alone = new ConversationFixture()) {
            UserId one = alone.user();
            UserId other = alone.user();
            ConversationId group = alone.group(one, other);
            Cursor cursor =
                    catchUp(alone.sync, one, Optional.empty(), MOST, RECENT).cursor();
            alone.post(group, one, "old");
            alone.store.execute("update entry set at = now() - interval '29 days'");
            assertThat(catchUp(alone.sync, one, Optional.of(cursor), MOST, RECENT)
                            .reset())
                    .isFalse();
            alone.store.execute("update entry set at = now() - interval '31 days'");
            assertThat(catchUp(alone.sync, one, Optional.of(cursor), MOST, RECENT)
                            .reset())
                    .isTrue();
        }
    }

    @Test
    void resetsToTheMostRecentWhereTooMuchMoved() {
        List<ConversationId> groups = new ArrayList<>();
        Cursor cursor = catchUp(ben, null).cursor();
        for (int i = 0; i < 4; i++) {
            groups.add(here.group(ada, ben));
            here.store.execute("update entry set at = at + make_interval(secs => " + i + ") where conversation = "
                    + groups.getLast().value());
        }
        assertThat(catchUp(here.sync, ben, Optional.of(cursor), 4, 2).reset()).isFalse();

        CatchUp reset = catchUp(here.sync, ben, Optional.of(cursor), 3, 2);
        assertThat(reset.reset()).isTrue();
        assertThat(ids(reset))
                .containsExactlyInAnyOrder(
                        groups.get(3).toString(), groups.get(2).toString());
        assertThat(reset.heads()).hasSize(4);
        assertThat(reset.gone()).isEmpty();
    }

    private static CatchUp catchUp(UserId user, @Nullable Cursor since) {
        return catchUp(here.sync, user, Optional.ofNullable(since), MOST, RECENT);
    }

    private static CatchUp catchUp(SyncStore sync, UserId user, Optional<Cursor> since, int most, int recent) {
        return sync.catchUp(List.of(new Returning(user, since)), most, recent).getFirst();
    }

    private static List<String> ids(CatchUp found) {
        return found.changed().stream().map(ConversationState::id).toList();
    }
}
