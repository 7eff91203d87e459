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
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class DocumentationTest {
    private static final Path ROOT = Path.of("").toAbsolutePath().getParent();

    /** A class, perhaps with its member, in code type: {@code `PostMessage`}, {@code `Lane.run`}. */
    private static final Pattern CLASS_NAME = Pattern.compile("`((?:[A-Z][a-z0-9]+)+)(?:[.#][\\w.()]*)?`");

    /** Classes of the JDK and of libraries that the pages speak of. */
    private static final Set<String> OTHERS = Set.of("String", "Thread", "Semaphore");

    @Test
    void theLifeOfAMessageNamesClassesThatExist() throws IOException {
        Set<String> named = new TreeSet<>();
        Matcher names = CLASS_NAME.matcher(Files.readString(ROOT.resolve("docs").resolve("life-of-a-message.md")));
        while (names.find()) {
            named.add(names.group(1));
        }
        named.removeAll(OTHERS);
        assertThat(named).isNotEmpty();
        assertThat(existing()).containsAll(named);
    }

    private static Set<String> existing() throws IOException {
        List<Path> trees = new ArrayList<>();
        for (String tree : List.of("wire/src", "server/src", "sdk", "acceptance/src", "web/src")) {
            trees.add(ROOT.resolve(tree));
        }
        Set<String> names = new TreeSet<>();
        for (Path tree : trees) {
            try (Stream<Path> files = Files.walk(tree)) {
                names.addAll(files.map(file -> file.getFileName().toString())
                        .filter(name -> name.endsWith(".java") || name.endsWith(".tsx"))
                        .map(name -> name.substring(0, name.lastIndexOf('.')))
                        .collect(Collectors.toSet()));
            }
        }
        return names;
    }
}
