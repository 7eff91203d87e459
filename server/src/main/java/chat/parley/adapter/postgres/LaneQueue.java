package chat.parley.adapter.postgres;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * What came to a lane and was not taken yet. The bounds count everything that is not settled, so also what the lane took
 * and holds. Safe for many threads that offer and one that takes.
 */
final class LaneQueue {
    private final int maxEntries;
    private final int maxBytes;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition something = lock.newCondition();
    private final Condition enough = lock.newCondition();
    private int wanted = Integer.MAX_VALUE;
    private final ArrayDeque<Work> waiting = new ArrayDeque<>();
    private int entries;
    private long bytes;
    private boolean woken;
    private boolean closed;

    LaneQueue(int maxEntries, int maxBytes) {
        this.maxEntries = maxEntries;
        this.maxBytes = maxBytes;
    }

    /** Takes these in together, so that the lane finds all or none of them, and returns those for which there is no room. */
    List<Work> offer(List<Work> works) {
        List<Work> refused = List.of();
        lock.lock();
        try {
            for (Work work : works) {
                if (closed || entries >= maxEntries || bytes + work.bytes() > maxBytes) {
                    refused = refused.isEmpty() ? new ArrayList<>() : refused;
                    refused.add(work);
                    continue;
                }
                waiting.add(work);
                entries++;
                bytes += work.bytes();
            }
            something.signal();
            if (waiting.size() >= wanted) {
                enough.signal();
            }
            return refused;
        } finally {
            lock.unlock();
        }
    }

    /** Makes room: the work has its answer. */
    void settled(Work work) {
        lock.lock();
        try {
            entries--;
            bytes -= work.bytes();
            if (closed && entries == 0) {
                something.signal();
            }
        } finally {
            lock.unlock();
        }
    }

    /**
     * Moves up to {@code most} works into {@code into}, in order. Waits for one, for {@link #wake} or for the time to pass
     * where there is none; a negative time waits for ever.
     */
    void take(List<Work> into, int most, long waitNanos) throws InterruptedException {
        lock.lock();
        try {
            long left = waitNanos;
            while (waiting.isEmpty() && !woken && !(closed && entries == 0) && left != 0) {
                if (left < 0) {
                    something.await();
                } else {
                    left = Math.max(0, something.awaitNanos(left));
                }
            }
            woken = false;
            for (int i = 0; i < most && !waiting.isEmpty(); i++) {
                into.add(waiting.remove());
            }
        } finally {
            lock.unlock();
        }
    }

    /** Waits until {@code nanos} have passed, or {@code many} wait, or it is closed or woken. */
    void gather(long nanos, int many) throws InterruptedException {
        lock.lock();
        try {
            wanted = many;
            long left = nanos;
            while (waiting.size() < many && !woken && !closed && left > 0) {
                left = enough.awaitNanos(left);
            }
        } finally {
            wanted = Integer.MAX_VALUE;
            lock.unlock();
        }
    }

    /** Ends the present or the next wait of {@link #take} or {@link #gather}. */
    void wake() {
        lock.lock();
        try {
            woken = true;
            something.signal();
            enough.signal();
        } finally {
            lock.unlock();
        }
    }

    /** Takes nothing more in; what waits can still be taken. */
    void close() {
        lock.lock();
        try {
            closed = true;
            something.signal();
            enough.signal();
        } finally {
            lock.unlock();
        }
    }

    /** Whether it is closed and everything that came has been settled. */
    boolean finished() {
        lock.lock();
        try {
            return closed && entries == 0;
        } finally {
            lock.unlock();
        }
    }

    int entries() {
        lock.lock();
        try {
            return entries;
        } finally {
            lock.unlock();
        }
    }
}
