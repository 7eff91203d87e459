package chat.parley.acceptance;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/**
 * The suite would notice: each sentence here plays a sentence of another class, which holds on the server as it is, against
 * a server that was made wrong on purpose. Beside
 * the other tests, since most of what it does is to start servers and to wait in vain.
 */
@Execution(ExecutionMode.CONCURRENT)
class MutantsTest {

    @Test
    void noticesAnAcknowledgementBeforeTheCommit() {
        onTwoServers(Trouble.of(Trouble.Log.ACKNOWLEDGES_BEFORE_COMMIT), TwoServersTest::whatOneAcknowledgedOutlivesIt);
    }

    @Test
    void noticesALookForDuplicatesBeforeTheLock() {
        onTwoServers(
                Trouble.of(Trouble.Log.DEDUPES_BEFORE_THE_LOCK),
                TwoServersTest::aRetryOnTheOtherServerWhileTheFirstIsUnderWayIsAcknowledgedToo);
    }

    @Test
    void noticesRightsThatAreNotComparedUnderTheLock() {
        onTwoServers(
                Trouble.of(Trouble.Log.COMPARES_RIGHTS_BEFORE_THE_LOCK),
                TwoServersTest::nothingOfARemovedMemberLandsAfterTheLeavingThatTheOtherServerWrote);
    }

    @Test
    void noticesFanOutWithoutHealing() {
        onOneServer(
                new LostHintsTest(), Trouble.of(Trouble.Gateway.NO_HEALING), LostHintsTest::everyEntryArrivesInOrder);
    }

    @Test
    void noticesACursorFromAClock() {
        onOneServer(
                new LostHintsTest(),
                Trouble.of(Trouble.Gateway.CLOCK_CURSOR),
                LostHintsTest::aCursorCoversOnlyWhatWasPutBeforeIt);
    }

    @Test
    void noticesALeftThatTheIndexIgnores() {
        onOneServer(
                new MembershipTest(),
                Trouble.of(Trouble.Gateway.LEFT_IGNORED),
                MembershipTest::aRemovedMemberGetsTheLeavingAndNothingAfterIt);
    }

    private static <T extends OneServerTest> void onOneServer(T suite, Trouble mutant, Consumer<T> sentence) {
        suite.trouble = suite.trouble.and(mutant);
        suite.server = suite.newServer();
        try {
            assertFails(suite, mutant, sentence);
        } finally {
            suite.server.close();
        }
    }

    /** The second of the two is the wrong one; a log that is wrong in its database functions is so for both. */
    private static void onTwoServers(Trouble mutant, Consumer<TwoServersTest> sentence) {
        TwoServersTest suite = new TwoServersTest();
        suite.server = suite.newServer();
        try {
            suite.trouble = mutant;
            suite.startOther();
            try {
                assertFails(suite, mutant, sentence);
            } finally {
                suite.stopOther();
            }
        } finally {
            suite.server.close();
        }
    }

    private static <T> void assertFails(T suite, Trouble mutant, Consumer<T> sentence) {
        assertThatThrownBy(() -> sentence.accept(suite))
                .as("%s", mutant)
                .isInstanceOf(AssertionError.class)
                .satisfies(noticed -> System.out.println(mutant + " is noticed: "
                        + noticed.getMessage().lines().limit(3).toList()));
    }
}
