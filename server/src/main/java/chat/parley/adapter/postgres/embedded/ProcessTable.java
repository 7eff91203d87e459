package chat.parley.adapter.postgres.embedded;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * The processes of this machine by what they run. Command lines are readable for every user, which working directories
 * and executables are not (a container's root may not look at those of another user).
 */
final class ProcessTable {
    private static final Path PROC = Path.of("/proc");

    private ProcessTable() {}

    /** The arguments of a process, the program first; empty if there is none, or only a zombie is left of it. */
    static List<String> arguments(long pid) {
        if (!Files.isDirectory(PROC.resolve("self"))) {
            return ProcessHandle.of(pid)
                    .flatMap(process -> process.info().commandLine())
                    .map(line -> List.of(line.split(" ", -1)))
                    .orElse(List.of());
        }
        try {
            byte[] bytes = Files.readAllBytes(PROC.resolve(Long.toString(pid)).resolve("cmdline"));
            String raw = new String(bytes, UTF_8);
            return Arrays.stream(raw.split("\0", -1))
                    .filter(part -> !part.isEmpty())
                    .toList();
        } catch (IOException goneOrUnreadable) {
            return List.of();
        }
    }

    static List<ProcessHandle> matching(Predicate<List<String>> arguments) {
        return ProcessHandle.allProcesses()
                .filter(process -> arguments.test(arguments(process.pid())))
                .toList();
    }

    /** Empty where the system does not tell. */
    static Optional<Path> workingDirectory(long pid) {
        try {
            return Optional.of(PROC.resolve(Long.toString(pid)).resolve("cwd").toRealPath());
        } catch (IOException goneOrForbidden) {
            return Optional.empty();
        }
    }
}
