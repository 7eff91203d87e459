package chat.parley.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a server counts, as it tells whoever may ask. */
final class Metrics {
    private Metrics() {}

    /** The value of one series, by the name and the tags that Prometheus sees. */
    static double of(ServerProcess server, String name, String... tags) {
        String all = Http.anonymous(server).get("/metrics").response().body();
        String series = tags.length == 0 ? name : name + "{" + String.join(",", tags) + "}";
        Matcher line = Pattern.compile("^" + Pattern.quote(series) + " (\\S+)", Pattern.MULTILINE)
                .matcher(all);
        assertThat(line.find()).as("a value of %s", series).isTrue();
        return Double.parseDouble(line.group(1));
    }
}
