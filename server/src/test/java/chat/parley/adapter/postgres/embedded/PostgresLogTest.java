package chat.parley.adapter.postgres.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PostgresLogTest {
    @Test
    void keepsTheNewestFilesOnly(@TempDir Path directory) throws Exception {
        PostgresLog log = new PostgresLog(directory);
        for (int day = 1; day <= 9; day++) {
            Files.writeString(directory.resolve("postgres-2026010" + day + "-120000.log"), "day " + day + "\n");
        }
        Files.writeString(log.startFile(), "");
        log.prune();
        try (Stream<Path> left = Files.list(directory)) {
            assertThat(left.map(file -> file.getFileName().toString()).sorted())
                    .containsExactly(
                            "postgres-20260106-120000.log",
                            "postgres-20260107-120000.log",
                            "postgres-20260108-120000.log",
                            "postgres-20260109-120000.log",
                            "start.log");
        }
    }

    @Test
    void tellsTheEndOfThisStartAndNotOfTheLast(@TempDir Path directory) throws Exception {
        PostgresLog log = new PostgresLog(directory);
        Path lastRun = directory.resolve("postgres-20260101-120000.log");
        Files.writeString(lastRun, "shut down\n");
        Files.setLastModifiedTime(lastRun, FileTime.fromMillis(1_000));
        Files.writeString(log.startFile(), "lock file exists\n");
        assertThat(log.lastLines()).isEqualTo("lock file exists");

        Files.writeString(directory.resolve("postgres-20260102-120000.log"), "port is taken\n");
        assertThat(log.lastLines()).isEqualTo("lock file exists\nport is taken");
    }
}
