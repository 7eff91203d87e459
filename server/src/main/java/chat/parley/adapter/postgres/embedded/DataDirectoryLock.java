package chat.parley.adapter.postgres.embedded;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;

import chat.parley.wording.FileTrouble;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * One server for one data directory. The lock is the operating system's, so that it goes with its process however that
 * ends; the process id in the file is only for the message that a second server gives.
 */
final class DataDirectoryLock implements AutoCloseable {
    static final String FILE_NAME = "parley.lock";

    private final FileChannel channel;

    private DataDirectoryLock(FileChannel channel) {
        this.channel = channel;
    }

    static DataDirectoryLock acquire(Path dataDirectory) {
        Path file = dataDirectory.resolve(FILE_NAME);
        try {
            FileChannel channel = FileChannel.open(file, CREATE, READ, WRITE);
            if (!locked(channel)) {
                channel.close();
                throw new DataDirectoryInUseException("The data directory " + dataDirectory + " is in use by process "
                        + Files.readString(file).strip() + ". Stop that server first, or give this one a directory of"
                        + " its own with --data.");
            }
            ByteBuffer owner = UTF_8.encode(ProcessHandle.current().pid() + "\n");
            channel.truncate(0);
            while (owner.hasRemaining()) {
                channel.write(owner);
            }
            return new DataDirectoryLock(channel);
        } catch (IOException e) {
            throw new EmbeddedPostgresException(
                    "The data directory " + dataDirectory + " cannot be locked by its file " + FILE_NAME + " ("
                            + FileTrouble.reason(e)
                            + "). Give the server a local directory that it may write with --data.",
                    e);
        }
    }

    /** Whether another process holds it now. Not for a process that holds it itself: closing the file would let it go. */
    static boolean held(Path dataDirectory) {
        Path file = dataDirectory.resolve(FILE_NAME);
        if (!Files.exists(file)) {
            return false;
        }
        try (FileChannel channel = FileChannel.open(file, READ, WRITE)) {
            return !locked(channel);
        } catch (IOException e) {
            throw new EmbeddedPostgresException(
                    "The data directory's lock " + file + " cannot be looked at (" + FileTrouble.reason(e)
                            + "). Run the command as the user that runs the server.",
                    e);
        }
    }

    private static boolean locked(FileChannel channel) throws IOException {
        try {
            FileLock lock = channel.tryLock();
            return lock != null;
        } catch (OverlappingFileLockException heldInThisProcess) {
            return false;
        }
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw new UncheckedIOException("could not release the data directory's lock", e);
        }
    }
}
