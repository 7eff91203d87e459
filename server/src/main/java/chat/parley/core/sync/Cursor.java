package chat.parley.core.sync;

import java.util.Optional;

/**
 * A place from which a client resumes: everything committed by transactions below {@code xid} has been put on its
 * connection. No clock is in it (architecture section 5).
 *
 * @param incarnation names the store; another after a restore or a failover that may have lost commits
 * @param xid the smallest transaction id that was still running at the last comparison (a {@code pg_snapshot}'s xmin)
 */
public record Cursor(String incarnation, long xid) {

    /** The cursor that this text names, or empty where it names none. */
    public static Optional<Cursor> parse(String text) {
        int dot = text.lastIndexOf('.');
        if (dot < 1) {
            return Optional.empty();
        }
        try {
            long xid = Long.parseLong(text.substring(dot + 1), Character.MAX_RADIX);
            return xid < 0 ? Optional.empty() : Optional.of(new Cursor(text.substring(0, dot), xid));
        } catch (NumberFormatException notANumber) {
            return Optional.empty();
        }
    }

    @Override
    public String toString() {
        return incarnation + "." + Long.toString(xid, Character.MAX_RADIX);
    }
}
