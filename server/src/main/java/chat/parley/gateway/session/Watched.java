package chat.parley.gateway.session;

import chat.parley.core.bus.Availability;
import chat.parley.core.id.UserId;
import java.time.Instant;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A user that somebody on one event loop watches: who does, and how the user is shown, as far as is known. */
final class Watched {
    final UserId user;
    /** How the user is shown to those who may know; null until that has been read. */
    @Nullable
    Availability availability;

    @Nullable
    Instant lastSeen;

    /** Offline since a reading that did not find when they were last seen: that may have come a moment later. */
    boolean unseen;

    /** The number of the change that the loop heard of last; of two answers the one after it is the newer. */
    long changedAt;

    private Session[] watchers = new Session[1];
    private int count;

    Watched(UserId user) {
        this.user = user;
    }

    /** False where that is how the user was shown before. */
    boolean becomes(Availability now, @Nullable Instant seen) {
        boolean differs = now != availability || !Objects.equals(seen, lastSeen);
        availability = now;
        lastSeen = seen;
        unseen = false;
        return differs;
    }

    int count() {
        return count;
    }

    Session watcher(int place) {
        return watchers[place];
    }

    /** Returns the place, which changes only where {@link #removeAt} says so. */
    int add(Session session) {
        if (count == watchers.length) {
            watchers = Arrays.copyOf(watchers, count * 2);
        }
        watchers[count] = session;
        return count++;
    }

    /** Returns the session that has the freed place now, or null where it was the last one. */
    @Nullable
    Session removeAt(int place) {
        Session last = watchers[--count];
        watchers = count < watchers.length / 4 ? Arrays.copyOf(watchers, watchers.length / 2) : watchers;
        if (place == count) {
            return null;
        }
        watchers[place] = last;
        return last;
    }
}
