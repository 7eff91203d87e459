package chat.parley.adapter.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertThrows;

import chat.parley.core.account.Caller;
import chat.parley.core.account.RevokedSessions;
import chat.parley.core.account.Role;
import chat.parley.core.account.TokenConfig;
import chat.parley.core.export.ExportConfig;
import chat.parley.core.export.ExportOwnData;
import chat.parley.core.export.OwnData.Begun;
import chat.parley.core.export.OwnData.Membership;
import chat.parley.core.export.OwnData.Saved;
import chat.parley.core.id.ConversationId;
import chat.parley.core.id.SessionId;
import chat.parley.core.id.UserId;
import chat.parley.core.notice.NoticeChoice;
import chat.parley.core.notice.NoticeRule;
import chat.parley.core.notice.NoticeSettings;
import chat.parley.core.notice.Preferences;
import chat.parley.core.reply.Reply;
import chat.parley.core.scheduled.Scheduled;
import chat.parley.core.scheduled.ScheduledConfig;
import chat.parley.core.scheduled.ScheduledMessages;
import chat.parley.wire.Entry;
import chat.parley.wire.ErrorCode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PostgresOwnDataTest {
    private static final Instant NOW = Instant.now().truncatedTo(ChronoUnit.MILLIS);

    private final ConversationFixture here = new ConversationFixture();
    private final RevokedSessions revoked =
            new RevokedSessions(here.node.bus, InstantSource.system(), TokenConfig.defaults());
    private final NoticeSettings notices = new PostgresNoticeSettings(here.node.database.pool(), here.node.bus);
    private final ScheduledMessages scheduled =
            new PostgresScheduledMessages(here.node.database.pool(), here.node.bus, ScheduledConfig.defaults());
    private final ExportOwnData exports = exports(config(Duration.ZERO));
    private final UserId ada = here.user();
    private final UserId bob = here.user();

    @AfterEach
    void close() {
        here.close();
    }

    @Test
    void givesEveryPageOfWhatOneSaidOnceAndNothingThatIsGone() throws IOException {
        List<String> said = new ArrayList<>();
        for (int room = 0; room < 3; room++) {
            ConversationId group = here.group(ada, bob);
            for (int i = 0; i < 5; i++) {
                here.post(group, bob, "bob");
                here.post(group, ada, room + " " + i);
                said.add(room + " " + i);
            }
            here.store.execute("update head set first = 4, first_messages = 2 where conversation = " + group.value());
            said.remove(room + " 0");
        }
        List<Membership> memberships = new ArrayList<>();
        List<String> texts = new ArrayList<>();
        try (ExportOwnData.Export export = begun(ada)) {
            export.memberships(memberships::add);
            export.said(entry -> texts.add(text(entry)));
        }
        assertThat(memberships).hasSize(3);
        assertThat(texts).containsExactlyInAnyOrderElementsOf(said);
    }

    @Test
    void givesWhatOneChoseSavedAndBeganOfConversationsThatOneLeftToo() throws IOException {
        List<Saved> saved = new ArrayList<>();
        List<Begun> drafts = new ArrayList<>();
        ConversationId last = null;
        for (int room = 0; room < 3; room++) {
            last = here.group(bob, ada);
            for (long seq = 2; seq < 5; seq++) {
                here.post(last, bob, "bob");
                here.store.execute("insert into saved (account, conversation, seq, at) values (%d, %d, %d, '%s')"
                        .formatted(ada.value(), last.value(), seq, NOW));
                saved.add(new Saved(last, seq, NOW));
            }
            here.store.execute(
                    "insert into draft (account, conversation, thread, text) values (%1$d, %2$d, 0, 'to all'),"
                                    .formatted(ada.value(), last.value())
                            + " (%1$d, %2$d, 2, 'to few'), (%3$d, %2$d, 0, 'of bob')"
                                    .formatted(ada.value(), last.value(), bob.value()));
            drafts.add(new Begun(last, null, "to all"));
            drafts.add(new Begun(last, 2L, "to few"));
        }
        NoticeChoice choice = new NoticeChoice(NoticeRule.NONE, true, NOW.plus(Duration.ofDays(9_999)));
        Preferences preferences =
                new Preferences(NoticeRule.MENTIONS, NoticeRule.NONE, NoticeRule.ALL, Optional.empty());
        notices.choose(last, ada, choice);
        notices.prefer(ada, preferences);
        here.leave(last, ada);
        List<Membership> memberships = new ArrayList<>();
        List<Saved> savedFound = new ArrayList<>();
        List<Begun> draftsFound = new ArrayList<>();
        try (ExportOwnData.Export export = begun(ada)) {
            assertThat(export.preferences()).isEqualTo(preferences);
            export.memberships(memberships::add);
            export.saved(savedFound::add);
            export.begun(draftsFound::add);
        }
        assertThat(memberships)
                .extracting(Membership::notices)
                .containsExactly(new NoticeChoice(null, false, null), new NoticeChoice(null, false, null), choice);
        assertThat(savedFound).containsExactlyElementsOf(saved);
        assertThat(draftsFound).containsExactlyElementsOf(drafts);
    }

    @Test
    void givesEveryPageOfWhatOneHasSentLater() throws IOException {
        ConversationId group = here.group(bob, ada);
        List<Scheduled> made = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            Entry.Message message = Entry.Message.plain(UUID.randomUUID().toString(), "later " + i);
            Scheduled wanted = new Scheduled(group, message, NOW.plusSeconds(100 + i), NOW, null);
            made.add(((ScheduledMessages.Made.New) scheduled.make(ada, wanted)).message());
        }
        here.leave(group, ada);
        List<Scheduled> found = new ArrayList<>();
        try (ExportOwnData.Export export = begun(ada)) {
            export.scheduled(found::add);
        }
        assertThat(found).containsExactlyElementsOf(made);
    }

    @Test
    void endsWithTheSessionThatAskedForIt() throws IOException {
        here.post(here.group(ada), ada, "mine");
        List<Object> taken = new ArrayList<>();
        try (ExportOwnData.Export export = begun(ada)) {
            export.memberships(membership -> {});
            revoked.ended(List.of(caller(ada).session()));
            assertThrows(IOException.class, () -> export.said(taken::add));
            assertThrows(IOException.class, () -> export.saved(taken::add));
            assertThrows(IOException.class, () -> export.begun(taken::add));
            assertThrows(IOException.class, () -> export.scheduled(taken::add));
        }
        assertThat(taken).isEmpty();
    }

    @Test
    void givesOneAtATimeToAUserAndFewInAll() {
        ExportOwnData.Export export = begun(ada);
        assertThat(refusal(ada)).isEqualTo(ErrorCode.RATE_LIMITED);
        assertThat(refusal(bob)).isEqualTo(ErrorCode.UNAVAILABLE);
        export.close();
        export.close();
        begun(bob).close();
        begun(ada).close();
    }

    @Test
    void keepsNoPlaceForOneThatFailsWhateverItReadsFirst() {
        ConnectionSource gone = () -> {
            throw new SQLException("the database is gone");
        };
        ExportOwnData failing = new ExportOwnData(
                new PostgresAccounts(here.node.database.pool()),
                new PostgresBlocks(gone),
                new PostgresNoticeSettings(gone, here.node.bus),
                new PostgresOwnData(gone),
                scheduled,
                revoked,
                config(Duration.ZERO));
        for (Consumer<ExportOwnData.Export> first : List.<Consumer<ExportOwnData.Export>>of(
                ExportOwnData.Export::blocked, ExportOwnData.Export::preferences)) {
            for (UserId user : List.of(ada, bob)) {
                ExportOwnData.Export export = ((Reply.Given<ExportOwnData.Export>) failing.begin(caller(user))).value();
                try (export) {
                    assertThrows(UncheckedIOException.class, () -> first.accept(export));
                }
            }
        }
    }

    @Test
    void givesTheNextOnlyAfterAWhile() {
        ExportOwnData seldom = exports(config(Duration.ofHours(1)));
        ((Reply.Given<ExportOwnData.Export>) seldom.begin(caller(ada))).value().close();
        assertThat(((Reply.Refused<ExportOwnData.Export>) seldom.begin(caller(ada))).code())
                .isEqualTo(ErrorCode.RATE_LIMITED);
        ((Reply.Given<ExportOwnData.Export>) seldom.begin(caller(bob))).value().close();
    }

    private static ExportConfig config(Duration every) {
        return new ExportConfig(1, every, 2, Duration.ofMinutes(1));
    }

    private ExportOwnData exports(ExportConfig config) {
        return new ExportOwnData(
                new PostgresAccounts(here.node.database.pool()),
                new PostgresBlocks(here.node.database.pool()),
                notices,
                new PostgresOwnData(here.node.database.pool()),
                scheduled,
                revoked,
                config);
    }

    private ExportOwnData.Export begun(UserId user) {
        return ((Reply.Given<ExportOwnData.Export>) exports.begin(caller(user))).value();
    }

    private ErrorCode refusal(UserId user) {
        return ((Reply.Refused<ExportOwnData.Export>) exports.begin(caller(user))).code();
    }

    private static Caller caller(UserId user) {
        return new Caller(user, new SessionId(user.value()), Role.MEMBER);
    }

    private static String text(Entry entry) {
        return ((Entry.Message) entry.body()).text();
    }
}
