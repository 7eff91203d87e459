package chat.parley.sdk;

import chat.parley.wire.ClientFrame;
import chat.parley.wire.ServerFrame;
import chat.parley.wire.WireLimits;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;

/**
 * The caller's own markers on their way to the server. They are cumulative, so the newest of each conversation is all there
 * is to keep. A {@code read} is repeated on each new connection until the server's receipt says that it is stored; a {@code
 * delivered} has no answer and goes out once, with others, at most one frame a second.
 */
final class Markers {
    private final Map<String, Long> delivered = new LinkedHashMap<>();
    private final Map<String, Long> read = new HashMap<>();

    void delivered(String conversation, long seq) {
        delivered.merge(conversation, seq, Math::max);
    }

    void read(String conversation, long seq) {
        read.merge(conversation, seq, Math::max);
    }

    boolean hasDelivered() {
        return !delivered.isEmpty();
    }

    void flushRead(String conversation, Consumer<ClientFrame> wire) {
        Long seq = read.get(conversation);
        if (seq != null) {
            wire.accept(new ClientFrame.Read(conversation, seq, null));
        }
    }

    void flushReads(Consumer<ClientFrame> wire) {
        read.keySet().forEach(conversation -> flushRead(conversation, wire));
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
        read.computeIfPresent(own.conversation(), (id, seq) -> seq <= own.read() ? null : seq);
    }

    void gone(String conversation) {
        delivered.remove(conversation);
        read.remove(conversation);
    }
}
