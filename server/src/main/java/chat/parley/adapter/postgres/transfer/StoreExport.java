package chat.parley.adapter.postgres.transfer;

import chat.parley.wording.FileTrouble;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.postgresql.PGConnection;

/**
 * Writes a store into an archive while the server goes on.
 *
 * <p>What it promises: of every conversation its log up to some entry, with the members, markers and properties as they were when
 * that was the last one. That holds because a page of heads is read in one snapshot with the rows of its
 * conversations and members, and its entries, which never change, follow afterwards up to those heads; retention deletes none meanwhile. Conversations are not
 * of one moment among each other, as they never are (a conversation made meanwhile may be missing). No snapshot lives
 * longer than one page, since a long one would slow down every append (architecture section 5).
 */
public final class StoreExport {
    static final int CONVERSATIONS_A_PAGE = 500;
    static final int MEMBERS_A_PAGE = 50_000;
    static final int ROWS_A_PAGE = 5_000;

    private final Connection connection;
    private final ArchiveWriter archive;
    private final Map<String, TransferTables.Table> tables = new LinkedHashMap<>();

    private StoreExport(Connection connection, ArchiveWriter archive) {
        this.connection = connection;
        this.archive = archive;
    }

    /** A conversation and the last entry that belongs to the archive. */
    private record Bound(long conversation, long first, long seq) {}

