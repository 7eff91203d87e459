package chat.parley.adapter.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import chat.parley.core.bus.OwnThing;
import chat.parley.core.bus.Signal;
import chat.parley.core.id.ConversationId;
import chat.parley.core.id.UserId;
import chat.parley.core.notice.NoticeChoice;
import chat.parley.core.notice.NoticeRule;
import chat.parley.core.notice.Preferences;
import chat.parley.core.notice.QuietHours;
import chat.parley.core.sync.Cursor;
import chat.parley.core.sync.SyncStore;
import chat.parley.wire.ConversationState;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class PostgresNoticeSettingsTest {
    private static final List<Signal> SIGNALS = new ArrayList<>();
    private static ConversationFixture fixture;
    private static PostgresNoticeSettings settings;
    private static PostgresLogTail tail;

    private final UserId ada = fixture.user();
    private final UserId bob = fixture.user();
    private final ConversationId group = fixture.group(ada, bob);

    @BeforeAll
    static void open() {
        fixture = new ConversationFixture();
        fixture.node.bus.subscribe(signal -> {
            synchronized (SIGNALS) {
                SIGNALS.add(signal);
            }
        });
        settings = new PostgresNoticeSettings(fixture.node.database.pool(), fixture.node.bus);
        tail = new PostgresLogTail(fixture.node.database.pool());
    }

    @AfterAll
    static void close() {
        fixture.close();
    }

    @Test
    void keepsWhatAMemberChoseInTheirStateAlone() {
        Instant until = Instant.now().plus(Duration.ofHours(1)).truncatedTo(ChronoUnit.MILLIS);
        assertThat(settings.choose(group, bob, new NoticeChoice(NoticeRule.MENTIONS, true, until)))
                .isTrue();
        ConversationState state = fixture.state(group, bob);
        assertThat(state.muted()).isTrue();
        assertThat(state.mutedUntil()).isEqualTo(until);
        assertThat(state.notices()).isEqualTo("mentions");
        assertThat(fixture.state(group, ada).muted()).isFalse();
        assertThat(fixture.state(group, ada).notices()).isNull();
        settings.choose(group, bob, new NoticeChoice(null, true, null));
        assertThat(fixture.state(group, bob).mutedUntil()).isNull();
        assertThat(fixture.state(group, bob).muted()).isTrue();
        assertThat(fixture.state(group, bob).notices()).isNull();
    }

    @Test
    void beingMutedEndsByItself() {
        settings.choose(group, bob, new NoticeChoice(null, true, Instant.now().minusSeconds(1)));
        assertThat(fixture.state(group, bob).muted()).isFalse();
        assertThat(fixture.state(group, bob).mutedUntil()).isNull();
    }

    @Test
    void keepsNothingForWhoeverIsNoMember() {
        fixture.leave(group, bob);
        assertThat(settings.choose(group, bob, new NoticeChoice(NoticeRule.NONE, true, null)))
                .isFalse();
        fixture.join(group, ada, bob);
        assertThat(fixture.state(group, bob).muted()).isFalse();
    }

    @Test
    void whatWasChosenIsAnnouncedOnceAndShownByTheTailAndTheNextWelcome() {
        Cursor before = tail.tailEnd();
        NoticeChoice choice = new NoticeChoice(NoticeRule.NONE, false, null);
        settings.choose(group, bob, choice);
        settings.choose(group, bob, choice);
        assertThat(heard(bob)).hasSize(1).first().isInstanceOf(Signal.OwnStateChanged.class);
        assertThat(tail.tail(before, 1_000).states()).containsAll(states(heard(bob)));
        assertThat(catchUp(bob, before).changed())
                .extracting(ConversationState::id)
                .contains(group.toString());
    }

    @Test
    void keepsWhatAUserPrefers() {
        assertThat(settings.preferences(ada)).isEqualTo(Preferences.DEFAULT);
        QuietHours nights = new QuietHours(
                Set.of(DayOfWeek.MONDAY, DayOfWeek.SUNDAY),
                LocalTime.of(22, 30),
                LocalTime.of(7, 0),
                ZoneId.of("Europe/Berlin"));
        Preferences preferences =
                new Preferences(NoticeRule.MENTIONS, NoticeRule.NONE, NoticeRule.ALL, Optional.of(nights));
        settings.prefer(ada, preferences);
        assertThat(settings.preferences(ada)).isEqualTo(preferences);
        settings.prefer(ada, Preferences.DEFAULT);
        assertThat(settings.preferences(ada)).isEqualTo(Preferences.DEFAULT);
    }

    @Test
    void whatIsPreferredIsAnnouncedOnceAndShownByTheTailAndTheNextWelcome() {
        Cursor before = tail.tailEnd();
        Preferences quietGroups =
                new Preferences(NoticeRule.ALL, NoticeRule.NONE, NoticeRule.MENTIONS, Optional.empty());
        settings.prefer(ada, quietGroups);
        settings.prefer(ada, quietGroups);
        List<Signal> heard = heard(ada);
        assertThat(heard).hasSize(1);
        Signal.OwnThingChanged change = (Signal.OwnThingChanged) heard.getFirst();
        assertThat(change.thing()).isEqualTo(OwnThing.NOTIFICATIONS);
        assertThat(tail.tail(before, 1_000).things()).contains(change);
        assertThat(catchUp(ada, before).own()).containsExactly(OwnThing.NOTIFICATIONS);
        assertThat(catchUp(bob, before).own()).isEmpty();
        assertThat(catchUp(ada, tail.tailEnd()).own()).isEmpty();
    }

    @Test
    void forgetsWhatADeletedAccountPreferred() {
        Preferences none = new Preferences(NoticeRule.NONE, NoticeRule.NONE, NoticeRule.NONE, Optional.empty());
        settings.prefer(ada, none);
        new PostgresAccounts(fixture.node.database.pool()).delete(ada, "deleted-" + ada, "Deleted user", Instant.now());
        assertThat(settings.preferences(ada)).isEqualTo(Preferences.DEFAULT);
        settings.prefer(ada, none);
        assertThat(settings.preferences(ada)).isEqualTo(Preferences.DEFAULT);
    }

    private static SyncStore.CatchUp catchUp(UserId user, Cursor since) {
        return fixture.sync
                .catchUp(List.of(new SyncStore.Returning(user, Optional.of(since))), 100, 100)
                .getFirst();
    }

    private static List<Signal> heard(UserId user) {
        synchronized (SIGNALS) {
            return SIGNALS.stream()
                    .filter(signal -> switch (signal) {
                        case Signal.OwnStateChanged change -> change.user().equals(user);
                        case Signal.OwnThingChanged change -> change.user().equals(user);
                        default -> false;
                    })
                    .toList();
        }
    }

    private static List<Signal.OwnStateChanged> states(List<Signal> signals) {
        return signals.stream().map(Signal.OwnStateChanged.class::cast).toList();
    }
}
