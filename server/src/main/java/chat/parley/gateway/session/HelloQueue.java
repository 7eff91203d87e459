package chat.parley.gateway.session;

import chat.parley.wire.ClientFrame;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/**
 * Who has said hello and waits to be welcomed: first come, first served, in batches. As in the log's lanes there is no
 * timer: a batch is what arrived while the last ones were read for, so that one who comes alone does not wait, and five
 * thousand cost fifty batches. Any thread; {@link #offer} neither blocks nor locks.
 */
final class HelloQueue {
    private final GreetingConfig config;
    private final Consumer<List<Waiting>> greet;
    private final Queue<Waiting> queue = new ConcurrentLinkedQueue<>();
    private final AtomicInteger size = new AtomicInteger();
    private final Semaphore runners;

    /** @param since {@link System#nanoTime} when the hello came */
    record Waiting(Session session, ClientFrame.Hello hello, long since) {}

    /** @param greet answers a batch; blocks on a virtual thread, and must not throw */
    HelloQueue(GreetingConfig config, Consumer<List<Waiting>> greet) {
        this.config = config;
        this.greet = greet;
        this.runners = new Semaphore(config.batches());
    }

    /** False where too many wait already. */
    boolean offer(Waiting hello) {
        if (size.incrementAndGet() > config.waiting()) {
            size.decrementAndGet();
            return false;
        }
        queue.add(hello);
        start();
        return true;
    }

    int size() {
        return size.get();
    }

    private void start() {
        if (runners.tryAcquire()) {
            Thread.ofVirtual().name("greeting").start(this::run);
        }
    }

    private void run() {
        try {
            for (List<Waiting> batch = take(); !batch.isEmpty(); batch = take()) {
                greet.accept(batch);
            }
        } finally {
            runners.release();
        }
        if (!queue.isEmpty()) {
            // Somebody came after the last look and found every runner taken.
            start();
        }
    }

    private List<Waiting> take() {
        List<Waiting> batch = new ArrayList<>();
        for (Waiting next = queue.poll(); next != null; next = batch.size() < config.batch() ? queue.poll() : null) {
            batch.add(next);
        }
        size.addAndGet(-batch.size());
        return batch;
    }
}
