package chat.parley.gateway.session;

import chat.parley.core.bus.Signal;

/** The newest markers of one member in one conversation, and when they were told last. */
final class PendingReceipt {
    /** The {@link #xid} of what a hint told: nobody is known to have it. */
    static final long NEWS = Long.MAX_VALUE;

    private Signal.Marks marks;
    private long xid;
    private boolean due = true;
    private boolean told;
    private long toldAt;

    PendingReceipt(Signal.Marks marks, long xid) {
        this.marks = marks;
        this.xid = xid;
    }

    Signal.Marks marks() {
        return marks;
    }

    /** Whoever has a cursor beyond this transaction was told. */
    long xid() {
        return xid;
    }

    /** Whether these markers, or newer ones, were told or wait to be. */
    boolean knows(Signal.Marks moved) {
        return marks.read() >= moved.read() && marks.delivered() >= moved.delivered();
    }

    /** Whether something waits to be told. */
    boolean due() {
        return due;
    }

    /** Markers only grow: of two hints that overtook each other the greater one is the newer. */
    void moved(Signal.Marks newer, long by) {
        if (newer.read() >= marks.read() && newer.delivered() >= marks.delivered()) {
            marks = newer;
            xid = due ? Math.max(xid, by) : by;
            due = true;
        }
    }

    void tell(long now, boolean toEverybody) {
        told = true;
        toldAt = now;
        due = !toEverybody;
    }

    boolean mayTell(long now, long everyNanos) {
        return !told || now - toldAt >= everyNanos;
    }
}
