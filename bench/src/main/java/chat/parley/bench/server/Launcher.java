package chat.parley.bench.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * How a Parley command is run from the built server's jar: as the {@code parley} script does, which says where the jar is and
 * with what flags it runs it.
 *
 * @param jar the server's jar, whose manifest names the rest
 * @param flags of the JVM
 * @param serverFlags more of them for {@code serve} alone, such as those of a profiler
 */
public record Launcher(Path jar, List<String> flags, List<String> serverFlags) {
    private static final List<String> LEAST_FLAGS =
            List.of("--enable-native-access=ALL-UNNAMED", "--sun-misc-unsafe-memory-access=allow");

    /** From the properties {@code parley.server.jar} and {@code parley.server.flags} (words). */
    public static Launcher fromProperties(List<String> serverFlags) {
        Path jar = Path.of(System.getProperty("parley.server.jar", "server/target/parley-server.jar"))
                .toAbsolutePath();
        if (!Files.exists(jar)) {
            throw new BenchFailure("There is no server at " + jar + ". `./parley bench` builds it.");
        }
        String words = System.getProperty("parley.server.flags", "").strip();
        List<String> flags = words.isEmpty() ? LEAST_FLAGS : List.of(words.split("\\s+", -1));
        return new Launcher(jar, flags, serverFlags);
    }

    /** The same, with more flags for the server. */
    public Launcher with(List<String> more) {
        List<String> all = new ArrayList<>(serverFlags);
        all.addAll(more);
        return new Launcher(jar, flags, all);
    }

    /** A command of Parley's that has not been started. Nothing of this process's configuration reaches it. */
    ProcessBuilder command(List<String> arguments) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(flags);
        if (arguments.getFirst().equals("serve")) {
            command.addAll(serverFlags);
        }
        command.addAll(List.of("-cp", jar.toString(), "chat.parley.app.Main"));
        command.addAll(arguments);
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().keySet().removeIf(name -> name.startsWith("PARLEY_"));
        return builder;
    }

    /** Runs a command to its end. */
    void run(List<String> arguments, Path log) {
        try {
            Process process = command(arguments)
                    .redirectErrorStream(true)
                    .redirectOutput(log.toFile())
                    .start();
            if (process.waitFor() != 0) {
                throw new BenchFailure(
                        "`parley " + String.join(" ", arguments) + "` failed:\n" + Files.readString(log));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
