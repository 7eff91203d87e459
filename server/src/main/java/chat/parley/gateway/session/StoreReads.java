package chat.parley.gateway.session;

import java.util.concurrent.Semaphore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs reads of the store on virtual threads, at most so many at once, the others in order of arrival: thousands that come
 * back at once must queue here, where it costs nothing, and not at the connection pool, where waiting is an error.
 */
final class StoreReads {
    private static final Logger LOG = LoggerFactory.getLogger(StoreReads.class);

    private final String name;
    private final Semaphore permits;

    StoreReads(String name, int atOnce) {
        this.name = name;
        this.permits = new Semaphore(atOnce, true);
    }

    void start(Runnable read) {
        Thread.ofVirtual().name(name).start(() -> {
            permits.acquireUninterruptibly();
            try {
                read.run();
            } catch (RuntimeException fault) {
                LOG.error("a read of the store failed unexpectedly", fault);
            } finally {
                permits.release();
            }
        });
    }
}
