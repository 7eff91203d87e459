package chat.parley.adapter.postgres.search;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The one row of {@code search_progress} (V8). */
final class Progress {
    private static final String LOOK = """
            select version, worker = ? as mine, worker_till < clock_timestamp() as free,
                   worker_till < clock_timestamp() + ? * interval '1 millisecond' as lapsing,
                   incarnation = store_incarnation() as ours, position, recipe, walking, walked_conversation, walked_seq,
                   walk_done, walk_total, pg_snapshot_xmin(pg_current_snapshot())::text::bigint as tail_end
            from search_progress""";

    private static final String TAKE = """
            update search_progress
            set worker = ?, worker_till = clock_timestamp() + ? * interval '1 millisecond'
            where worker = ? or worker_till < clock_timestamp()""";

    private static final String BEGIN = """
            update search_progress
            set version = version + 1, incarnation = store_incarnation(), position = ?, recipe = ?, walking = true,
                walked_conversation = -1, walked_seq = 0, walk_done = 0,
                walk_total = (select coalesce(sum(seq), 0) from head)
            where version = ?""";

    private static final String ASK = """
            update search_progress
            set version = version + 1, walking = true, walked_conversation = -1, walked_seq = 0, walk_done = 0,
                walk_total = (select coalesce(sum(seq), 0) from head)""";

    private static final String MOVE = """
            update search_progress
            set version = version + 1, position = ?, walking = ?, walked_conversation = ?, walked_seq = ?, walk_done = ?,
                oldest = least(oldest, ?::timestamptz), newest = greatest(newest, ?::timestamptz)
            where version = ?
            returning extract(epoch from clock_timestamp() - ?::timestamptz)""";

    private Progress() {}

    /** @param tailEnd below it no transaction runs any more */
    record State(
            long version,
            boolean mine,
            boolean free,
            boolean lapsing,
            boolean ours,
            String recipe,
            long tailEnd,
            long position,
            Walk walk) {
        /** After this was written, which raises the version. */
        State moved(long newPosition, Walk newWalk) {
            return new State(version + 1, mine, free, lapsing, ours, recipe, tailEnd, newPosition, newWalk);
        }
    }

    /**
     * Making all anew, in the order of the log's key.
     *
     * @param conversation the last entry that was looked at
     * @param done so many entries were looked at
     * @param total of about so many
     */
    record Walk(boolean on, long conversation, long seq, long done, long total) {}

    static State look(Connection connection, UUID worker, Duration lease) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(LOOK)) {
            statement.setObject(1, worker);
            statement.setLong(2, lease.toMillis() / 2);
            try (ResultSet row = statement.executeQuery()) {
                row.next();
                return new State(
                        row.getLong("version"),
                        row.getBoolean("mine"),
                        row.getBoolean("free"),
                        row.getBoolean("lapsing"),
                        row.getBoolean("ours"),
                        row.getString("recipe"),
                        row.getLong("tail_end"),
                        row.getLong("position"),
                        new Walk(
                                row.getBoolean("walking"),
                                row.getLong("walked_conversation"),
                                row.getLong("walked_seq"),
                                row.getLong("walk_done"),
                                row.getLong("walk_total")));
            }
        }
    }

    /** Becomes the one who works, or stays it. Politeness only: what makes two workers harmless is the version. */
    static boolean take(Connection connection, UUID worker, Duration lease) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(TAKE)) {
            statement.setObject(1, worker);
            statement.setLong(2, lease.toMillis());
            statement.setObject(3, worker);
            return statement.executeUpdate() > 0;
        }
    }

    /** Follows the log from its end as of {@code state}, and makes anew all that is before. */
    static boolean begin(Connection connection, State state, String recipe) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(BEGIN)) {
            statement.setLong(1, state.tailEnd());
            statement.setString(2, recipe);
            statement.setLong(3, state.version());
            return statement.executeUpdate() > 0;
        }
    }

    /** Has all made anew by whoever works, who goes on following the log meanwhile. */
    static void ask(Connection connection) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(ASK)) {
            statement.executeUpdate();
        }
    }

    /**
     * Moves on in the transaction that brings the index there; empty where another worker moved first, and all of it is to be
     * given up.
     *
     * @param oldest when the oldest message of this step was sent; null where there is none
     * @return how long ago that is
     */
    static Optional<Duration> move(
            Connection connection,
            State from,
            long position,
            Walk walk,
            @Nullable OffsetDateTime oldest,
            @Nullable OffsetDateTime newest)
            throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(MOVE)) {
            statement.setLong(1, position);
            statement.setBoolean(2, walk.on());
            statement.setLong(3, walk.conversation());
            statement.setLong(4, walk.seq());
            statement.setLong(5, walk.done());
            statement.setObject(6, oldest);
            statement.setObject(7, newest);
            statement.setLong(8, from.version());
            statement.setObject(9, oldest);
            try (ResultSet row = statement.executeQuery()) {
                return row.next() ? Optional.of(Duration.ofMillis((long) (row.getDouble(1) * 1000))) : Optional.empty();
            }
        }
    }
}
