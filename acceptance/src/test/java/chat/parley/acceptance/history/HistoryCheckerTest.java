package chat.parley.acceptance.history;

import static org.assertj.core.api.Assertions.assertThat;

import chat.parley.acceptance.history.History.Answer.Acked;
import chat.parley.acceptance.history.History.Answer.Refused;
import chat.parley.acceptance.history.History.Attempt;
import chat.parley.acceptance.history.History.MessageKey;
import chat.parley.acceptance.history.History.Seen;
import chat.parley.acceptance.history.HistoryChecker.Promise;
import chat.parley.acceptance.history.HistoryChecker.Violation;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

/** The checker is believed only because it is shown to see each kind of break in otherwise good histories. */
class HistoryCheckerTest {

    @Property(tries = 200)
    void acceptsEveryHistoryOfAnHonestLog(
            @ForAll @Size(min = 1, max = 60) List<@IntRange(min = 0, max = 4) Integer> writers) {
        Honest honest = new Honest(writers);
        assertThat(HistoryChecker.check(honest.history, honest.log)).isEmpty();
    }

    @Property(tries = 100)
    void seesALostMessage(
            @ForAll @Size(min = 1, max = 40) List<@IntRange(min = 0, max = 4) Integer> writers, @ForAll Random random) {
        Honest honest = new Honest(writers);
        honest.log.remove(random.nextInt(honest.log.size()));
        assertThat(promises(honest)).contains(Promise.DURABLE);
    }

    @Property(tries = 100)
    void seesADoubledMessage(
            @ForAll @Size(min = 1, max = 40) List<@IntRange(min = 0, max = 4) Integer> writers, @ForAll Random random) {
        Honest honest = new Honest(writers);
        MessageKey doubled = honest.log.get(random.nextInt(honest.log.size())).message();
        honest.log.add(new Seen(honest.log.size() + 1L, doubled));
        assertThat(promises(honest)).containsOnly(Promise.ONCE);
    }

    @Property(tries = 100)
    void seesAnInventedMessage(@ForAll @Size(min = 1, max = 40) List<@IntRange(min = 0, max = 4) Integer> writers) {
        Honest honest = new Honest(writers);
        honest.log.add(new Seen(honest.log.size() + 1L, new MessageKey("nobody", "invented")));
        assertThat(promises(honest)).containsOnly(Promise.NOT_INVENTED);
    }

    @Property(tries = 100)
    void seesTwoMessagesChangePlaces(
            @ForAll @Size(min = 2, max = 40) List<@IntRange(min = 0, max = 4) Integer> writers) {
        Honest honest = new Honest(writers);
        Seen first = honest.log.get(0);
        Seen second = honest.log.get(1);
        honest.log.set(0, new Seen(1, second.message()));
        honest.log.set(1, new Seen(2, first.message()));
        assertThat(promises(honest)).contains(Promise.DURABLE, Promise.REAL_TIME_ORDER, Promise.OBSERVED_AS_LOGGED);
    }

    @Property(tries = 100)
    void seesAHoleInTheNumbers(@ForAll @IntRange(min = 1, max = 40) int count) {
        Honest honest = new Honest(new ArrayList<>(java.util.Collections.nCopies(count, 0)));
        honest.log.add(new Seen(count + 2L, new MessageKey("0", "")));
        assertThat(promises(honest)).containsOnly(Promise.DENSE);
    }

    @Property(tries = 50)
    void seesARefusedMessageInTheLog(@ForAll @IntRange(min = 1, max = 40) int count) {
        Honest honest = new Honest(new ArrayList<>(java.util.Collections.nCopies(count, 0)));
        MessageKey refused = new MessageKey("7", "refused");
        Attempt attempt = new Attempt(refused, "socket-7", 1, honest.now++);
        honest.history.attempted(attempt);
        honest.history.answered(attempt, new Refused("not_found", false, honest.now++));
        assertThat(HistoryChecker.check(honest.history, honest.log)).isEmpty();
        honest.log.add(new Seen(count + 1L, refused));
        assertThat(promises(honest)).containsOnly(Promise.REFUSED_STAYS_OUT);
    }

    @Property(tries = 50)
    void seesAnObserverSkipAnEntry(@ForAll @IntRange(min = 3, max = 40) int count) {
        Honest honest = new Honest(new ArrayList<>(java.util.Collections.nCopies(count, 0)));
        honest.history.observed("late", honest.log.get(0));
        honest.history.observed("late", honest.log.get(2));
        assertThat(promises(honest)).containsOnly(Promise.OBSERVED_IN_ORDER);
    }

    @Property(tries = 50)
    void seesAConnectionOvertakeItself(@ForAll @IntRange(min = 1, max = 20) int count) {
        Honest honest = new Honest(new ArrayList<>(java.util.Collections.nCopies(count, 0)));
        MessageKey early = new MessageKey("9", "early");
        MessageKey late = new MessageKey("9", "late");
        honest.history.attempted(new Attempt(early, "socket-9", 1, honest.now));
        honest.history.attempted(new Attempt(late, "socket-9", 2, honest.now));
        honest.log.add(new Seen(count + 1L, late));
        honest.log.add(new Seen(count + 2L, early));
        assertThat(promises(honest)).containsOnly(Promise.CONNECTION_ORDER);
    }

    private static List<Promise> promises(Honest honest) {
        return HistoryChecker.check(honest.history, honest.log).stream()
                .map(Violation::promise)
                .toList();
    }

    /** A log that keeps every promise, written by a few writers one after the other and watched by one observer. */
    private static final class Honest {
        final History history = new History();
        final List<Seen> log = new ArrayList<>();
        long now;

        Honest(List<Integer> writers) {
            for (int writer : writers) {
                long seq = log.size() + 1L;
                MessageKey message = new MessageKey(Integer.toString(writer), "m" + seq);
                Attempt attempt = new Attempt(message, "socket-" + writer, seq, now++);
                history.attempted(attempt);
                history.answered(attempt, new Acked(seq, false, now++));
                Seen seen = new Seen(seq, message);
                log.add(seen);
                history.observed("observer", seen);
            }
        }
    }
}
