package chat.parley.gateway.session;

import java.util.ArrayList;
import java.util.List;

/**
 * The sessions of one event loop that get heads of one conversation. The feed takes each entry once for all of them; what
 * they are owed is told by sweeps, a slice at a time, each session the newest head that there is then.
 *
 * <p>Confined to its event loop.
 */
final class FarSide {
    private static final int NOT_SWEEPING = -1;

    /** For {@link HeadSweeps}: whether a sweep is under way or will be, and when the last one began. */
    boolean scheduled;

    boolean swept;
    long sweptAt;

    private final Feed feed;
    private final GatewayMetrics metrics;
    private final FrameEncoder encoder;
    private final List<FarPlace> places = new ArrayList<>(2);
    private boolean owes;
    /** The sweep under way has yet to visit the places below. */
    private int unswept = NOT_SWEEPING;

    FarSide(Feed feed, GatewayMetrics metrics, FrameEncoder encoder) {
        this.feed = feed;
        this.metrics = metrics;
        this.encoder = encoder;
    }

    int size() {
        return places.size();
    }

    FarPlace place(int index) {
        return places.get(index);
    }

    /** Whether somebody here may not have been told of the newest entry. */
    boolean owes() {
        return owes;
    }

    /** There is a newer entry. */
    void news() {
        owes = !places.isEmpty();
    }

    /** The entry mentions everybody. */
    void mentioned(EntryFrame by) {
        for (FarPlace place : places) {
            place.mentioned |= by.mentions(place.session);
        }
    }

    void add(FarPlace place) {
        place.index = places.size();
        places.add(place);
        owes |= place.told < feed.front();
    }

    void remove(FarPlace place) {
        FarPlace last = places.removeLast();
        if (last != place) {
            places.set(place.index, last);
            last.index = place.index;
        }
        place.index = FarPlace.BEHIND;
    }

    /** Tells one session what it was not told up to {@code seq}, if there is anything; there are so many messages up to it. */
    void settle(FarPlace place, long seq, long messages) {
        if (place.told < seq) {
            place.session.tell(feed.head(seq, messages, place.mentioned));
            told(place, seq);
        }
    }

    /** Tells one session where the conversation stands, also where it knows. */
    void baseline(FarPlace place) {
        place.session.tell(feed.head(feed.front(), feed.messages(), place.mentioned));
        told(place, feed.front());
    }

    /** Begins a sweep, or goes on: tells at most {@code most} sessions. False where it has come to its end. */
    boolean sweep(int most) {
        if (unswept == NOT_SWEEPING) {
            unswept = places.size();
            owes = false;
        }
        // Backwards: a place that is freed is filled from the end, where the sweep has been.
        unswept = Math.min(unswept, places.size());
        int end = Math.max(0, unswept - most);
        try (SharedFrame plain = new SharedFrame(feed.head(feed.front(), feed.messages(), false), encoder);
                SharedFrame mention = new SharedFrame(feed.head(feed.front(), feed.messages(), true), encoder)) {
            while (unswept > end) {
                FarPlace place = places.get(--unswept);
                if (place.told < feed.front()) {
                    if (mayTell(place)) {
                        place.session.tell(place.mentioned ? mention : plain);
                        told(place, feed.front());
                    } else {
                        owes = true;
                    }
                }
            }
        }
        if (unswept == 0) {
            unswept = NOT_SWEEPING;
        }
        return unswept != NOT_SWEEPING;
    }

    /** A slow reader has at most one head of a conversation before it: more would fill what heads are to keep from filling. */
    private static boolean mayTell(FarPlace place) {
        return !place.session.slow() || place.session.unread() < place.unreadThen;
    }

    private void told(FarPlace place, long seq) {
        metrics.covered(seq - place.told);
        place.told = seq;
        place.mentioned = false;
        place.unreadThen = place.session.slow() ? place.session.unread() : Long.MAX_VALUE;
    }
}
