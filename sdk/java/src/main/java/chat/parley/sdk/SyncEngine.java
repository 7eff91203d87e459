package chat.parley.sdk;

import chat.parley.wire.ConversationState;
import chat.parley.wire.Entry;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Delivers every entry of every conversation once and in order, whatever arrives. For each conversation it knows the last
 * entry delivered and the last known to exist:
 *
 * <pre>
 *   entry last+1          deliver it
 *   entry up to last      drop it: it was delivered
 *   entry beyond last+1,
 *   or a head beyond last     ┌─────────┐ fetch after last    ┌──────────┐
 *   ────────────────────────► │ behind  │ ──────────────────► │ fetching │
 *                             └─────────┘ ◄────────────────── └──────────┘
 *                               │     ▲    page: deliver what fits; done when last = head
 *        more than maxGap apart │     │    failed: wait for resume()
 *                               ▼
 *                             skip to the head, and say so
 * </pre>
 *
 * Nothing is buffered: an entry that comes while its predecessors are being fetched only moves the known head, and is
 * fetched in its turn. Not thread-safe: its owner calls it from one thread.
 */
final class SyncEngine {
    /** What the engine decides. Called synchronously. */
    interface Sink {
        void deliver(Entry entry);

        /** Fetch entries after {@code after}, then call {@link #page} or {@link #failed}. */
        void fetch(String conversation, long after);

        void skipped(String conversation, long after, long upTo);
    }

    private static final class Place {
        private long last;
        private long head;
        private boolean fetching;

        Place(long last) {
            this.last = last;
            this.head = last;
        }
    }

    private final Map<String, Place> places = new HashMap<>();
    private final int maxGap;
    private final Sink sink;
    private @Nullable String cursor;

    SyncEngine(int maxGap, Sink sink) {
        this.maxGap = maxGap;
        this.sink = sink;
    }

    /** Goes on where another engine stopped. */
    void restore(SyncPosition position) {
        cursor = position.cursor();
        position.conversations().forEach((conversation, reached) -> {
            Place place = new Place(reached.last());
            place.head = Math.max(reached.last(), reached.head());
            places.put(conversation, place);
        });
    }

    /** Null before the first cursor. */
    @Nullable
    SyncPosition position() {
        if (cursor == null) {
            return null;
        }
        Map<String, SyncPosition.Reached> reached = new HashMap<>();
        places.forEach((id, place) -> reached.put(id, new SyncPosition.Reached(place.last, place.head)));
        return new SyncPosition(cursor, Map.copyOf(reached));
    }

    @Nullable
    String cursor() {
        return cursor;
    }

    void cursor(String newer) {
        cursor = newer;
    }

    void reset() {
        places.clear();
    }

    /** A conversation whose log the caller has read up to its head, or does not mean to read: follow it from there. */
    void follow(ConversationState state) {
        places.computeIfAbsent(state.id(), id -> new Place(state.head()));
        state(state);
    }

    /** A conversation that is new, whose entries are all wanted, or one that is known. Below {@code first} is no gap. */
    void state(ConversationState state) {
        long below = Math.max(0, state.first() - 1);
        Place place = places.computeIfAbsent(state.id(), id -> new Place(below));
        place.last = Math.max(place.last, below);
        behind(state.id(), place, state.head());
    }

    void entry(Entry entry) {
        Place place = places.computeIfAbsent(entry.conversation(), id -> new Place(entry.seq() - 1));
        if (!deliver(place, entry)) {
            behind(entry.conversation(), place, entry.seq());
        }
    }

    void head(String conversation, long seq) {
        Place place = places.computeIfAbsent(conversation, id -> new Place(seq));
        behind(conversation, place, seq);
    }

    /** The answer to a fetch. An empty one that does not reach the head counts as failed: asking at once would not help. */
    void page(String conversation, EntriesPage page) {
        Place place = places.get(conversation);
        if (place == null) {
            return;
        }
        long before = place.last;
        place.fetching = false;
        place.last = Math.max(place.last, page.first() - 1);
        for (Entry entry : page.entries()) {
            deliver(place, entry);
        }
        place.head = Math.max(place.head, page.head());
        if (place.last > before) {
            behind(conversation, place, place.head);
        }
    }

    void failed(String conversation) {
        Place place = places.get(conversation);
        if (place != null) {
            place.fetching = false;
        }
    }

    void gone(String conversation) {
        places.remove(conversation);
    }

    /** Fetches whatever is behind and not being fetched. */
    void resume() {
        Map.copyOf(places).forEach((conversation, place) -> behind(conversation, place, place.head));
    }

    boolean isBehind() {
        return places.values().stream().anyMatch(place -> place.last < place.head);
    }

    private boolean deliver(Place place, Entry entry) {
        if (entry.seq() != place.last + 1) {
            return entry.seq() <= place.last;
        }
        place.last = entry.seq();
        place.head = Math.max(place.head, place.last);
        sink.deliver(entry);
        return true;
    }

    private void behind(String conversation, Place place, long head) {
        place.head = Math.max(place.head, Math.max(head, place.last));
        if (place.last == place.head || place.fetching) {
            return;
        }
        if (place.head - place.last > maxGap) {
            long after = place.last;
            place.last = place.head;
            sink.skipped(conversation, after, place.head);
            return;
        }
        place.fetching = true;
        sink.fetch(conversation, place.last);
    }
}
