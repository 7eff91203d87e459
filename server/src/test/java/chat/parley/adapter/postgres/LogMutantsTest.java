package chat.parley.adapter.postgres;

import static chat.parley.adapter.postgres.Answers.await;
import static chat.parley.adapter.postgres.Answers.hand;
import static chat.parley.adapter.postgres.Answers.post;
import static chat.parley.adapter.postgres.Answers.store;
import static chat.parley.adapter.postgres.Answers.stored;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import chat.parley.core.conversation.Change;
import chat.parley.core.conversation.ChangeLog;
import chat.parley.core.conversation.Kind;
import chat.parley.core.conversation.MemberRole;
import chat.parley.core.conversation.NewConversation;
import chat.parley.core.id.ConversationId;
import chat.parley.core.id.UserId;
import chat.parley.core.message.MessageLog.Outcome;
import chat.parley.core.message.MessageLog.Reason;
import chat.parley.core.message.Post;
import java.sql.Connection;
import java.sql.Statement;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.function.UnaryOperator;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Each mutant breaks the promise that its scenario tries, and the log as it is keeps it. */
class LogMutantsTest {

    @ParameterizedTest
    @EnumSource
    void theScenarioPassesOnTheLogAndFailsOnItsMutant(LogMutant mutant) throws Exception {
        try (LogFixture fixture = new LogFixture()) {
            Stage stage = new Stage(fixture, UnaryOperator.identity());
            assertThatCode(() -> stage.play(mutant)).doesNotThrowAnyException();
        }
        try (LogFixture fixture = new LogFixture()) {
            Stage stage = new Stage(fixture, mutant.asOperator());
            try (Connection operator = fixture.outside()) {
                mutant.infect(operator);
            }
            assertThatThrownBy(() -> stage.play(mutant)).isInstanceOf(AssertionError.class);
        }
    }

    /** Two servers, a room of Ada (its owner) and Bob. */
    private static final class Stage {
        final LogFixture fixture;
        final LogFixture.Node here;
        final LogFixture.Node there;
        final UserId ada;
        final UserId bob;
        final ConversationId room;

        Stage(LogFixture fixture, UnaryOperator<ConnectionSource> connections) {
            this.fixture = fixture;
            here = fixture.node(LogFixture.CONFIG, connections);
            there = fixture.node(LogFixture.CONFIG, connections);
            ada = fixture.user();
            bob = fixture.user();
            // in the store beforehand, by a log of its own: a mutant's connections may hold what they create
            ChangeLog.Created created = fixture.node()
                    .changes
                    .create(new NewConversation(
                            LogContract.IDS.conversation(),
                            ada,
                            Kind.GROUP,
                            Optional.of(UUID.randomUUID()),
                            Optional.of("the stage"),
                            true,
                            List.of(bob)));
            room = ((ChangeLog.Created.Present) created).conversation();
        }

        void play(LogMutant mutant) throws Exception {
            switch (mutant) {
                case ACKNOWLEDGES_BEFORE_COMMIT -> whatIsAcknowledgedSurvivesTheConnection();
                case DEDUPES_BEFORE_THE_LOCK -> anIdThatBothServersHoldIsInTheLogOnce();
                case COMPARES_RIGHTS_BEFORE_THE_LOCK -> nothingLandsAfterALeftThatTookTheLockFirst();
                case IGNORES_THE_ACCESS_VERSION -> aChangeDecidedOnAnOldAccessIsStale();
            }
        }

        void whatIsAcknowledgedSurvivesTheConnection() {
            store(here.log, post(room, ada, "you can count on it"));
            fixture.number("select count(pg_terminate_backend(pid)) from pg_stat_activity"
                    + " where application_name = 'parley' and datname = current_database()");
            assertThat(fixture.number("select count(*) from entry where kind = 1"))
                    .isEqualTo(1);
        }

        void anIdThatBothServersHoldIsInTheLogOnce() throws Exception {
            Post post = post(room, bob, "on both servers at once");
            CompletableFuture<Outcome> first;
            CompletableFuture<Outcome> second;
            try (Connection outside = lockedOutside()) {
                first = hand(here.log, post);
                second = hand(there.log, post);
                awaitWaiting(2);
                outside.rollback();
            }
            assertThat(List.of(stored(await(first)), stored(await(second))))
                    .allMatch(one -> one.seq() == 2)
                    .filteredOn(one -> !one.duplicate())
                    .hasSize(1);
        }

        void nothingLandsAfterALeftThatTookTheLockFirst() throws Exception {
            CompletableFuture<Outcome> answer;
            try (Connection outside = lockedOutside();
                    Statement statement = outside.createStatement()) {
                answer = hand(here.log, post(room, bob, "one more thing"));
                awaitWaiting(1);
                statement.execute(
                        "select parley_leave(" + room.value() + ", " + ada.value() + ", " + bob.value() + ", 1, true)");
                outside.commit();
            }
            assertThat(await(answer)).isEqualTo(new Outcome.Refused(Reason.NOT_A_MEMBER));
        }

        void aChangeDecidedOnAnOldAccessIsStale() {
            here.changes.apply(new Change.SetRole(room, ada, bob, MemberRole.MODERATOR), 1);
            assertThat(there.changes.apply(new Change.Leave(room, ada, bob), 1))
                    .isEqualTo(new ChangeLog.Outcome.Stale());
        }

        private Connection lockedOutside() throws Exception {
            Connection outside = fixture.outside();
            outside.setAutoCommit(false);
            try (Statement statement = outside.createStatement()) {
                statement.execute("select from head where conversation = " + room.value() + " for update");
            }
            return outside;
        }

        private void awaitWaiting(int servers) {
            fixture.awaitNumber(
                    servers,
                    "select count(*) from pg_stat_activity where wait_event_type = 'Lock'"
                            + " and datname = current_database()");
        }
    }
}
