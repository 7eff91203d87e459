package chat.parley.adapter.postgres;

import chat.parley.core.id.ConversationId;
import chat.parley.core.id.UserId;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Moves that wait to be written, at most one a member: a later one is folded into the one that waits. */
final class MarkerQueue {
    private final int bound;
    private final Map<Member, Move> waiting = new LinkedHashMap<>();
    private boolean closed;

    MarkerQueue(int bound) {
        this.bound = bound;
    }

    /** @param thread the root of the thread whose marker it is; 0 for the conversation's */
    record Member(ConversationId conversation, UserId user, long thread) {}

    /**
     * Where a member's markers shall be at least.
     *
     * @param delivered 0 where it stays
     * @param read 0 where it stays
     * @param flag where "unread from here" shall stand: 0 nowhere, null as it stands
     * @param told who wants to know what became of it
     */
    record Move(long delivered, long read, @Nullable Long flag, List<Consumer<Boolean>> told) {
        /** This one, then {@code later}. */
        Move then(Move later) {
            List<Consumer<Boolean>> all = new ArrayList<>(told);
            all.addAll(later.told);
            return new Move(
                    Math.max(delivered, later.delivered),
                    Math.max(read, later.read),
                    later.flag == null ? flag : later.flag,
                    List.copyOf(all));
        }
    }

    /** False where the queue is full or closed; nothing is kept of the move then. */
    synchronized boolean offer(Member member, Move move) {
        Move before = waiting.get(member);
        if (closed || (before == null && waiting.size() >= bound)) {
            return false;
        }
        waiting.put(member, before == null ? move : before.then(move));
        if (waiting.size() == 1) {
            notifyAll();
        }
        return true;
    }

    /** At most {@code most} members' moves, the longest waiting first; waits for one. Empty only where all is written and closed. */
    synchronized Map<Member, Move> take(int most) throws InterruptedException {
        while (waiting.isEmpty() && !closed) {
            wait();
        }
        Map<Member, Move> taken = new LinkedHashMap<>();
        Iterator<Map.Entry<Member, Move>> oldest = waiting.entrySet().iterator();
        while (oldest.hasNext() && taken.size() < most) {
            Map.Entry<Member, Move> next = oldest.next();
            taken.put(next.getKey(), next.getValue());
            oldest.remove();
        }
        return taken;
    }

    /** Waits until {@code millis} have passed, or as many wait as a batch holds, or the queue is closed. */
    synchronized void gather(long millis, int enough) throws InterruptedException {
        long end = System.nanoTime() + millis * 1_000_000;
        long left = millis;
        while (!closed && waiting.size() < enough && left > 0) {
            wait(left);
            left = (end - System.nanoTime()) / 1_000_000;
        }
    }

    synchronized int size() {
        return waiting.size();
    }

    /** Takes nothing more; what waits can still be taken. */
    synchronized void close() {
        closed = true;
        notifyAll();
    }
}
