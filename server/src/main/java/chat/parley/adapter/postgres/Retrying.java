package chat.parley.adapter.postgres;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/**
 * Runs idempotent calls on one connection until the store has answered, opening the connection again where it was lost.
 * Whether a call whose answer was lost has committed is unknown; running it again finds out, since every row has a name.
 * One thread at a time.
 *
 * <p>Patience is counted from when the store was lost, not from the call: while it stays lost, each further call is tried
 * once and given up.
 */
final class Retrying implements AutoCloseable {
    private static final long FIRST_PAUSE_MILLIS = 5;
    private static final long LAST_PAUSE_MILLIS = 250;

    private final ConnectionSource source;
    private final Duration patience;
    private final LogMetrics metrics;
    private @Nullable Connection connection;
    private @Nullable Long lostAt;

    Retrying(ConnectionSource source, Duration patience, LogMetrics metrics) {
        this.source = source;
        this.patience = patience;
        this.metrics = metrics;
    }

    /** A call in autocommit, safe to repeat. */
    @FunctionalInterface
    interface Call<T> {
        T run(Connection connection) throws SQLException;
    }

    sealed interface Answer<T> {
        /** Committed. {@code repeated}: an earlier attempt may have committed too, its answer lost. */
        record Done<T>(T value, boolean repeated) implements Answer<T> {}

        /** The store could not be reached, or was contended, for too long. */
        record GivenUp<T>() implements Answer<T> {}

        /** The store refuses this call, and will again. */
        record Rejected<T>(SQLException because) implements Answer<T> {}
    }

    <T> Answer<T> run(Call<T> call) {
        long began = System.nanoTime();
        boolean repeated = false;
        for (long pause = FIRST_PAUSE_MILLIS; ; pause = Math.min(2 * pause, LAST_PAUSE_MILLIS)) {
            Connection open = null;
            try {
                open = connection();
                T value = call.run(open);
                lostAt = null;
                return new Answer.Done<>(value, repeated);
            } catch (SQLException failed) {
                StoreFailure failure = open == null ? StoreFailure.LOST : StoreFailure.of(failed);
                switch (failure) {
                    case REJECTED -> {
                        return new Answer.Rejected<>(failed);
                    }
                    case LOST -> {
                        repeated |= open != null;
                        lostAt = lostAt == null ? Long.valueOf(System.nanoTime()) : lostAt;
                        close();
                    }
                    case CONTENDED -> {}
                }
                metrics.retried(failure);
            }
            if (System.nanoTime() - (lostAt == null ? began : lostAt) > patience.toNanos() || !pause(pause)) {
                return new Answer.GivenUp<>();
            }
        }
    }

    private Connection connection() throws SQLException {
        Connection open = connection;
        if (open == null) {
            open = source.open();
            connection = open;
        }
        return open;
    }

    /** Between half and all of the time; false where the thread is to end. */
    private static boolean pause(long millis) {
        try {
            Thread.sleep(ThreadLocalRandom.current().nextLong(millis / 2, millis + 1));
            return true;
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** Gives the connection up; a further call opens another. */
    @Override
    public void close() {
        Connection open = connection;
        connection = null;
        if (open != null) {
            try {
                open.close();
            } catch (SQLException alreadyBroken) {
                metrics.retried(StoreFailure.LOST);
            }
        }
    }
}
