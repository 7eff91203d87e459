package chat.parley.adapter.disk;

import chat.parley.core.attachment.AttachmentFiles;
import chat.parley.core.attachment.Rendition;
import chat.parley.core.id.AttachmentId;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/**
 * A file each, in one of 1,024 directories by the end of its id, which is random: {@code 7k/a01h…7k}. It is written beside
 * its place as {@code ….part}, forced to the disk, and then moved into it. Thumbnails are beside it, by their size: {@code a01h…7k.360}.
 */
public final class DiskAttachmentFiles implements AttachmentFiles {
    private static final int BUFFER = 64 * 1024;

    private final Path directory;
    private final long spare;

    /** @param spare how many bytes of the disk are left free: a full disk would end the database too */
    public DiskAttachmentFiles(Path directory, long spare) {
        this.directory = directory;
        this.spare = spare;
    }

    @Override
    public void write(AttachmentId id, Rendition rendition, InputStream bytes) throws IOException {
        Path whole = whole(id, rendition);
        Path part = part(whole);
        Files.createDirectories(part.getParent());
        try (FileChannel file = FileChannel.open(
                part, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE)) {
            copy(bytes, file, Files.getFileStore(part));
            file.force(true);
        }
        Files.move(part, whole, StandardCopyOption.ATOMIC_MOVE);
        try (FileChannel parent = FileChannel.open(part.getParent(), StandardOpenOption.READ)) {
            parent.force(true);
        }
    }

    @Override
    public Optional<InputStream> read(AttachmentId id, Rendition rendition, long from) throws IOException {
        try {
            FileChannel file = FileChannel.open(whole(id, rendition), StandardOpenOption.READ);
            return Optional.of(Channels.newInputStream(file.position(from)));
        } catch (NoSuchFileException none) {
            return Optional.empty();
        }
    }

    @Override
    public void delete(AttachmentId id) throws IOException {
        for (Rendition rendition : Rendition.values()) {
            Path whole = whole(id, rendition);
            Files.deleteIfExists(part(whole));
            Files.deleteIfExists(whole);
        }
    }

    private void copy(InputStream bytes, FileChannel file, FileStore disk) throws IOException {
        byte[] buffer = new byte[BUFFER];
        for (int read = bytes.read(buffer); read >= 0; read = bytes.read(buffer)) {
            if (disk.getUsableSpace() - read < spare) {
                throw new IOException("less than " + spare + " bytes of the disk are free");
            }
            ByteBuffer rest = ByteBuffer.wrap(buffer, 0, read);
            while (rest.hasRemaining()) {
                file.write(rest);
            }
        }
    }

    private Path whole(AttachmentId id, Rendition rendition) {
        String name = id.toString();
        Path shelf = directory.resolve(name.substring(name.length() - 2));
        return shelf.resolve(rendition == Rendition.ORIGINAL ? name : name + "." + rendition.pixels());
    }

    private static Path part(Path whole) {
        return whole.resolveSibling(whole.getFileName() + ".part");
    }
}
