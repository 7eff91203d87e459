package chat.parley.adapter.postgres.embedded;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Programs run to their end, in an environment that no setting of the user's shell (PGPORT, LC_ALL, …) reaches. */
final class Command {
    private static final Map<String, String> ENVIRONMENT =
            Map.of("PATH", "/usr/bin:/bin:/usr/sbin:/sbin", "LANG", "C", "TZ", "UTC");

    private Command() {}

    record Result(int exitCode, String output) {
        boolean succeeded() {
            return exitCode == 0;
        }
    }

    static ProcessBuilder builder(List<String> command, Path directory) {
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectInput(new File("/dev/null"))
                .redirectErrorStream(true);
        builder.environment().clear();
        builder.environment().putAll(ENVIRONMENT);
        return builder;
    }

    /** Only for programs whose whole output fits a pipe's buffer (64 KiB): it is read after the end. */
    static Result run(List<String> command, Path directory, Duration timeout) {
        try {
            Process process = builder(command, directory).start();
            try {
                if (!process.waitFor(timeout.toMillis(), TimeUnit.MILLISECONDS)) {
                    return new Result(-1, "no end after " + timeout);
                }
                return new Result(
                        process.exitValue(), new String(process.getInputStream().readAllBytes(), UTF_8));
            } finally {
                process.destroyForcibly();
            }
        } catch (IOException e) {
            return new Result(-1, String.valueOf(e.getMessage()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new Result(-1, "interrupted");
        }
    }

    static Optional<Path> find(String program) {
        return Stream.of("/usr/bin", "/bin", "/usr/sbin", "/sbin")
                .map(directory -> Path.of(directory, program))
                .filter(Files::isExecutable)
                .findFirst();
    }
}
