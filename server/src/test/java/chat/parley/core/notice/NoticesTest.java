package chat.parley.core.notice;

import static org.assertj.core.api.Assertions.assertThat;

import chat.parley.core.bus.Availability;
import chat.parley.core.conversation.Kind;
import chat.parley.core.id.UserId;
import chat.parley.core.notice.Notices.Reader;
import chat.parley.wire.Entry;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class NoticesTest {
    private static final UserId ME = new UserId(1);
    private static final UserId OTHER = new UserId(2);
    /** A Tuesday, 13:30 in Berlin. */
    private static final Instant NOW = Instant.parse("2026-11-24T12:30:00Z");

    private static final NoticeChoice NONE_MADE = new NoticeChoice(null, false, null);

    @Test
    void byDefaultAllOfDirectsAndGroupsNotifiesAndOfChannelsMentions() {
        assertThat(notifies(said(null, false), Kind.DIRECT)).isTrue();
        assertThat(notifies(said(null, false), Kind.GROUP)).isTrue();
        assertThat(notifies(said(null, false), Kind.CHANNEL)).isFalse();
        assertThat(notifies(said(null, false, ME.toString()), Kind.CHANNEL)).isTrue();
        assertThat(notifies(said(null, false, "all"), Kind.CHANNEL)).isTrue();
        assertThat(notifies(said(null, false, "here"), Kind.CHANNEL)).isTrue();
        assertThat(notifies(said(null, false, OTHER.toString()), Kind.CHANNEL)).isFalse();
    }

    @Test
    void aReplyInAThreadNotifiesWhereItIsBroadcastOrMentions() {
        assertThat(notifies(said(3L, false), Kind.GROUP)).isFalse();
        assertThat(notifies(said(3L, true), Kind.GROUP)).isTrue();
        assertThat(notifies(said(3L, false, ME.toString()), Kind.GROUP)).isTrue();
    }

    @Test
    void whatWasChosenForTheConversationComesBeforeWhatIsPreferred() {
        assertThat(notifies(said(null, false), new NoticeChoice(NoticeRule.MENTIONS, false, null)))
                .isFalse();
        assertThat(notifies(said(null, false, "all"), new NoticeChoice(NoticeRule.MENTIONS, false, null)))
                .isTrue();
        assertThat(notifies(said(null, false, ME.toString()), new NoticeChoice(NoticeRule.NONE, false, null)))
                .isFalse();
        Preferences few = new Preferences(NoticeRule.NONE, NoticeRule.NONE, NoticeRule.ALL, Optional.empty());
        assertThat(Notices.notifies(said(null, false), reader(Kind.CHANNEL, NONE_MADE, few, Availability.ONLINE), NOW))
                .isTrue();
        assertThat(Notices.notifies(said(null, false), reader(Kind.GROUP, NONE_MADE, few, Availability.ONLINE), NOW))
                .isFalse();
    }

    @Test
    void mutedNothingNotifiesUntilItsTimeIsOver() {
        Entry mention = said(null, false, ME.toString());
        assertThat(notifies(mention, new NoticeChoice(NoticeRule.ALL, true, null)))
                .isFalse();
        assertThat(notifies(mention, new NoticeChoice(NoticeRule.ALL, true, NOW.plusMillis(1))))
                .isFalse();
        assertThat(notifies(mention, new NoticeChoice(NoticeRule.ALL, true, NOW)))
                .isTrue();
    }

    @Test
    void nothingNotifiesWhoeverAskedNotToBeDisturbed() {
        Entry entry = said(null, false, ME.toString());
        assertThat(Notices.notifies(entry, with(Availability.DND), NOW)).isFalse();
        assertThat(Notices.notifies(entry, with(Availability.AWAY), NOW)).isTrue();
        assertThat(Notices.notifies(entry, with(Availability.OFFLINE), NOW)).isTrue();
        assertThat(Notices.notifies(entry, quiet(DayOfWeek.TUESDAY, "13:00", "14:00"), NOW))
                .isFalse();
        assertThat(Notices.notifies(entry, quiet(DayOfWeek.TUESDAY, "13:31", "14:00"), NOW))
                .isTrue();
    }

    @Test
    void neitherOnesOwnNorWhatWasReadNorWhatIsNoMessageNorWhoIsBlockedNotifies() {
        Entry entry = said(null, false);
        assertThat(Notices.notifies(
                        entry,
                        new Reader(OTHER, Kind.GROUP, 0, NONE_MADE, Preferences.DEFAULT, Availability.ONLINE, false),
                        NOW))
                .isFalse();
        assertThat(Notices.notifies(
                        entry,
                        new Reader(ME, Kind.GROUP, 7, NONE_MADE, Preferences.DEFAULT, Availability.ONLINE, false),
                        NOW))
                .isFalse();
        assertThat(Notices.notifies(
                        entry,
                        new Reader(ME, Kind.GROUP, 6, NONE_MADE, Preferences.DEFAULT, Availability.ONLINE, true),
                        NOW))
                .isFalse();
        Entry pinned = new Entry("c1", 7, 5, NOW, OTHER.toString(), new Entry.Pinned(6, true));
        assertThat(notifies(pinned, Kind.GROUP)).isFalse();
    }

    @Test
    void quietHoursGoOnIntoTheNextDay() {
        QuietHours nights = new QuietHours(
                Set.of(DayOfWeek.MONDAY), LocalTime.of(22, 0), LocalTime.of(7, 0), ZoneId.of("Europe/Berlin"));
        assertThat(nights.at(Instant.parse("2026-11-23T20:59:00Z"))).isFalse();
        assertThat(nights.at(Instant.parse("2026-11-23T21:00:00Z"))).isTrue();
        assertThat(nights.at(Instant.parse("2026-11-24T05:59:00Z"))).isTrue();
        assertThat(nights.at(Instant.parse("2026-11-24T06:00:00Z"))).isFalse();
        assertThat(nights.at(Instant.parse("2026-11-24T21:30:00Z"))).isFalse();
        assertThat(nights.at(Instant.parse("2026-07-20T20:00:00Z")))
                .as("in summer too")
                .isTrue();
    }

    private static boolean notifies(Entry entry, Kind kind) {
        return Notices.notifies(entry, reader(kind, NONE_MADE, Preferences.DEFAULT, Availability.ONLINE), NOW);
    }

    private static boolean notifies(Entry entry, NoticeChoice choice) {
        return Notices.notifies(entry, reader(Kind.GROUP, choice, Preferences.DEFAULT, Availability.ONLINE), NOW);
    }

    private static Reader with(Availability availability) {
        return reader(Kind.GROUP, NONE_MADE, Preferences.DEFAULT, availability);
    }

    private static Reader quiet(DayOfWeek day, String from, String to) {
        QuietHours hours =
                new QuietHours(Set.of(day), LocalTime.parse(from), LocalTime.parse(to), ZoneId.of("Europe/Berlin"));
        return reader(
                Kind.GROUP,
                NONE_MADE,
                new Preferences(NoticeRule.ALL, NoticeRule.ALL, NoticeRule.ALL, Optional.of(hours)),
                Availability.ONLINE);
    }

    private static Reader reader(Kind kind, NoticeChoice choice, Preferences preferences, Availability availability) {
        return new Reader(ME, kind, 6, choice, preferences, availability, false);
    }

    private static Entry said(@Nullable Long thread, boolean broadcast, String... mentions) {
        String id = "018f4e5a-0000-7000-8000-000000000001";
        Long number = thread == null ? null : 1L;
        Entry.Message message = new Entry.Message(
                id,
                "hello",
                null,
                thread,
                number,
                broadcast,
                List.of(mentions),
                List.of(),
                List.of(),
                List.of(),
                false);
        return new Entry("c1", 7, 5, NOW, OTHER.toString(), message);
    }
}