    /**
     * Writes the store that the connection leads to, which must be nobody else's meanwhile.
     *
     * @param file does not exist before, and does not after a failure
     */
    public static Manifest write(Connection connection, Path file, String release, InstantSource clock) {
        if (Files.exists(file)) {
            throw new TransferException(file + " exists already. Give the archive a new name.");
        }
        Path unfinished = file.resolveSibling(file.getFileName() + ".unfinished");
        try {
            Files.deleteIfExists(unfinished);
            try {
                Manifest manifest;
                try (ArchiveWriter archive = new ArchiveWriter(unfinished)) {
                    manifest = new StoreExport(connection, archive).write(release, clock.instant());
                }
                Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE);
                return manifest;
            } finally {
                Files.deleteIfExists(unfinished);
            }
        } catch (IOException e) {
            throw new TransferException(
                    "The archive " + file + " cannot be written (" + FileTrouble.reason(e)
                            + "). Name one in a directory that you may write.",
                    e);
        } catch (SQLException e) {
            throw new TransferException("The database cannot be read: " + e.getMessage(), e);
        }
    }

    private Manifest write(String release, Instant now) throws SQLException, IOException {
        if (one("select to_regclass('flyway_schema_history') is not null").equals("f")) {
            throw new TransferException("There is no store of Parley's in this database.");
        }
        if (one("select generation < 0 from store").equals("t")) {
            throw new TransferException("A restore into this store was cut off before it was whole.");
        }
        for (String table : TransferTables.present(connection, TransferTables.IN_ORDER)) {
            tables.put(table, TransferTables.describe(connection, table));
        }
        run("select pg_advisory_lock_shared(hashtext('parley purge'))");
        exportConversations();
        for (String table : TransferTables.present(connection, TransferTables.BY_KEY)) {
            exportByKey(table);
        }
        run("select pg_advisory_unlock_shared(hashtext('parley purge'))");
        Manifest manifest = new Manifest(
                Manifest.FORMAT,
                release,
                now.toString(),
                one("""
                        select version from flyway_schema_history where success and version is not null
                        order by installed_rank desc limit 1"""),
                Long.parseLong(one("select generation from store")),
                columns(),
                archive.parts());
        archive.manifest(manifest);
        return manifest;
    }

    private void exportConversations() throws SQLException, IOException {
        // Ranges are few and their rows many: each must be an index lookup, whatever the statistics say.
        run("set enable_hashjoin = off");
        run("set enable_mergejoin = off");
        long after = Long.MIN_VALUE;
        for (int page = 1; ; page++) {
            String folder = "conversations/%05d/".formatted(page);
            List<Bound> bounds = exportHeads(folder, after);
            if (bounds.isEmpty()) {
                return;
            }
            archive.part(folder + "entry", "entry", stream -> {
                long rows = 0;
                for (String ranges : rangesOfEntries(bounds)) {
                    rows += copy(entriesIn(ranges), stream);
                }
                return rows;
            });
            after = bounds.getLast().conversation();
        }
    }

    /** Heads and what belongs to them, in one snapshot. */
    private List<Bound> exportHeads(String folder, long after) throws SQLException, IOException {
        connection.setAutoCommit(false);
        try {
            run("set transaction isolation level repeatable read, read only");
            List<Bound> bounds = nextHeads(after);
            if (!bounds.isEmpty()) {
                long last = bounds.getLast().conversation();
                exportRange(folder, "conversation", "id", after, last);
                exportRange(folder, "head", "conversation", after, last);
                exportRange(folder, "member", "conversation", after, last);
                if (tables.containsKey("follow")) {
                    exportRange(folder, "follow", "conversation", after, last);
                }
            }
            connection.commit();
            return bounds;
        } finally {
            connection.rollback();
            connection.setAutoCommit(true);
        }
    }

    private List<Bound> nextHeads(long after) throws SQLException {
        List<Bound> bounds = new ArrayList<>();
        long members = 0;
        try (PreparedStatement query = connection.prepareStatement(
                "select conversation, first, seq, members from head where conversation > ? order by conversation limit ?")) {
            query.setLong(1, after);
            query.setInt(2, CONVERSATIONS_A_PAGE);
            try (ResultSet rows = query.executeQuery()) {
                while (rows.next() && members < MEMBERS_A_PAGE) {
                    bounds.add(new Bound(rows.getLong(1), rows.getLong(2), rows.getLong(3)));
                    members += rows.getLong(4);
                }
            }
        }
        return bounds;
    }

    private void exportRange(String folder, String table, String key, long after, long last)
            throws SQLException, IOException {
        String query =
                "select %s from %s where %s > %d and %s <= %d".formatted(fields(table), table, key, after, key, last);
        archive.part(folder + table, table, stream -> copy(query, stream));
    }

    /** Numbers are dense, so that a page of a known size can be named without asking. */
    private static List<String> rangesOfEntries(List<Bound> bounds) {
        List<String> pages = new ArrayList<>();
        List<String> page = new ArrayList<>();
        long room = ROWS_A_PAGE;
        for (Bound bound : bounds) {
            for (long from = bound.first(); from <= bound.seq(); ) {
                long to = Math.min(bound.seq(), from + room - 1);
                page.add("(%d, %d, %d)".formatted(bound.conversation(), from, to));
                room -= to - from + 1;
                from = to + 1;
                if (room == 0) {
                    pages.add(String.join(", ", page));
                    page.clear();
                    room = ROWS_A_PAGE;
                }
            }
        }
        if (!page.isEmpty()) {
            pages.add(String.join(", ", page));
        }
        return pages;
    }

    private String entriesIn(String ranges) {
        return """
               select %s
               from (values %s) as wanted (wanted_conversation, low, high)
               join entry on conversation = wanted_conversation and seq between low and high
               """.formatted(fields("entry"), ranges);
    }

    private void exportByKey(String table) throws SQLException, IOException {
        String key = TransferTables.key(connection, table).stream()
                .map(StoreExport::quoted)
                .collect(Collectors.joining(", "));
        archive.part("accounts/" + table, table, stream -> {
            long rows = 0;
            String after = "true";
            while (true) {
                List<String> last = lastOfPage(table, key, after);
                String through = last.isEmpty() ? "true" : "(%s) <= (%s)".formatted(key, String.join(", ", last));
                rows += copy(
                        "select %s from %s where %s and %s".formatted(fields(table), table, after, through), stream);
                if (last.isEmpty()) {
                    return rows;
                }
                after = "(%s) > (%s)".formatted(key, String.join(", ", last));
            }
        });
    }

    /** The key at the end of a full page, as literals; empty where the rest is less than one. */
    private List<String> lastOfPage(String table, String key, String after) throws SQLException {
        List<String> literals = new ArrayList<>();
        String sql = "select %s from %s where %s order by %s offset %d limit 1"
                .formatted(key, table, after, key, ROWS_A_PAGE - 1);
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            if (row.next()) {
                for (int i = 1; i <= row.getMetaData().getColumnCount(); i++) {
                    literals.add("'" + row.getString(i).replace("'", "''") + "'");
                }
            }
        }
        return literals;
    }

    private Map<String, List<String>> columns() {
        Map<String, List<String>> columns = new LinkedHashMap<>();
        tables.values().forEach(table -> columns.put(table.name(), table.columns()));
        return columns;
    }

    /** A transaction id means nothing in another store: only whether there is one is kept. */
    private String fields(String name) {
        TransferTables.Table table = Objects.requireNonNull(tables.get(name));
        List<String> fields = new ArrayList<>();
        table.columns().forEach(column -> fields.add(quoted(column)));
        if (table.stamped()) {
            fields.add("case when %s is not null then 0 end".formatted(fields.removeLast()));
        }
        return String.join(", ", fields);
    }

    static String quoted(String name) {
        return '"' + name + '"';
    }

    private long copy(String query, OutputStream stream) throws SQLException, IOException {
        return connection.unwrap(PGConnection.class).getCopyAPI().copyOut("copy (" + query + ") to stdout", stream);
    }

    private void run(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private String one(String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            if (!row.next()) {
                throw new TransferException("The database is not a Parley store.");
            }
            return row.getString(1);
        }
    }
}
