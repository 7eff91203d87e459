package chat.parley.adapter.postgres;

import chat.parley.adapter.postgres.MarkerQueue.Member;
import chat.parley.adapter.postgres.MarkerQueue.Move;
import chat.parley.core.bus.Bus;
import chat.parley.core.bus.Signal;
import chat.parley.core.id.ConversationId;
import chat.parley.core.id.UserId;
import chat.parley.core.receipt.Markers;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Markers moved by {@code parley_move_markers}: one thread writes what gathered while it last wrote and paused. Whoever reads
 * fast moves often, but costs one row a batch.
 */
public final class PostgresMarkers implements Markers, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(PostgresMarkers.class);
    private static final Duration CLOSE_PATIENCE = Duration.ofSeconds(2);
    private static final long RETRY_MILLIS = 100;

    /** The function has locked the members in order, so that what is noted after it needs no order of its own. */
    private static final String MOVE = """
            with moves as materialized (select * from parley_move_markers(?, ?, ?, ?, ?)),
                 noted as (
                     insert into marker_move (conversation, account) select conversation, account from moves where moved
                     on conflict (conversation, account) do update set xid = excluded.xid),
                 flags as (
                     insert into state_move (conversation, account) select conversation, account from moves where flagged
                     on conflict (conversation, account) do update set xid = excluded.xid)
            select *, pg_current_xact_id()::text::bigint as xid from moves""";

    private static final String MOVE_IN_THREADS =
            "select *, pg_current_xact_id()::text::bigint as xid from parley_move_thread_markers(?, ?, ?, ?)";

    private final ConnectionSource connections;
    private final Bus bus;
    private final MarkerConfig config;
    private final MarkerQueue queue;
    private final Thread writer;
    private final Counter dropped;
    private final DistributionSummary batches;

    public PostgresMarkers(ConnectionSource connections, Bus bus, MarkerConfig config, MeterRegistry metrics) {
        this.connections = connections;
        this.bus = bus;
        this.config = config;
        this.queue = new MarkerQueue(config.waiting());
        this.dropped = Counter.builder("parley.markers.dropped")
                .description("moves of markers that were dropped")
                .register(metrics);
        this.batches = DistributionSummary.builder("parley.markers.batch")
                .description("members whose markers were moved by one call")
                .register(metrics);
        Gauge.builder("parley.markers.waiting", queue, MarkerQueue::size)
                .description("members whose markers wait to be written")
                .register(metrics);
        this.writer = Thread.ofPlatform().name("markers").daemon().start(this::writeAll);
    }

    @Override
    public void delivered(ConversationId conversation, UserId user, long seq) {
        offer(new Member(conversation, user, 0), new Move(seq, 0, null, List.of()));
    }

    @Override
    public void read(ConversationId conversation, UserId user, long seq) {
        offer(new Member(conversation, user, 0), new Move(0, seq, 0L, List.of()));
    }

    @Override
    public void read(
            ConversationId conversation, UserId user, long seq, OptionalLong unreadFrom, Consumer<Boolean> done) {
        Move move = new Move(0, seq, unreadFrom.orElse(0), List.of(done));
        if (!offer(new Member(conversation, user, 0), move)) {
            done.accept(false);
        }
    }

    @Override
    public void readThread(ConversationId conversation, UserId user, long thread, long seq, Consumer<Boolean> done) {
        if (!offer(new Member(conversation, user, thread), new Move(0, seq, null, List.of(done)))) {
            done.accept(false);
        }
    }

    /** Writes what waits, in bounded time. */
    @Override
    public void close() {
        queue.close();
        try {
            if (!writer.join(CLOSE_PATIENCE)) {
                LOG.warn("{} members' markers were not written before the end", queue.size());
            }
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean offer(Member member, Move move) {
        boolean kept = queue.offer(member, move);
        if (!kept) {
            dropped.increment();
        }
        return kept;
    }

    private void writeAll() {
        try {
            Map<Member, Move> batch = queue.take(config.batch());
            while (!batch.isEmpty()) {
                settle(batch);
                queue.gather(config.interval().toMillis(), config.batch());
                batch = queue.take(config.batch());
            }
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
        }
    }

    /** Whatever goes wrong with one batch, the next one is tried. */
    private void settle(Map<Member, Move> batch) throws InterruptedException {
        boolean stored = false;
        try {
            stored = write(batch);
        } catch (RuntimeException bug) {
            LOG.error("{} members' markers are dropped", batch.size(), bug);
        }
        for (Move move : batch.values()) {
            for (Consumer<Boolean> done : move.told()) {
                done.accept(stored);
            }
        }
    }

    /** Moves only grow, so that a batch whose answer was lost can be written again. */
    private boolean write(Map<Member, Move> batch) throws InterruptedException {
        Map<Member, Move> whole = new LinkedHashMap<>();
        Map<Member, Move> threads = new LinkedHashMap<>();
        batch.forEach((member, move) -> (member.thread() == 0 ? whole : threads).put(member, move));
        for (int attempt = 1; ; attempt++) {
            try {
                publish(move(whole));
                moveInThreads(threads).forEach(bus::publish);
                batches.record(batch.size());
                return true;
            } catch (SQLException failure) {
                if (attempt == config.attempts()) {
                    LOG.warn("{} members' markers are dropped: {}", batch.size(), failure.getMessage());
                    dropped.increment(batch.size());
                    return false;
                }
                Thread.sleep(RETRY_MILLIS * attempt);
            }
        }
    }

    private List<Signal.OwnStateChanged> moveInThreads(Map<Member, Move> batch) throws SQLException {
        if (batch.isEmpty()) {
            return List.of();
        }
        try (Connection connection = connections.open();
                PreparedStatement call = connection.prepareStatement(MOVE_IN_THREADS)) {
            List<Member> members = List.copyOf(batch.keySet());
            Reads.setIds(call, 1, members, member -> member.conversation().value());
            Reads.setIds(call, 2, members, member -> member.user().value());
            Reads.setIds(call, 3, members, Member::thread);
            Reads.setIds(call, 4, List.copyOf(batch.values()), Move::read);
            try (ResultSet row = call.executeQuery()) {
                List<Signal.OwnStateChanged> moved = new ArrayList<>();
                while (row.next()) {
                    moved.add(new Signal.OwnStateChanged(
                            new ConversationId(row.getLong("conversation")),
                            new UserId(row.getLong("account")),
                            row.getLong("thread"),
                            row.getLong("xid")));
                }
                return moved;
            }
        }
    }

    private List<Moved> move(Map<Member, Move> batch) throws SQLException {
        if (batch.isEmpty()) {
            return List.of();
        }
        try (Connection connection = connections.open();
                PreparedStatement call = connection.prepareStatement(MOVE)) {
            List<Member> members = List.copyOf(batch.keySet());
            List<Move> moves = List.copyOf(batch.values());
            Reads.setIds(call, 1, members, member -> member.conversation().value());
            Reads.setIds(call, 2, members, member -> member.user().value());
            Reads.setIds(call, 3, moves, Move::delivered);
            Reads.setIds(call, 4, moves, Move::read);
            Long[] flags = moves.stream().map(Move::flag).toArray(Long[]::new);
            call.setArray(5, connection.createArrayOf("bigint", flags));
            try (ResultSet rows = call.executeQuery()) {
                List<Moved> moved = new ArrayList<>();
                while (rows.next()) {
                    moved.add(moved(rows));
                }
                return moved;
            }
        }
    }

    private static Moved moved(ResultSet row) throws SQLException {
        return new Moved(MarkerRows.marks(row), row.getBoolean("moved"), row.getBoolean("flagged"), row.getLong("xid"));
    }

    private void publish(List<Moved> rows) {
        List<Signal.Marks> marks =
                rows.stream().filter(Moved::marker).map(Moved::marks).toList();
        if (!marks.isEmpty()) {
            bus.publish(new Signal.MarksMoved(marks));
        }
        rows.stream()
                .filter(Moved::flag)
                .map(row -> new Signal.OwnStateChanged(
                        row.marks().conversation(), row.marks().user(), null, row.xid()))
                .forEach(bus::publish);
    }

    /** A stored move: whether a marker moved, whether the flag did, and by which transaction. */
    private record Moved(Signal.Marks marks, boolean marker, boolean flag, long xid) {}
}
