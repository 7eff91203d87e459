package chat.parley.gateway.session;

import chat.parley.core.id.UserId;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Whom one session watches, and what it was told of each: 13 bytes a user. Confined to the session's event loop.
 */
final class Watch {
    private static final long[] NOBODY = {};
    /** A bit of a user's state: what this session knows of them is to be told. */
    private static final byte OWED = 1;
    /** The session may not know of them, as a guest does of strangers, or may not for all that has been read yet. */
    private static final byte HIDDEN = 2;

    /** The next watch, which replaces this one as soon as it may; null where there is none. */
    @Nullable
    List<String> next;

    /** Whether the store is being read for this watch. */
    boolean reading;
    /** The tick in which the last one began, so that there is one a second at most. */
    int beganAt = -1;
    /** The tick in which changes were told last, and how many since. */
    int toldAt = -1;

    int told;
    /** Whether the session waits for the next tick. */
    boolean waits;

    private long[] users = NOBODY;
    private byte[] states = {};
    private int[] places = {};
    private int owed;

    /** Nobody is owed, and all are hidden until the store has been asked. */
    void replace(Collection<UserId> watched) {
        users = watched.stream().mapToLong(UserId::value).sorted().distinct().toArray();
        states = new byte[users.length];
        Arrays.fill(states, HIDDEN);
        places = new int[users.length];
        owed = 0;
    }

    int size() {
        return users.length;
    }

    UserId user(int index) {
        return new UserId(users[index]);
    }

    /** Where the user stands here, or a negative number. */
    int find(UserId user) {
        return Arrays.binarySearch(users, user.value());
    }

    /** The session's place among those who watch the user, see {@link Watched}. */
    int place(int index) {
        return places[index];
    }

    void place(int index, int place) {
        places[index] = place;
    }

    boolean hidden(int index) {
        return (states[index] & HIDDEN) != 0;
    }

    void hide(int index, boolean hidden) {
        states[index] = (byte) (hidden ? states[index] | HIDDEN : states[index] & ~HIDDEN);
    }

    boolean owed(int index) {
        return (states[index] & OWED) != 0;
    }

    void owe(int index) {
        if (!owed(index)) {
            states[index] = (byte) (states[index] | OWED);
            owed++;
        }
    }

    void paid(int index) {
        if (owed(index)) {
            states[index] = (byte) (states[index] & ~OWED);
            owed--;
        }
    }

    boolean owesAny() {
        return owed > 0;
    }
}
