package chat.parley.gateway.session;

import chat.parley.core.id.ConversationId;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * How many members are connected to each large conversation, over all event loops together. A loop says its part when it begins to tell heads; a
 * member with connections on several loops is a fraction of one on each, so that the parts add up to members and not to devices. Any
 * thread.
 */
final class Crowds {
    private final ConcurrentHashMap<ConversationId, Map<Loop, Double>> parts = new ConcurrentHashMap<>();

    void say(ConversationId conversation, Loop loop, double part) {
        parts.compute(conversation, (same, before) -> {
            Map<Loop, Double> of = before == null ? new ConcurrentHashMap<>() : before;
            of.put(loop, Double.valueOf(part));
            return of;
        });
    }

    /** Members, as the loops have last said. */
    long connected(ConversationId conversation) {
        return Math.round(parts.getOrDefault(conversation, Map.of()).values().stream()
                .mapToDouble(Double::doubleValue)
                .sum());
    }

    /** Nobody reads the conversation on that loop any longer. */
    void forget(ConversationId conversation, Loop loop) {
        parts.computeIfPresent(conversation, (same, of) -> {
            of.remove(loop);
            return of.isEmpty() ? null : of;
        });
    }
}
