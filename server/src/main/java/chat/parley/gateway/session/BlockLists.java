package chat.parley.gateway.session;

import chat.parley.core.account.Blocks;
import chat.parley.core.id.UserId;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads who is kept apart from the users of connected sessions: whoever one of the two blocks. Each session carries the
 * answer for its own user, so that nothing is asked while something is told. Reads are few however many come at once: one
 * statement takes all that gathered while the last one ran.
 *
 * <p>Bounded by those connected. {@link #want} may be called by any thread and never blocks.
 */
final class BlockLists {
    private static final Logger LOG = LoggerFactory.getLogger(BlockLists.class);
    private static final Duration RETRY = Duration.ofSeconds(1);

    private final Blocks blocks;
    private final int usersAtOnce;
    private final GatewayMetrics metrics;
    private final Set<Wanted> wanted = ConcurrentHashMap.newKeySet();
    private final AtomicBoolean reading = new AtomicBoolean();

    BlockLists(Blocks blocks, HintConfig config, GatewayMetrics metrics) {
        this.blocks = blocks;
        this.usersAtOnce = config.recheckUsers();
        this.metrics = metrics;
    }

    private record Wanted(Whispers whispers, UserId user) {}

    /** Reads the user's blocks and hands them over, on the loop of {@code whispers}. */
    void want(Whispers whispers, UserId user) {
        wanted.add(new Wanted(whispers, user));
        start();
    }

    private void start() {
        if (!wanted.isEmpty() && reading.compareAndSet(false, true)) {
            Thread.ofVirtual().name("blocks").start(this::readAll);
        }
    }

    private void readAll() {
        try {
            for (List<Wanted> batch = take(); !batch.isEmpty(); batch = take()) {
                readOrWait(batch);
            }
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
        } finally {
            reading.set(false);
        }
        start();
    }

    /** Taken before it is read: what changes from here on is wanted again. */
    private List<Wanted> take() {
        List<Wanted> batch = new ArrayList<>();
        for (Iterator<Wanted> each = wanted.iterator(); each.hasNext() && batch.size() < usersAtOnce; ) {
            batch.add(each.next());
            each.remove();
        }
        return batch;
    }

    private void readOrWait(List<Wanted> batch) throws InterruptedException {
        try {
            read(batch);
        } catch (UncheckedIOException unreachable) {
            LOG.debug("blocks cannot be read now", unreachable);
            metrics.blockReadFailed();
            wanted.addAll(batch);
            Thread.sleep(RETRY);
        } catch (RuntimeException fault) {
            // The next round over all sessions asks for these again.
            LOG.error("a read of blocks failed unexpectedly", fault);
            metrics.blockReadFailed();
        }
    }

    private void read(List<Wanted> batch) {
        Map<UserId, Set<UserId>> between =
                blocks.between(batch.stream().map(Wanted::user).distinct().toList());
        Map<Whispers, Map<UserId, UserIds>> byLoop = new HashMap<>();
        for (Wanted each : batch) {
            UserIds apart = UserIds.of(between.getOrDefault(each.user(), Set.of()));
            byLoop.computeIfAbsent(each.whispers(), loop -> new HashMap<>()).put(each.user(), apart);
        }
        byLoop.forEach(Whispers::blocksRead);
    }
}
