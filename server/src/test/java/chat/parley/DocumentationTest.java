package chat.parley;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What the pages name is there. */
class DocumentationTest {
    private static final Path ROOT = Path.of("").toAbsolutePath().getParent();

    /** A class, perhaps with its package and its member, in code type: {@code `PostMessage`}, {@code `core.Lane.run`}. */
    private static final Pattern CLASS_NAME =
            Pattern.compile("`(?:[a-z]+\\.)*((?:[A-Z][a-z0-9]+)+)(?:[.#][\\w.()]*)?`");

    private static final Pattern DECLARATION =
            Pattern.compile("\\b(?:class|record|interface|enum|type|function|const) ([A-Z]\\w*)");

    /** A link to a file of ours, without the place in it. */
    private static final Pattern LINK = Pattern.compile("]\\(([^)#:]+)(?:#[^)]*)?\\)");

    /** Of the JDK, of libraries, of browsers, and the names that STYLE.md warns of. */
    private static final Set<String> OTHERS = Set.of(
            "String",
            "Thread",
            "Semaphore",
            "Intl",
            "BroadcastChannel",
            "WebSocket",
            "Impl",
            "Manager",
            "Helper",
            "Util");

    @Test
    void thePagesNameClassesThatExist() throws IOException {
        Set<String> existing = declared();
        for (Path page : pages()) {
            if (page.getParent().endsWith("decisions")) {
                continue; // they tell of their day
            }
            Set<String> named = all(CLASS_NAME, Files.readString(page));
            named.removeAll(OTHERS);
            named.removeAll(existing);
            assertThat(named).as("named in %s, and nowhere declared", page).isEmpty();
        }
    }

    @Test
    void thePagesLinkToFilesThatExist() throws IOException {
        for (Path page : pages()) {
            assertThat(all(LINK, Files.readString(page)))
                    .as("links of %s", page)
                    .allSatisfy(link -> assertThat(page.resolveSibling(link)).exists());
        }
    }

    private static List<Path> pages() throws IOException {
        return files(
                "md",
                List.of(
                        "README.md",
                        "ARCHITECTURE.md",
                        "STYLE.md",
                        "CONTRIBUTING.md",
                        "CHANGELOG.md",
                        "docs",
                        "protocol",
                        "sdk"));
    }

    private static Set<String> declared() throws IOException {
        Set<String> names = new TreeSet<>();
        List<String> trees = List.of("wire/src", "server/src", "sdk", "acceptance/src", "bench/src", "web/src");
        for (Path source : files("java|ts|tsx", trees)) {
            names.addAll(all(DECLARATION, Files.readString(source)));
        }
        return names;
    }

    private static List<Path> files(String ending, List<String> trees) throws IOException {
        List<Path> files = new ArrayList<>();
        for (String tree : trees) {
            try (Stream<Path> all = Files.walk(ROOT.resolve(tree))) {
                all.filter(file -> file.toString().matches(".*\\.(" + ending + ")"))
                        .filter(file -> !file.toString().matches(".*/(target|node_modules|dist)/.*"))
                        .forEach(files::add);
            }
        }
        return files;
    }

    private static Set<String> all(Pattern pattern, String text) {
        Set<String> found = new TreeSet<>();
        Matcher matcher = pattern.matcher(text);
        while (matcher.find()) {
            found.add(matcher.group(1));
        }
        return found;
    }
}
