package chat.parley.acceptance;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What is wrong on purpose with a server under test, or with what it stands on. Only a launcher among the server's own test
 * classes, {@code chat.parley.app.TroubledServer}, can make a server so; it is told by system properties.
 */
record Trouble(Map<String, String> properties) {
    static final Trouble NONE = new Trouble(Map.of());

    private static final String LAUNCHER = "chat.parley.app.TroubledServer";
    private static final Path LAUNCHER_CLASSES = Path.of("../server/target/test-classes");

    /** Ways in which the log is wrong. */
    enum Log {
        ACKNOWLEDGES_BEFORE_COMMIT,
        DEDUPES_BEFORE_THE_LOCK,
        COMPARES_RIGHTS_BEFORE_THE_LOCK
    }

    /** Ways in which the gateway is wrong, by the names that it knows. */
    enum Gateway {
        NO_HEALING("no-healing"),
        CLOCK_CURSOR("clock-cursor"),
        LEFT_IGNORED("left-ignored");

        private final String fault;

        Gateway(String fault) {
            this.fault = fault;
        }
    }

    static Trouble of(Log mutant) {
        return new Trouble(Map.of("parley.test.log", mutant.name()));
    }

    static Trouble of(Gateway mutant) {
        return new Trouble(Map.of("parley.test.gateway.faults", mutant.fault));
    }

    /** It may look at pages of this machine, and at no others. */
    static Trouble ownWeb() {
        return new Trouble(Map.of("parley.test.web", "own"));
    }

    /** Every hint between a commit and those who are to hear of it is lost. */
    static Trouble silence() {
        return hints(0, 100, 0, 0, 0);
    }

    /** Hints are lost, doubled and delayed, so many of a hundred, by chance; the seed makes the chance. */
    static Trouble hints(long seed, int lost, int doubled, int delayed, int mostMillis) {
        return new Trouble(
                Map.of("parley.test.hints", "%d,%d,%d,%d,%d".formatted(seed, lost, doubled, delayed, mostMillis)));
    }

    /** It shares the database of {@code other}, and nothing else: no hint goes between the two. */
    static Trouble beside(ServerProcess other) {
        return new Trouble(Map.of("parley.test.beside", other.data().toString()));
    }

    Trouble and(Trouble more) {
        Map<String, String> both = new TreeMap<>(properties);
        both.putAll(more.properties);
        return new Trouble(both);
    }

    /** What comes before a command of the server whose own class path is {@code jar}. */
    List<String> launch(String jar) {
        if (properties.isEmpty()) {
            return List.of("-cp", jar, "chat.parley.app.Main");
        }
        if (!Files.exists(LAUNCHER_CLASSES.resolve(LAUNCHER.replace('.', '/') + ".class"))) {
            throw new IllegalStateException("compile the server's tests first: " + LAUNCHER + " is among them");
        }
        List<String> launch = new java.util.ArrayList<>();
        properties.forEach((name, value) -> launch.add("-D" + name + "=" + value));
        // The jar first, as where the start's cache was made.
        launch.addAll(List.of("-cp", jar + System.getProperty("path.separator") + LAUNCHER_CLASSES, LAUNCHER));
        return launch;
    }
}
