package chat.parley.gateway.session;

import java.time.Duration;
import java.util.function.IntSupplier;

/**
 * When the far sides of one event loop are told. The first head after a quiet time goes out at once, then one in so long
 * that all loops together stay under {@link LargeConfig#headsPerSecond}; the last one always. A sweep is cut into slices, so
 * that it delays nobody else on the loop for long.
 */
final class HeadSweeps {
    /** Some milliseconds' worth of writing. */
    private static final int SLICE = 256;

    private final Loop loop;
    private final LargeConfig config;
    private final IntSupplier loops;

    /** @param loops how many event loops share the connections, as a rule evenly */
    HeadSweeps(Loop loop, LargeConfig config, IntSupplier loops) {
        this.loop = loop;
        this.config = config;
        this.loops = loops;
    }

    /** Looks after the feed where somebody on its far side is owed a head. */
    void watch(Feed feed) {
        FarSide far = feed.far();
        if (far != null && far.owes() && !far.scheduled) {
            far.scheduled = true;
            long wait = far.swept ? far.sweptAt + everyNanos(feed) - System.nanoTime() : 0;
            if (wait > 0) {
                loop.afterwards(Duration.ofNanos(wait), () -> sweep(feed, far));
            } else {
                loop.later(() -> sweep(feed, far));
            }
        }
    }

    private void sweep(Feed feed, FarSide far) {
        far.swept = true;
        far.sweptAt = System.nanoTime();
        slice(feed, far);
    }

    private void slice(Feed feed, FarSide far) {
        if (far.sweep(SLICE)) {
            loop.later(() -> slice(feed, far));
        } else {
            far.scheduled = false;
            watch(feed);
        }
    }

    private long everyNanos(Feed feed) {
        long connected = (long) feed.size() * loops.getAsInt();
        return config.headEvery(connected).toNanos();
    }
}
