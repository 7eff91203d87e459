package chat.parley.sdk;

import chat.parley.wire.ClientFrame;
import chat.parley.wire.ServerFrame;
import chat.parley.wire.ThreadState;
import chat.parley.wire.WireLimits;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The caller's own markers on their way to the server. They are cumulative, so the newest of each conversation is all there
 * is to keep, and of each thread. A {@code read} is repeated on each new connection until the server says that it is stored, or that the
 * thread is not followed; a {@code delivered} has no answer and goes out once, with others, at most one frame a second.
 */
final class Markers {
    private final Map<String, Long> delivered = new LinkedHashMap<>();
    private final Map<Place, Long> read = new HashMap<>();

    /** @param thread null for the conversation's own marker */
    private record Place(String conversation, @Nullable Long thread) {}

    void delivered(String conversation, long seq) {
        delivered.merge(conversation, seq, Math::max);
    }

    void read(String conversation, @Nullable Long thread, long seq) {
        read.merge(new Place(conversation, thread), seq, Math::max);
    }

    boolean hasDelivered() {
        return !delivered.isEmpty();
    }

    void flushRead(String conversation, @Nullable Long thread, Consumer<ClientFrame> wire) {
        Long seq = read.get(new Place(conversation, thread));
        if (seq != null) {
            wire.accept(new ClientFrame.Read(conversation, seq, thread));
        }
    }

    void flushReads(Consumer<ClientFrame> wire) {
        read.keySet().forEach(place -> flushRead(place.conversation(), place.thread(), wire));
    }

    /** One frame, as many as it holds. */
    void flushDelivered(Consumer<ClientFrame> wire) {
        if (delivered.isEmpty()) {
            return;
        }
        Map<String, Long> marks = new LinkedHashMap<>();
        Iterator<Map.Entry<String, Long>> all = delivered.entrySet().iterator();
        while (all.hasNext() && marks.size() < WireLimits.DELIVERED_MARKS) {
            Map.Entry<String, Long> mark = all.next();
            marks.put(mark.getKey(), mark.getValue());
            all.remove();
        }
        wire.accept(new ClientFrame.Delivered(marks));
    }

    /** The server has stored one's own markers. */
    void stored(ServerFrame.Receipt own) {
        read.computeIfPresent(new Place(own.conversation(), null), (place, seq) -> seq <= own.read() ? null : seq);
    }

    /** The same of a thread. */
    void stored(ThreadState own) {
        Place place = new Place(own.conversation(), own.thread());
        read.computeIfPresent(place, (known, seq) -> !own.following() || seq <= own.read() ? null : seq);
    }

    void gone(String conversation) {
        delivered.remove(conversation);
        read.keySet().removeIf(place -> place.conversation().equals(conversation));
    }
}
