package chat.parley.sdk;

import chat.parley.wire.ClientFrame;
import chat.parley.wire.FrameReader;
import chat.parley.wire.FrameWriter;
import chat.parley.wire.MalformedFrame;
import chat.parley.wire.Rid;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A directory with one file a message, named by its place in the order. A message is written beside, forced to the disk and
 * moved into place, so that a crash leaves it whole or not at all. One program at a time may use a directory.
 */
public final class FileOutboxStore implements OutboxStore {
    private static final Logger LOG = LoggerFactory.getLogger(FileOutboxStore.class);
    private static final String SUFFIX = ".json";

    private final FrameWriter writer = new FrameWriter();
    private final FrameReader reader = new FrameReader();
    private final Path directory;
    private final Map<String, Path> files = new HashMap<>();
    private long next;

    public FileOutboxStore(Path directory) throws IOException {
        this.directory = Files.createDirectories(directory);
    }

    @Override
    public synchronized void add(PendingSend send) throws IOException {
        Path file = directory.resolve(String.format(Locale.ROOT, "%019d%s", next++, SUFFIX));
        Path beside = directory.resolve("new");
        writeThrough(beside, writer.client(new ClientFrame.Send(Rid.of(0), send.conversation(), send.draft())));
        Files.move(beside, file, StandardCopyOption.ATOMIC_MOVE);
        forceDirectory();
        files.put(send.draft().id(), file);
    }

    @Override
    public synchronized void remove(PendingSend send) throws IOException {
        Path file = files.remove(send.draft().id());
        if (file != null) {
            Files.deleteIfExists(file);
        }
    }

    @Override
    public synchronized List<PendingSend> load() throws IOException {
        List<PendingSend> sends = new ArrayList<>();
        for (Path file : inOrder()) {
            next = 1 + Long.parseLong(file.getFileName().toString().replace(SUFFIX, ""));
            byte[] bytes = Files.readAllBytes(file);
            try {
                if (reader.client(bytes, 0, bytes.length) instanceof ClientFrame.Send send) {
                    sends.add(new PendingSend(send.conversation(), send.draft()));
                    files.put(send.draft().id(), file);
                }
            } catch (MalformedFrame damaged) {
                LOG.warn("leaving a damaged message of the outbox where it is: {}", file, damaged);
            }
        }
        return sends;
    }

    private List<Path> inOrder() throws IOException {
        try (Stream<Path> found = Files.list(directory)) {
            return found.filter(file -> file.getFileName().toString().matches("\\d{19}\\.json"))
                    .sorted()
                    .toList();
        }
    }

    private static void writeThrough(Path file, byte[] bytes) throws IOException {
        try (FileChannel channel = FileChannel.open(
                file, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING)) {
            ByteBuffer rest = ByteBuffer.wrap(bytes);
            while (rest.hasRemaining()) {
                channel.write(rest);
            }
            channel.force(true);
        }
    }

    /** Without this the move itself may be lost. Windows does not open directories, and does not need it. */
    private void forceDirectory() throws IOException {
        if (Files.getFileStore(directory).supportsFileAttributeView("posix")) {
            try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
                channel.force(true);
            }
        }
    }
}
