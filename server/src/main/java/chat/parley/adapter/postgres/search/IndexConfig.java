package chat.parley.adapter.postgres.search;

import chat.parley.setting.Setting;
import java.time.Duration;
import java.util.List;

/** How messages get into the index, and how far a search goes. */
public record IndexConfig(
        @Setting(
                "The languages whose stems are known, by the names of PostgreSQL's stemmers, such as `english`. A message"
                        + " is taken for the one of whose most frequent words it has the most, or else for the first. A change makes"
                        + " the index anew at the next start.")
        List<String> languages,

        @Setting("How often the log is looked at for what is new.")
        Duration every,

        @Setting("How many entries are indexed in a transaction.")
        int batch,

        @Setting("For how long other servers leave the index to one that stopped working on it.")
        Duration lease,

        @Setting("How many whole words the beginning or a part of a word stands for at most, the shortest ones first.")
        int expansions,

        @Setting("How many of the newest matches are put in order where the best are to come first.")
        int ranked,

        @Setting(
                "How many matches a search looks at for one page at most; the page may be short then, and says how to go"
                        + " on.")
        int budget) {
    private static final int MOST_LANGUAGES = 20;

    public IndexConfig {
        languages = List.copyOf(languages);
        if (languages.isEmpty()
                || languages.size() > MOST_LANGUAGES
                || !languages.stream().allMatch(name -> name.matches("[a-z_]{1,40}"))) {
            throw new IllegalArgumentException("languages must be 1 to " + MOST_LANGUAGES + " names such as english");
        }
        if (!every.isPositive() || every.compareTo(Duration.ofMinutes(1)) > 0) {
            throw new IllegalArgumentException("every must be more than 0 and at most 1m");
        }
        if (lease.compareTo(Duration.ofSeconds(1)) < 0) {
            throw new IllegalArgumentException("lease must be at least 1s");
        }
        within("batch", batch, 10_000);
        within("expansions", expansions, 1_000);
        within("ranked", ranked, 10_000);
        within("budget", budget, 1_000_000);
    }

    public static IndexConfig defaults() {
        return new IndexConfig(
                List.of("english", "german", "french", "spanish", "italian", "portuguese", "dutch", "russian"),
                Duration.ofMillis(200),
                500,
                Duration.ofSeconds(5),
                50,
                500,
                10_000);
    }

    private static void within(String name, int value, int most) {
        if (value < 1 || value > most) {
            throw new IllegalArgumentException(name + " must be 1 to " + most);
        }
    }
}
