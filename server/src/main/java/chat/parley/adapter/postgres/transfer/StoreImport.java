package chat.parley.adapter.postgres.transfer;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import chat.parley.wording.FileTrouble;
import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Collectors;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;

/**
 * Reads an archive into an empty store, in one transaction: all of it or nothing, and only after every count, checksum and
 * log has been compared. Rows get the transaction's own id in place of those of the store they came from, and the store a
 * higher generation, so that no cursor given out before is taken for one of this store.
 *
 * <p>The transaction is long, which is why no server may use the store meanwhile.
 */
public final class StoreImport implements AutoCloseable {
    private static final int CHUNK_BYTES = 64 * 1024;
    private static final String STAMP_PLACE = "\t0";
    private static final String DERIVE = """
            select count(parley_refold(conversation))
            from (select distinct conversation from entry where target is not null or kind = 1 and data is not null) touched""";

    private final Path file;
    private final ZipFile zip;
    private final Manifest manifest;

    private StoreImport(Path file, ZipFile zip, Manifest manifest) {
        this.file = file;
        this.zip = zip;
        this.manifest = manifest;
    }

    /** Opens an archive and reads what it says of itself. */
    public static StoreImport open(Path file) {
        if (!Files.isRegularFile(file)) {
            throw new TransferException("There is no archive " + file + ".");
        }
        try {
            ZipFile zip = new ZipFile(file.toFile());
            ZipEntry entry = zip.getEntry(Manifest.FILE);
            if (entry == null) {
                zip.close();
                throw new TransferException(file + " is not an archive of Parley's.");
            }
            Manifest manifest;
            try (InputStream stream = zip.getInputStream(entry)) {
                manifest = ArchiveWriter.json().readValue(stream, Manifest.class);
            }
            if (manifest.format() != Manifest.FORMAT) {
                zip.close();
                throw new TransferException(
                        file + " has the format " + manifest.format() + ", which this version does not know.");
            }
            return new StoreImport(file, zip, manifest);
        } catch (ZipException e) {
            throw new TransferException(file + " is damaged or not an archive of Parley's: " + e.getMessage(), e);
        } catch (IOException e) {
            throw new TransferException(file + " cannot be read (" + FileTrouble.reason(e) + ").", e);
        }
    }

    public Manifest manifest() {
        return manifest;
    }

    /**
     * Reads the archive into the store that the connection leads to, whose tables must be of the archive's schema. Until {@link #finish}
     * no server starts on that store.
     */
    public void into(Connection connection) {
        try {
            connection.setAutoCommit(false);
            try {
                requireEmpty(connection);
                String xid = one(connection, "select pg_current_xact_id()");
                for (String table : TransferTables.present(connection, TransferTables.IN_ORDER)) {
                    importTable(connection, table, xid);
                }
                requireDenseLogs(connection);
                run(
                        connection,
                        "update store set generation = -1 - greatest(generation, " + manifest.generation() + ")");
                connection.commit();
            } finally {
                connection.rollback();
                connection.setAutoCommit(true);
            }
            run(connection, "analyze");
        } catch (SQLException e) {
            throw new TransferException(
                    "The database did not take the archive; it is as empty as before. " + e.getMessage(), e);
        } catch (IOException e) {
            throw new TransferException(file + " cannot be read (" + FileTrouble.reason(e) + ").", e);
        }
    }

    /** Derives from the log what no archive carries, once the tables and functions are today's, and opens the store to servers. */
    public static void finish(Connection connection) {
        try {
            connection.setAutoCommit(false);
            try {
                run(connection, DERIVE);
                run(connection, "update store set generation = -generation");
                connection.commit();
            } finally {
                connection.rollback();
                connection.setAutoCommit(true);
            }
        } catch (SQLException e) {
            throw new TransferException(
                    "The archive was read, but what is derived from it could not be made. " + e.getMessage(), e);
        }
    }

