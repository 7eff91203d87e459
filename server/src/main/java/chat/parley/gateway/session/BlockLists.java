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
    private final Map<Wanted, Long> wanted = new ConcurrentHashMap<>();
    private final AtomicBoolean reading = new AtomicBoolean();

    BlockLists(Blocks blocks, HintConfig config, GatewayMetrics metrics) {
        this.blocks = blocks;
        this.usersAtOnce = config.recheckUsers();
        this.metrics = metrics;
    }

    private record Wanted(Whispers whispers, UserId user) {}

    /**
     * Who is kept apart from the user.
     *
     * @param change the number of the loop's last change that this surely knows of
     */
    record Found(UserId user, UserIds apart, long change) {}

    /**
     * Reads the user's blocks and hands them over, on the loop of {@code whispers}.
     *
     * @param change the number of the last change that the loop heard of, which the answer will speak for
     */
    void want(Whispers whispers, UserId user, long change) {
        wanted.merge(new Wanted(whispers, user), change, Math::max);
        start();
    }

    private void start() {
        if (!wanted.isEmpty() && reading.compareAndSet(false, true)) {
            Thread.ofVirtual().name("blocks").start(this::readAll);
        }
    }

    private void readAll() {
        try {
            for (Map<Wanted, Long> batch = take(); !batch.isEmpty(); batch = take()) {
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
    private Map<Wanted, Long> take() {
        Map<Wanted, Long> batch = new HashMap<>();
        for (Iterator<Wanted> each = wanted.keySet().iterator(); each.hasNext() && batch.size() < usersAtOnce; ) {
            Wanted next = each.next();
            Long change = wanted.remove(next);
            if (change != null) {
                batch.put(next, change);
            }
        }
        return batch;
    }

    private void readOrWait(Map<Wanted, Long> batch) throws InterruptedException {
        try {
            read(batch);
        } catch (UncheckedIOException unreachable) {
            LOG.debug("blocks cannot be read now", unreachable);
            metrics.blockReadFailed();
            batch.forEach((each, change) -> wanted.merge(each, change, Math::max));
            Thread.sleep(RETRY);
        } catch (RuntimeException fault) {
            // The next round over all sessions asks for these again.
            LOG.error("a read of blocks failed unexpectedly", fault);
            metrics.blockReadFailed();
        }
    }

    private void read(Map<Wanted, Long> batch) {
        Map<UserId, Set<UserId>> between = blocks.between(
                batch.keySet().stream().map(Wanted::user).distinct().toList());
        Map<Whispers, List<Found>> byLoop = new HashMap<>();
        batch.forEach((each, change) -> {
            UserIds apart = UserIds.of(between.getOrDefault(each.user(), Set.of()));
            byLoop.computeIfAbsent(each.whispers(), loop -> new ArrayList<>())
                    .add(new Found(each.user(), apart, change));
        });
        byLoop.forEach(Whispers::blocksRead);
    }
}
