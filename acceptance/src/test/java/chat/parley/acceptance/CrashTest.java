package chat.parley.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import chat.parley.acceptance.history.History;
import chat.parley.acceptance.history.HistoryChecker;
import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Kills the server, and its database, under load. {@code -Dparley.faults=true} makes it twenty of each instead of five. A
 * kill counts only while at least fifty sends are in flight: the test waits for that moment and prints the number.
 * Every other writer polls.
 */
class CrashTest extends OneServerTest {
    private static final int CRASHES = Boolean.getBoolean("parley.faults") ? 20 : 5;
    private static final int IN_FLIGHT = 50;
    private static final int WRITERS = 20;
    private static final Duration PATIENCE = Duration.ofSeconds(90);

    @Test
    void killingTheServerLosesAndDoublesNothing() {
        crash("server", () -> {
            server.kill();
            server.startAgain();
        });
    }

    @Test
    void killingTheDatabaseLosesAndDoublesNothing() {
        crash("database", () -> server.killDatabase());
    }

    private void crash(String what, Runnable kill) {
        List<Person> people = new ArrayList<>();
        for (int i = 0; i < WRITERS; i++) {
            people.add(person("crash").over(i % 2 == 0 ? Transport.SOCKET : Transport.POLL));
        }
        String group = people.getFirst().group("Until the " + what + " dies", people.subList(1, WRITERS));
        History history = new History();
        List<Stubborn> writers = people.stream()
                .map(person -> Stubborn.start(person, group, history))
                .toList();
        for (int i = 1; i <= CRASHES; i++) {
            awaitProgress(writers);
            int inFlight = Deadline.within(PATIENCE)
                    .await(
                            "fifty sends in flight",
                            () -> Stream.of(inFlight(writers))
                                    .filter(count -> count >= IN_FLIGHT)
                                    .findFirst());
            kill.run();
            System.out.printf("kill -9 of the %s, %d of %d, with %d sends in flight%n", what, i, CRASHES, inFlight);
        }
        awaitProgress(writers);
        writers.forEach(Stubborn::finish);

        List<JsonNode> log =
                Deadline.within(PATIENCE).await("the log after the last crash", () -> tryLog(people, group));
        assertThat(HistoryChecker.check(history, Scribe.seen(log))).isEmpty();
        long acked = writers.stream().mapToLong(Stubborn::acked).sum();
        assertThat(log).filteredOn(entry -> entry.has("id")).hasSize((int) acked);
        System.out.printf(
                "%d messages acknowledged over %d kills of the %s: all there, once, in order%n", acked, CRASHES, what);
    }

    private static java.util.Optional<List<JsonNode>> tryLog(List<Person> people, String group) {
        try {
            return java.util.Optional.of(people.getFirst().log(group));
        } catch (AssertionError | java.io.UncheckedIOException notYet) {
            return java.util.Optional.empty();
        }
    }

    /**
     * Every writer has had an ack for something it sent after this call: acks that were under way do not count. So the
     * system is up, and the next kill meets it at work.
     */
    private static void awaitProgress(List<Stubborn> writers) {
        List<Long> before = writers.stream().map(Stubborn::acked).toList();
        Deadline.within(PATIENCE).awaitTrue("every writer to go on", () -> {
            for (int i = 0; i < writers.size(); i++) {
                if (writers.get(i).acked() <= before.get(i) + Stubborn.WINDOW) {
                    return false;
                }
            }
            return true;
        });
    }

    private static int inFlight(List<Stubborn> writers) {
        return writers.stream().mapToInt(Stubborn::inFlight).sum();
    }
}
