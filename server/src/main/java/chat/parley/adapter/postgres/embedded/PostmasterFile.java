package chat.parley.adapter.postgres.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What a postmaster writes of itself into {@code postmaster.pid} (PostgreSQL's {@code pidfile.h}): line 1 its process
 * id, line 4 its port, line 8 its status. The file outlives a postmaster that is killed, and then its process id may
 * come to mean any other program.
 */
record PostmasterFile(long pid, int port, boolean ready) {

    /** Empty without a file, and while its first lines are still being written. */
    static Optional<PostmasterFile> read(Path file) {
        try {
            List<String> lines = Files.readAllLines(file);
            if (lines.size() < 4) {
                return Optional.empty();
            }
            return Optional.of(new PostmasterFile(
                    Long.parseLong(lines.get(0).strip()),
                    Integer.parseInt(lines.get(3).strip()),
                    lines.size() >= 8 && lines.get(7).strip().equals("ready")));
        } catch (NoSuchFileException noPostmaster) {
            return Optional.empty();
        } catch (IOException | NumberFormatException e) {
            throw new EmbeddedPostgresException(
                    "The database's process file " + file + " cannot be read (" + e.getMessage()
                            + "). If no PostgreSQL runs on that directory, delete the file and start again.",
                    e);
        }
    }
}
