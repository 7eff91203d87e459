package chat.parley.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What the documents say is counted a running server tells, and counts. */
class MetricsTest extends OneServerTest {
    private static final Path PAGE = Path.of("..", "docs", "subsystems", "delivery.md");
    private static final Pattern ROW = Pattern.compile("^\\| (`[^|]*) \\|", Pattern.MULTILINE);
    private static final Pattern NAME = Pattern.compile("`([a-z.]+)`");

    /** Nobody else's reading counts. */
    @Override
    String[] arguments() {
        return and();
    }

    @Test
    void everyMetricOfDeliveryThatIsDocumentedIsTold() throws IOException {
        Person ada = person("ada");
        String direct = ada.directWith(person("bob"));
        RawConnection stranger = person("eve").connect();
        stranger.write(Json.object("op", "typing", "conversation", direct));
        Deadline.within(Duration.ofSeconds(60))
                .awaitTrue(
                        "a typing that was dropped",
                        () -> all().contains("parley_gateway_dropped_total{op=\"typing\",why=\"stranger\"} 1.0"));
        String told = all();
        List<String> documented = documented();
        assertThat(documented).contains("dropped", "ladder", "heads.coalesced", "connections.fallback", "hellos");
        assertThat(documented)
                .allSatisfy(name ->
                        assertThat(told).containsPattern("(?m)^parley_gateway_" + name.replace('.', '_') + "[_{ ]"));
    }

    private String all() {
        return Http.anonymous(server).get("/metrics").response().body();
    }

    /** Those of the page's tables, without what they are told apart by. */
    private static List<String> documented() throws IOException {
        String page = Files.readString(PAGE);
        Matcher row = ROW.matcher(page.substring(page.indexOf("\n## Metrics")));
        List<String> names = new ArrayList<>();
        while (row.find()) {
            Matcher name = NAME.matcher(row.group(1).replaceFirst(" by .*", ""));
            while (name.find()) {
                names.add(name.group(1));
            }
        }
        return names;
    }

    @Test
    void whatWasReadLatelyIsAnsweredFromMemory() {
        Person ada = person("ada");
        String direct = ada.directWith(person("bob"));
        for (String what : List.of("entries", "messages")) {
            String path = "/v1/conversations/" + direct + "/" + what;
            String first = ada.http().get(path).ok().toString();
            double hits = hits(what);
            assertThat(ada.http().get(path).ok()).hasToString(first);
            assertThat(hits(what)).as("hits of " + what).isEqualTo(hits + 1);
        }
        assertThat(Metrics.of(server, "parley_recent_bytes")).isPositive();
    }

    private double hits(String what) {
        return Metrics.of(server, "parley_recent_reads_total", "result=\"hit\"", "what=\"" + what + "\"");
    }
}
