package chat.parley.sdk;

import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A loop on a virtual thread of its own, with others aside. */
final class ThreadLoop implements Loop, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ThreadLoop.class);

    private final ScheduledExecutorService loop = Executors.newSingleThreadScheduledExecutor(
            Thread.ofVirtual().name("parley-client").factory());
    private final ExecutorService aside = Executors.newVirtualThreadPerTaskExecutor();

    @Override
    public boolean run(Runnable task) {
        try {
            loop.execute(logged(task));
            return true;
        } catch (RejectedExecutionException ended) {
            return false;
        }
    }

    @Override
    public void after(Duration pause, Runnable task) {
        try {
            Future<?> unneeded = loop.schedule(logged(task), pause.toNanos(), TimeUnit.NANOSECONDS);
        } catch (RejectedExecutionException ended) {
            LOG.trace("the loop has ended", ended);
        }
    }

    @Override
    public void aside(Runnable task) {
        try {
            aside.execute(logged(task));
        } catch (RejectedExecutionException ended) {
            LOG.trace("the loop has ended", ended);
        }
    }

    @Override
    public long nanos() {
        return System.nanoTime();
    }

    /** Drops what waits. */
    @Override
    public void close() {
        loop.shutdownNow();
        aside.shutdownNow();
    }

    /** An executor would keep a task's exception to itself. */
    private static Runnable logged(Runnable task) {
        return () -> {
            try {
                task.run();
            } catch (RuntimeException bug) {
                LOG.error("a fault in the client", bug);
            }
        };
    }
}
