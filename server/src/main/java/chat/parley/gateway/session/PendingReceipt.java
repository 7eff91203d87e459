package chat.parley.gateway.session;

import chat.parley.core.bus.Signal;

/** The newest markers of one member in one conversation, and when they were told last. */
final class PendingReceipt {
    private Signal.Marks marks;
    private boolean due = true;
    private boolean told;
    private long toldAt;

    PendingReceipt(Signal.Marks marks) {
        this.marks = marks;
    }

    Signal.Marks marks() {
        return marks;
    }

    /** Whether something waits to be told. */
    boolean due() {
        return due;
    }

    /** Markers only grow: of two hints that overtook each other the greater one is the newer. */
    void moved(Signal.Marks newer) {
        if (newer.read() >= marks.read() && newer.delivered() >= marks.delivered()) {
            marks = newer;
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
