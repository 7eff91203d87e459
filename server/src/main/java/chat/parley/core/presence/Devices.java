package chat.parley.core.presence;

import chat.parley.core.bus.Availability;
import chat.parley.core.id.UserId;
import java.time.Instant;

/** One user's devices on this node, and what was told of them. Confined to the thread of {@link OnlineUsers}. */
final class Devices {
    /** Nothing is to be told. */
    static final long NEVER = 0;

    final UserId user;
    /** What was told last. */
    Availability shown = Availability.OFFLINE;
    /** When the last device went; what it is while one is here says nothing. */
    Instant left = Instant.EPOCH;
    /** When to tell what they have become, in {@link System#nanoTime}. */
    long dueAt = NEVER;

    private int online;
    private int away;
    private int dnd;

    Devices(UserId user) {
        this.user = user;
    }

    void move(Availability from, Availability to) {
        add(from, -1);
        add(to, 1);
    }

    Availability together() {
        Availability together = Availability.OFFLINE;
        together = online > 0 ? together.and(Availability.ONLINE) : together;
        together = away > 0 ? together.and(Availability.AWAY) : together;
        return dnd > 0 ? together.and(Availability.DND) : together;
    }

    private void add(Availability availability, int count) {
        switch (availability) {
            case ONLINE -> online += count;
            case AWAY -> away += count;
            case DND -> dnd += count;
            case OFFLINE -> {
                // No device is counted as being nowhere.
            }
        }
    }
}
