package chat.parley.bench;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;
import org.junit.jupiter.api.Test;

class ReportTest {
    private static final List<Step> STEPS = List.of(
            Step.of("one").with("p50 ms", 0.25),
            Step.of("two").with("p50 ms", 12.34).with("sent", 12_345));

    @Test
    void tableHasAColumnForEachStepAndABlankWhereAFigureIsMissing() {
        assertThat(Report.table(STEPS)).isEqualTo("""
                           one     two
                p50 ms  0.2500    12.3
                sent            12,345
                """);
    }

    @Test
    void jsonSaysWhatWasRunOnWhichMachineAndWhatWasFound() throws Exception {
        JsonNode json = new ObjectMapper().readTree(new Report("pairs", "parley bench pairs", "noisy").json(STEPS));
        assertThat(json.get("command").asText()).isEqualTo("parley bench pairs");
        assertThat(json.get("note").asText()).isEqualTo("noisy");
        assertThat(json.get("machine").get("processors").asInt()).isPositive();
        assertThat(json.get("steps").get(1).get("sent").asInt()).isEqualTo(12_345);
    }
}
