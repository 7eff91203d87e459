package chat.parley.adapter.postgres;

import chat.parley.core.id.ConversationId;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The works of conversations that were skipped, kept in order per conversation and ahead of what comes later. A
 * conversation is <em>held</em> (tried again with the lane's next batch) or <em>away</em> (out of the lane, waiting for its
 * lock alone). Confined to the lane's thread.
 */
final class Held {
    private static final class Place {
        final ArrayDeque<Work> works = new ArrayDeque<>();
        int skips;
        boolean away;
    }

    private final Map<ConversationId, Place> places = new LinkedHashMap<>();
    private int away;

    /** Keeps a work that has just come, where its conversation is held or away. */
    boolean takes(Work work) {
        Place place = places.get(work.conversation());
        if (place != null) {
            place.works.add(work);
        }
        return place != null;
    }

    /** The next works of each held conversation, at most {@code most} of each; what they leave stays held. */
    List<Work> ready(int most) {
        List<Work> ready = new ArrayList<>();
        for (Place place : places.values()) {
            for (int i = 0; !place.away && i < most && !place.works.isEmpty(); i++) {
                ready.add(place.works.remove());
            }
        }
        return ready;
    }

    /** After a turn: puts the skipped works of each conversation back in front, and forgets those that got through. */
    void keep(Map<ConversationId, List<Work>> skipped) {
        for (Map.Entry<ConversationId, Place> held : places.entrySet()) {
            if (!held.getValue().away && !skipped.containsKey(held.getKey())) {
                held.getValue().skips = 0;
            }
        }
        skipped.forEach((conversation, works) -> {
            Place place = places.computeIfAbsent(conversation, unseen -> new Place());
            works.reversed().forEach(place.works::addFirst);
            place.skips++;
        });
        places.values().removeIf(place -> !place.away && place.works.isEmpty());
    }

    /** Those skipped this often, at most {@code most} of them away at a time; they are away from here on. */
    List<ConversationId> leave(int skips, int most) {
        List<ConversationId> leaving = new ArrayList<>();
        places.forEach((conversation, place) -> {
            if (!place.away && place.skips >= skips && away < most) {
                place.away = true;
                away++;
                leaving.add(conversation);
            }
        });
        return leaving;
    }

    /** The first works of a conversation that is leaving: one that is no message, or messages that fit a batch. */
    List<Work> first(ConversationId conversation, Batch batch) {
        Place place = place(conversation);
        List<Work> taken = new ArrayList<>();
        while (place.works.peek() instanceof Work.Message message && batch.fits(message)) {
            batch.add(message);
            taken.add(place.works.remove());
        }
        if (taken.isEmpty()) {
            taken.add(place.works.remove());
        }
        return taken;
    }

    void returned(ConversationId conversation) {
        Place place = place(conversation);
        place.away = false;
        place.skips = 0;
        away--;
        if (place.works.isEmpty()) {
            places.remove(conversation);
        }
    }

    /** Whether a held conversation has something to try. */
    boolean waits() {
        for (Place place : places.values()) {
            if (!place.away) {
                return true;
            }
        }
        return false;
    }

    private Place place(ConversationId conversation) {
        Place place = places.get(conversation);
        if (place == null) {
            throw new IllegalStateException(conversation + " is not held");
        }
        return place;
    }
}
