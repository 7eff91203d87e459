package chat.parley.adapter.postgres.embedded;

import static java.nio.charset.StandardCharsets.UTF_8;

import chat.parley.wording.FileTrouble;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The database's own log files, {@code DATA/postgres/log/postgres-TIME.log}: PostgreSQL rotates, this class prunes. */
record PostgresLog(Path directory) {
    static final String PREFIX = "postgres-";
    static final String SUFFIX = ".log";
    static final int MEBIBYTES_A_FILE = 8;
    static final int FILES_KEPT = 4;

    private static final int LAST_LINES = 6;

    /** For what PostgreSQL says before its log is open; written anew at each start. */
    Path startFile() {
        return directory.resolve("start.log");
    }

    void prune() throws IOException {
        List<Path> files = newestFirst();
        for (Path old : files.subList(Math.min(FILES_KEPT, files.size()), files.size())) {
            Files.deleteIfExists(old);
        }
    }

    /** The end of what PostgreSQL said last, to explain why it does not start. */
    String lastLines() {
        try {
            Optional<Path> newest = newestFirst().stream().findFirst();
            String text = newest.isPresent() && isOfThisStart(newest.get()) ? tail(newest.get()) : "";
            return Stream.of(tail(startFile()), text)
                    .filter(part -> !part.isBlank())
                    .collect(Collectors.joining("\n"));
        } catch (IOException e) {
            return "(its log cannot be read: " + FileTrouble.reason(e) + ")";
        }
    }

    /** A start that fails early opens no log, and the newest one is the last run's. */
    private boolean isOfThisStart(Path file) throws IOException {
        return !Files.exists(startFile())
                || Files.getLastModifiedTime(file).compareTo(Files.getLastModifiedTime(startFile())) >= 0;
    }

    private static String tail(Path file) throws IOException {
        if (!Files.exists(file)) {
            return "";
        }
        // Lossless for any bytes, unlike the strict decoding of readAllLines.
        List<String> lines = new String(Files.readAllBytes(file), UTF_8).lines().toList();
        return String.join("\n", lines.subList(Math.max(0, lines.size() - LAST_LINES), lines.size()));
    }

    /** The time in the names sorts as the files came. */
    private List<Path> newestFirst() throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.filter(file -> file.getFileName().toString().startsWith(PREFIX))
                    .sorted(Comparator.comparing(
                                    (Path file) -> file.getFileName().toString())
                            .reversed())
                    .toList();
        }
    }
}
