package chat.parley.adapter.postgres.transfer;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What an archive holds; its last file, so that one that was cut off has none.
 *
 * @param format of the archive itself
 * @param release of the Parley that wrote it
 * @param at when it was written, RFC 3339
 * @param schema the version of the tables, as the migrations count them
 * @param generation of the store it was taken from; the store that it is read into gets a higher one
 * @param columns of each table, in the order of the parts' fields; a table's {@code xid} comes last
 */
public record Manifest(
        int format,
        String release,
        String at,
        String schema,
        long generation,
        Map<String, List<String>> columns,
        List<Part> parts) {
    /** The archives that this code writes and reads. */
    static final int FORMAT = 1;

    static final String FILE = "manifest.json";

    /** Rows of one table, as {@code COPY} writes them as text. */
    public record Part(String file, String table, long rows, String sha256) {}

    /** Rows by table. */
    public Map<String, Long> rows() {
        Map<String, Long> rows = new TreeMap<>();
        parts.forEach(part -> rows.merge(part.table(), part.rows(), Long::sum));
        return rows;
    }
}
