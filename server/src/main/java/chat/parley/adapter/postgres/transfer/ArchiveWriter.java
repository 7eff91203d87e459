package chat.parley.adapter.postgres.transfer;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.BufferedOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** Writes the parts of an archive (a zip file, readable by its owner only) and remembers them for the manifest. */
final class ArchiveWriter implements AutoCloseable {
    private final ZipOutputStream zip;
    private final List<Manifest.Part> parts = new ArrayList<>();

    /** Writes rows to a stream and answers their number. */
    interface Rows {
        long writeTo(OutputStream stream) throws SQLException, IOException;
    }

    ArchiveWriter(Path file) throws IOException {
        Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        zip = new ZipOutputStream(new BufferedOutputStream(Files.newOutputStream(file, StandardOpenOption.WRITE)));
    }

    void part(String name, String table, Rows rows) throws SQLException, IOException {
        MessageDigest digest = sha256();
        zip.putNextEntry(new ZipEntry(name));
        long count = rows.writeTo(new DigestOutputStream(new KeptOpen(zip), digest));
        zip.closeEntry();
        parts.add(new Manifest.Part(name, table, count, HexFormat.of().formatHex(digest.digest())));
    }

    List<Manifest.Part> parts() {
        return List.copyOf(parts);
    }

    void manifest(Manifest manifest) throws IOException {
        zip.putNextEntry(new ZipEntry(Manifest.FILE));
        zip.write(json().writeValueAsBytes(manifest));
        zip.closeEntry();
    }

    @Override
    public void close() throws IOException {
        zip.close();
    }

    static ObjectMapper json() {
        return JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();
    }

    static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    /** The driver closes or flushes what it copies to; the archive goes on. */
    private static final class KeptOpen extends FilterOutputStream {
        KeptOpen(OutputStream stream) {
            super(stream);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            out.write(bytes, offset, length);
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    }
}
