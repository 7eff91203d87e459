package chat.parley.core.search;

import chat.parley.setting.Setting;
import java.time.Duration;

/** Bounds of searching. */
public record SearchConfig(
        @Setting("The most characters of a query.") int queryLength,

        @Setting("The most words, phrases and filters of a query.")
        int clauses,

        @Setting("The most hits of a page.") int page,

        @Setting("How many characters of a message a hit shows at most.")
        int snippet,

        @Setting("How many searches a server works on at a time, so that they leave connections to the others.")
        int concurrent,

        @Setting("How long a search waits for its turn before it is refused.")
        Duration patience) {

    public SearchConfig {
        atLeast(1, "queryLength", queryLength);
        atLeast(1, "clauses", clauses);
        atLeast(1, "page", page);
        atLeast(20, "snippet", snippet);
        atLeast(1, "concurrent", concurrent);
        if (patience.isNegative()) {
            throw new IllegalArgumentException("patience must not be negative");
        }
    }

    public static SearchConfig defaults() {
        return new SearchConfig(500, 20, 50, 200, 4, Duration.ofSeconds(2));
    }

    private static void atLeast(int least, String name, int value) {
        if (value < least) {
            throw new IllegalArgumentException(name + " must be at least " + least);
        }
    }
}
