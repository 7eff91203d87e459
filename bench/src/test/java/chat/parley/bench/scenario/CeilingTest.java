package chat.parley.bench.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import chat.parley.bench.Step;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class CeilingTest {
    private static Step upTo(double ceiling, double rate) {
        return Step.of("")
                .with("offered/s", rate)
                .with("delivered share", rate <= ceiling ? 1 : 0.5)
                .with("delivery p99 ms", 10);
    }

    @Test
    void comesCloseToTheCeilingFromBelow() {
        Step found = Ceiling.find(1_000, rate -> upTo(7_300, rate), rate -> upTo(7_300, rate));
        assertThat(found.get("offered/s")).isBetween(6_500.0, 7_300.0);
    }

    @Test
    void goesDownWhileTheLongRunIsWorseThanTheProbes() {
        List<Double> confirmed = new ArrayList<>();
        Step found = Ceiling.find(1_000, rate -> upTo(4_000, rate), rate -> {
            confirmed.add(rate);
            return upTo(3_400, rate);
        });
        assertThat(found.get("offered/s"))
                .isEqualTo(confirmed.stream()
                        .mapToDouble(rate -> rate)
                        .filter(rate -> rate <= 3_400)
                        .max()
                        .orElseThrow());
        assertThat(confirmed).hasSizeGreaterThan(1);
    }

    @Test
    void climbsAgainWithAServerThatHasWarmedUp() {
        AtomicInteger probes = new AtomicInteger();
        Step found = Ceiling.find(
                1_000, rate -> upTo(probes.incrementAndGet() <= 4 ? 1_500 : 7_300, rate), rate -> upTo(7_300, rate));
        assertThat(found.get("offered/s")).isBetween(6_500.0, 7_300.0);
    }

    @Test
    void isNotGoodWhereThePatienceIsOver() {
        assertThat(Load.isGood(upTo(1, 1))).isTrue();
        assertThat(Load.isGood(upTo(1, 1).with("delivery p99 ms", 200))).isFalse();
    }
}
