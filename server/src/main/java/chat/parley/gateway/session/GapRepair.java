package chat.parley.gateway.session;

import chat.parley.core.message.MessageLog;
import chat.parley.wire.Entry;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Fetches what sessions of one event loop miss. An entry that came early waits a little for its predecessor, which is as a
 * rule on its way; then one read of the log brings whatever is missing, by the same door as live entries. Where a read
 * fails or brings nothing, it is tried again later: the gap stays watched until it is filled.
 */
final class GapRepair {
    private static final Logger LOG = LoggerFactory.getLogger(GapRepair.class);
    private static final long RETRY_NANOS = TimeUnit.SECONDS.toNanos(1);

    private static final long SHORTEST_WAIT_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

    private final Loop loop;
    private final Deliveries deliveries;
    private final DeliveryConfig config;
    private final long waitNanos;
    private final List<Feed> watched = new ArrayList<>();
    private boolean scheduled;

    GapRepair(Loop loop, Deliveries deliveries) {
        this.loop = loop;
        this.deliveries = deliveries;
        this.config = deliveries.config().delivery();
        this.waitNanos = config.gapWait().toNanos();
    }

    /** Looks after {@code feed} where some session of it is behind. */
    void watch(Feed feed) {
        if (!feed.watched
                && feed.gapAfter() != Feed.UNKNOWN
                && !deliveries.faults().noHealing()) {
            feed.watched = true;
            feed.behindSince = System.nanoTime();
            watched.add(feed);
            schedule();
        }
    }

    private void schedule() {
        if (!scheduled && !watched.isEmpty()) {
            scheduled = true;
            loop.afterwards(Duration.ofNanos(Math.max(waitNanos, SHORTEST_WAIT_NANOS)), this::check);
        }
    }

    private void check() {
        scheduled = false;
        long now = System.nanoTime();
        watched.removeIf(feed -> {
            feed.watched = feed.gapAfter() != Feed.UNKNOWN;
            return !feed.watched;
        });
        for (Feed feed : watched) {
            if (!feed.fetching && now - feed.behindSince >= waitNanos) {
                fetch(feed);
            }
        }
        schedule();
    }

    private void fetch(Feed feed) {
        feed.fetching = true;
        long after = feed.gapAfter();
        int limit = Math.clamp(feed.missingAfter(after), 1, config.gapEntries());
        deliveries.reads().start(() -> {
            try {
                MessageLog.Slice slice = deliveries.log().entries(feed.conversation, after, limit, config.gapBytes());
                loop.later(() -> fetched(feed, after, slice.entries()));
            } catch (UncheckedIOException unreachable) {
                LOG.debug("entries of {} after {} cannot be read now", feed.conversation, after, unreachable);
                loop.later(() -> fetched(feed, after, List.of()));
            }
        });
    }

    private void fetched(Feed feed, long after, List<Entry> entries) {
        feed.fetching = false;
        deliveries.metrics().gapFetched(entries.size());
        for (Entry entry : entries) {
            EntryFrame frame = new EntryFrame(feed.conversation, entry, deliveries.encoder());
            loop.deliver(frame);
            frame.release();
        }
        long next = feed.gapAfter();
        if (next > after) {
            fetch(feed);
        } else {
            feed.behindSince = System.nanoTime() + RETRY_NANOS;
        }
    }
}
