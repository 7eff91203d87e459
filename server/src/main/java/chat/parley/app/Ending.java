package chat.parley.app;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The end of a server. It has to be over within 5 s whatever its clients and its store do, or who sent SIGTERM sends
 * SIGKILL: so each step has a moment, counted from the beginning, at which the next one starts without it. A step that is
 * given up is named in the log, and goes with the process. A step that fails does not keep the others from theirs.
 */
final class Ending {
    private static final Logger LOG = LoggerFactory.getLogger(Ending.class);

    private final long began = System.nanoTime();
    private final Map<String, Thread> steps = new LinkedHashMap<>();

    /** Begins a step beside the others. */
    Ending step(String name, Runnable step) {
        steps.put(name, Thread.ofPlatform().name("end-" + name).daemon().start(() -> {
            try {
                step.run();
            } catch (RuntimeException fault) {
                LOG.error("the end of {} failed", name, fault);
            }
        }));
        return this;
    }

    /** Waits for all steps begun, but no longer than until that moment. */
    void until(Duration moment) {
        steps.forEach((name, thread) -> {
            try {
                if (!thread.join(left(moment))) {
                    LOG.warn("the server ends without waiting any longer for {}", name);
                }
            } catch (InterruptedException hurried) {
                Thread.currentThread().interrupt();
            }
        });
        steps.clear();
    }

    /** What is left until that moment, at least a moment. */
    Duration left(Duration moment) {
        return Duration.ofNanos(Math.max(1_000_000, began + moment.toNanos() - System.nanoTime()));
    }
}
