package chat.parley.bench;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import chat.parley.bench.scenario.Floor;
import chat.parley.bench.scenario.History;
import chat.parley.bench.scenario.Idle;
import chat.parley.bench.scenario.Mixed;
import chat.parley.bench.scenario.Pairs;
import chat.parley.bench.scenario.Room;
import chat.parley.bench.scenario.Search;
import chat.parley.bench.scenario.Slow;
import chat.parley.bench.scenario.Start;
import chat.parley.bench.scenario.Storm;
import chat.parley.bench.server.Launcher;
import chat.parley.bench.server.Target;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each scenario, tiny, on the built server: that it does what it says, not how fast. */
class ScenariosTest {
    @TempDir
    private static Path scratch;

    private static Target target;

    @BeforeAll
    static void startServer() {
        if (System.getProperty("parley.server.jar") == null) {
            System.setProperty("parley.server.jar", "../server/target/parley-server.jar");
        }
        target = Target.started(Launcher.fromProperties(Idle.SERVER_FLAGS), scratch, List.of());
    }

    @AfterAll
    static void stopServer() {
        target.close();
    }

    @Test
    void pairsDeliverEverythingOnceAndInOrder() {
        Step step = only(run(new Pairs(), 5, 100));
        assertThat(step.get("sent")).isEqualTo(100);
        assertThat(step.get("delivered share")).isEqualTo(1);
        assertThat(step.get("gaps")).isZero();
        assertThat(step.figures().keySet()).noneMatch(name -> name.startsWith("refused"));
    }

    @Test
    void mixedPeopleTalkAndNothingIsRefused() {
        Step step = only(run(new Mixed(), 20, 40));
        assertThat(step.get("sent/s")).isPositive();
        assertThat(step.get("deliveries a message")).isPositive();
        assertThat(step.get("gaps")).isZero();
        assertThat(step.figures().keySet()).noneMatch(name -> name.startsWith("refused"));
    }

    @Test
    void idleCountsTheMemoryOfItsConnections() {
        Step step = only(run(new Idle(), 50, null));
        assertThat(step.name()).isEqualTo("5 to 50 connections");
        assertThat(step.figures()).containsKeys("KiB a connection", "heap KiB a connection", "RSS KiB a connection");
        assertThat(step.get("server MiB")).isPositive();
        assertThat(step.get("database MiB")).isPositive();
    }

    @Test
    void roomReachesEveryMemberEachTime() {
        List<Step> steps = run(new Room(), 30, null);
        assertThat(steps).hasSize(4);
        for (Step ours : steps.subList(2, 4)) {
            assertThat(ours.get("deliveries/s")).isPositive();
            assertThat(ours.get("share of bare")).isPositive();
        }
    }

    @Test
    void slowMeasuresNeighboursOfReadersWhoReadAndWhoHaveStopped() {
        List<Step> steps = run(new Slow(), 20, 100);
        assertThat(steps)
                .extracting(Step::name)
                .containsExactly(
                        "reading 1", "stopped 1", "cut and back 1", "reading 2", "stopped 2", "cut and back 2");
        for (Step step : steps) {
            assertThat(step.get("delivered share")).as(step.name()).isEqualTo(1);
            assertThat(step.get("gaps")).as(step.name()).isZero();
            assertThat(step.get("heap MiB")).as(step.name()).isPositive();
        }
        assertThat(steps.get(1).get("p99 to reading")).isPositive();
    }

    @Test
    void stormBringsEverybodyBack() {
        Step step = only(run(new Storm(), 50, null));
        assertThat(step.get("clients")).isEqualTo(50);
        assertThat(step.get("all welcomed s")).isPositive();
        assertThat(step.get("refused for good")).isZero();
        assertThat(step.get("delivered share")).isEqualTo(1);
        assertThat(step.get("sign-ins refused")).isZero();
    }

    @Test
    void historyReadsWhatItFilledIn() {
        List<Step> steps = run(new History(), 10, null);
        assertThat(steps).hasSize(3);
        for (Step step : steps.subList(1, 3)) {
            assertThat(step.get("requests/s")).isPositive();
            assertThat(step.get("bytes an answer")).isGreaterThan(1_000);
            assertThat(step.get("refused")).isZero();
        }
    }

    @Test
    void searchFindsWhatItFilledIn() {
        List<Step> steps = run(new Search(), 10, 20);
        assertThat(steps).hasSize(5);
        for (Step step : steps.subList(1, 4)) {
            assertThat(step.get("requests/s")).as(step.name()).isPositive();
        }
        assertThat(steps.getLast().get("probes")).isPositive();
    }

    @Test
    void startStopsAndStartsTheServer() {
        List<Step> steps = run(new Start(), 1, null);
        assertThat(steps).extracting(Step::name).containsExactly("first start", "start again");
        assertThat(steps.getLast().get("starts")).isEqualTo(1);
        assertThat(steps.getLast().get("seconds")).isPositive();
    }

    @Test
    void floorInsertsAndSendsWithoutParley() {
        List<Step> steps = run(new Floor(), 20, null);
        assertThat(steps).hasSize(7);
        assertThat(steps.get(1).get("commits/s")).isPositive();
        assertThat(steps.getLast().get("deliveries/s")).isPositive();
    }

    private static List<Step> run(Scenario scenario, int users, Integer rate) {
        // not closed: the server is that of all tests
        Run run = new Run(
                target,
                new Settings(users, rate, 1, 100, 1, 120, true),
                new PrintWriter(OutputStream.nullOutputStream(), true, UTF_8));
        scenario.run(run);
        return run.steps();
    }

    private static Step only(List<Step> steps) {
        assertThat(steps).hasSize(1);
        return steps.getFirst();
    }
}
