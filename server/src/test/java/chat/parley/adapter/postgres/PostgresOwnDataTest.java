package chat.parley.adapter.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertThrows;

import chat.parley.core.account.Caller;
import chat.parley.core.account.RevokedSessions;
import chat.parley.core.account.Role;
import chat.parley.core.account.TokenConfig;
import chat.parley.core.export.ExportConfig;
import chat.parley.core.export.ExportOwnData;
import chat.parley.core.export.OwnData.Membership;
import chat.parley.core.id.ConversationId;
import chat.parley.core.id.SessionId;
import chat.parley.core.id.UserId;
import chat.parley.core.reply.Reply;
import chat.parley.wire.Entry;
import chat.parley.wire.ErrorCode;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PostgresOwnDataTest {
    private final ConversationFixture here = new ConversationFixture();
    private final RevokedSessions revoked =
            new RevokedSessions(here.node.bus, InstantSource.system(), TokenConfig.defaults());
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
        Taken taken = new Taken();
        try (ExportOwnData.Export export = begun(ada)) {
            export.memberships(taken);
            export.said(taken);
        }
        assertThat(taken.memberships).hasSize(3);
        assertThat(taken.texts).containsExactlyInAnyOrderElementsOf(said);
    }

    @Test
    void endsWithTheSessionThatAskedForIt() throws IOException {
        here.post(here.group(ada), ada, "mine");
        Taken taken = new Taken();
        try (ExportOwnData.Export export = begun(ada)) {
            export.memberships(taken);
            revoked.ended(List.of(caller(ada).session()));
            assertThrows(IOException.class, () -> export.said(taken));
        }
        assertThat(taken.texts).isEmpty();
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
                new PostgresOwnData(here.node.database.pool()),
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

    private static final class Taken implements ExportOwnData.Taker {
        final List<Membership> memberships = new ArrayList<>();
        final List<String> texts = new ArrayList<>();

        @Override
        public void membership(Membership membership) {
            memberships.add(membership);
        }

        @Override
        public void said(Entry entry) {
            texts.add(((Entry.Message) entry.body()).text());
        }
    }
}
