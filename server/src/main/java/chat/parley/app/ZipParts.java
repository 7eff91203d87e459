package chat.parley.app;

import java.io.IOException;
import java.io.OutputStream;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** The files of a ZIP file, written one after the other, with the digest of each for the last of them. */
final class ZipParts {
    private final ZipOutputStream zip;
    private final List<Part> parts = new ArrayList<>();

    ZipParts(OutputStream out) {
        this.zip = new ZipOutputStream(out);
    }

    /** @param sha256 of its bytes before they were packed, in hexadecimal digits */
    record Part(String file, String sha256) {}

    /** Writes a file's bytes, and does not close what it writes to. */
    interface Content {
        void writeTo(OutputStream part) throws IOException;
    }

    void part(String file, Content content) throws IOException {
        MessageDigest digest = sha256();
        zip.putNextEntry(new ZipEntry(file));
        content.writeTo(new DigestOutputStream(zip, digest));
        zip.closeEntry();
        parts.add(new Part(file, HexFormat.of().formatHex(digest.digest())));
    }

    /** Ends the ZIP file with one that no digest is kept of, since it has those of all others. Does not close what it is written to. */
    void last(String file, byte[] bytes) throws IOException {
        zip.putNextEntry(new ZipEntry(file));
        zip.write(bytes);
        zip.closeEntry();
        zip.finish();
    }

    List<Part> parts() {
        return List.copyOf(parts);
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
