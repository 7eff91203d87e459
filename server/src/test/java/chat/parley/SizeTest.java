package chat.parley;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * The size ratchet (STYLE.md): a file or a method that outgrows what one can hold in the head is to be cut. What is larger
 * already is listed with its size; an entry may shrink or go, and none may be added or grow.
 */
class SizeTest {
    private static final int FILE_CAP = 600;
    private static final int METHOD_CAP = 60;

    /** Files over the cap, by path below the root, with the lines they had when they were found. */
    private static final Map<String, Integer> LARGE_FILES = Map.of();

    /** Methods over the cap, as {@code path#name}, with the lines they had when they were found. */
    private static final Map<String, Integer> LARGE_METHODS = Map.of();

    /** The head of a method in formatted source: four spaces to a type, eight inside a nested one. */
    private static final Pattern METHOD =
            Pattern.compile("^((?: {4}){1,3})(?!return |throw |else |new |case )(?=[\\w<]).*?(\\w+)\\(.*$");

    private static final Path ROOT = Path.of("").toAbsolutePath().getParent();

    @Test
    void filesStayWithinTheirCap() {
        Map<String, Integer> found = new TreeMap<>();
        Stream.concat(sources().stream(), scripts().stream()).forEach(file -> {
            int lines = lines(file).size();
            if (lines > FILE_CAP) {
                found.put(name(file), lines);
            }
        });
        assertThat(found).isEqualTo(LARGE_FILES);
    }

    @Test
    void methodsStayWithinTheirCap() {
        Map<String, Integer> found = new TreeMap<>();
        for (Path file : sources()) {
            for (Method method : methods(lines(file))) {
                if (method.lines() > METHOD_CAP) {
                    found.put(name(file) + "#" + method.name(), method.lines());
                }
            }
        }
        assertThat(found).isEqualTo(LARGE_METHODS);
    }

    @Test
    void halfOfTheFilesAreShort() {
        List<Integer> sizes =
                sources().stream().map(file -> lines(file).size()).sorted().toList();
        assertThat(sizes.get(sizes.size() / 2)).as("median lines of a file").isLessThanOrEqualTo(80);
    }

    @Test
    void findsTheMethodsOfAFile() {
        List<String> source = """
                class Sample {
                    private final int field = of(1);

                    Sample(
                            int a) {
                        this.a = a;
                    }

                    @Override
                    public <T> List<T> longer() throws IOException {
                        if (x) {
                            return null;
                        }
                        return null;
                    }

                    interface Inner {
                        int one();

                        default int two() {
                            return 2;
                        }
                    }
                }
                """.lines().toList();
        assertThat(methods(source))
                .containsExactly(new Method("Sample", 4), new Method("longer", 6), new Method("two", 3));
    }

    private record Method(String name, int lines) {}

    /** From a line that opens a body at some depth to the brace that closes it there: the formatter sees to the depth. */
    private static List<Method> methods(List<String> lines) {
        List<Method> methods = new ArrayList<>();
        for (int i = 0; i < lines.size(); i++) {
            Matcher head = METHOD.matcher(lines.get(i));
            if (head.matches() && !lines.get(i).contains(" = ") && !lines.get(i).endsWith(";")) {
                int end = end(lines, i, head.group(1) + "}");
                if (end > 0) {
                    methods.add(new Method(head.group(2), end - i + 1));
                    i = end;
                }
            }
        }
        return methods;
    }

    private static int end(List<String> lines, int head, String brace) {
        boolean body = false;
        for (int i = head; i < lines.size(); i++) {
            body |= lines.get(i).endsWith("{");
            if (!body && lines.get(i).endsWith(";")) {
                return 0;
            }
            if (body && lines.get(i).equals(brace)) {
                return i;
            }
        }
        return 0;
    }

    private static List<Path> sources() {
        List<Path> all = new ArrayList<>();
        for (String module : List.of("wire", "server", "sdk/java", "bench", "bench/micro")) {
            all.addAll(files(ROOT.resolve(module).resolve("src/main/java"), ".java"));
        }
        return all;
    }

    /** The page, its browser tests, and the SDK of both. */
    private static List<Path> scripts() {
        List<Path> all = new ArrayList<>();
        for (String tree : List.of("sdk/typescript/src", "web/src", "web/e2e")) {
            all.addAll(files(ROOT.resolve(tree), ".ts", ".tsx"));
        }
        return all;
    }

    private static List<Path> files(Path tree, String... endings) {
        try (Stream<Path> files = Files.exists(tree) ? Files.walk(tree) : Stream.of()) {
            return files.filter(file -> Stream.of(endings)
                            .anyMatch(ending -> file.toString().endsWith(ending)))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<String> lines(Path file) {
        try {
            return Files.readAllLines(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String name(Path file) {
        return ROOT.relativize(file).toString();
    }
}