    /** Whoever made an account there would lose it. What a server that was only started has left (a key, a link) goes. */
    private static void requireEmpty(Connection connection) throws SQLException {
        run(connection, "lock table account, conversation in exclusive mode");
        if (one(connection, "select exists (select from account) or exists (select from conversation)")
                .equals("t")) {
            throw new TransferException(
                    "The store is not empty. An archive is only read into an empty one: give another --data directory"
                            + " or another database.");
        }
        for (String table : TransferTables.present(connection, TransferTables.IN_ORDER.reversed())) {
            run(connection, "delete from " + table);
        }
    }

    private void importTable(Connection connection, String table, String xid) throws SQLException, IOException {
        List<String> columns = manifest.columns().getOrDefault(table, List.of());
        String into = "copy %s (%s) from stdin"
                .formatted(table, columns.stream().map(StoreExport::quoted).collect(Collectors.joining(", ")));
        boolean stamped = TransferTables.describe(connection, table).stamped();
        long rows = 0;
        for (Manifest.Part part : manifest.parts()) {
            if (part.table().equals(table)) {
                importPart(connection, part, into, stamped ? "\t" + xid : STAMP_PLACE);
                rows += part.rows();
            }
        }
        long found = Long.parseLong(one(connection, "select count(*) from " + table));
        if (found != rows) {
            throw new TransferException("%s should hold %d rows and holds %d.".formatted(table, rows, found));
        }
    }

    private void importPart(Connection connection, Manifest.Part part, String into, String stamp)
            throws SQLException, IOException {
        MessageDigest digest = ArchiveWriter.sha256();
        ZipEntry entry = zip.getEntry(part.file());
        if (entry == null) {
            throw damaged(part);
        }
        CopyIn copy = connection.unwrap(PGConnection.class).getCopyAPI().copyIn(into);
        try (InputStream stream = new DigestInputStream(zip.getInputStream(entry), digest)) {
            feed(stream, copy, stamp);
            long rows = copy.endCopy();
            if (rows != part.rows()
                    || !HexFormat.of().formatHex(digest.digest()).equals(part.sha256())) {
                throw damaged(part);
            }
        } finally {
            if (copy.isActive()) {
                copy.cancelCopy();
            }
        }
    }

    /** Bytes pass as they are (as Latin-1 each is one character); in COPY's text form a line feed only ever ends a row. */
    private static void feed(InputStream stream, CopyIn copy, String stamp) throws SQLException, IOException {
        BufferedReader lines = new BufferedReader(new InputStreamReader(stream, ISO_8859_1));
        ByteArrayOutputStream chunk = new ByteArrayOutputStream(CHUNK_BYTES);
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            boolean place = line.endsWith(STAMP_PLACE);
            String row = place ? line.substring(0, line.length() - STAMP_PLACE.length()) + stamp : line;
            chunk.writeBytes((row + '\n').getBytes(ISO_8859_1));
            if (chunk.size() >= CHUNK_BYTES) {
                copy.writeToCopy(chunk.toByteArray(), 0, chunk.size());
                chunk.reset();
            }
        }
        copy.writeToCopy(chunk.toByteArray(), 0, chunk.size());
    }

    private static void requireDenseLogs(Connection connection) throws SQLException {
        String broken = one(connection, """
                select count(*)
                from head h
                left join (
                    select conversation, count(*) as entries, min(seq) as first, max(seq) as last from entry group by 1) e
                    using (conversation)
                where (e.entries, e.first, e.last) is distinct from (h.seq - h.first + 1, h.first, h.seq)
                """);
        if (!broken.equals("0")) {
            throw new TransferException(broken + " conversations of the archive lack entries.");
        }
    }

    private TransferException damaged(Manifest.Part part) {
        return new TransferException(file + " is damaged: " + part.file() + " is not what its manifest says.");
    }

    private static void run(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static String one(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            if (!row.next()) {
                throw new TransferException("The database is not a Parley store.");
            }
            return row.getString(1);
        }
    }

    @Override
    public void close() {
        try {
            zip.close();
        } catch (IOException e) {
            throw new TransferException(file + " cannot be closed (" + FileTrouble.reason(e) + ").", e);
        }
    }
}
