package chat.parley.acceptance;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;

/**
 * The JVM's ahead-of-time cache of the server under test, by which a start takes half of its time ({@code parley serve} has one, too): a run
 * has a hundred starts. Made once a build, by a server that starts and ends; where that does not work out, starts take longer.
 */
final class StartCache {
    /** One for each JVM that runs tests at a time: Surefire numbers them. */
    private static final Path PLACE = Path.of("target", "start-cache", System.getProperty("surefire.forkNumber", "1"))
            .toAbsolutePath();

    private final Path file;
    private boolean tried;

    /** That of {@code jar}; the JVM uses none that was made of another. */
    StartCache(Path jar) {
        try {
            String build = Files.getLastModifiedTime(jar).toMillis() + "-" + Files.size(jar);
            file = PLACE.resolve(build + "-" + Runtime.version() + ".aot");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** It is not there, and nobody has tried to make it. */
    boolean isWanted() {
        return !tried && !Files.exists(file);
    }

    /** How a JVM is told to make it, as its last deed; those of other builds go. */
    List<String> make() {
        tried = true;
        try {
            Files.createDirectories(PLACE);
            try (var old = Files.list(PLACE)) {
                for (Path each : old.toList()) {
                    Files.delete(each);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return List.of("-XX:AOTCacheOutput=" + making());
    }

    private Path making() {
        return file.resolveSibling("new.aot");
    }

    /** The JVM that was told so has ended. */
    void made() {
        if (Files.exists(making())) {
            try {
                Files.move(making(), file, StandardCopyOption.ATOMIC_MOVE);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /** How a JVM is told to use it. */
    List<String> use() {
        return Files.exists(file) ? List.of("-XX:AOTCache=" + file) : List.of();
    }
}
