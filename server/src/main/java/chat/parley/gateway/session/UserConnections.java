package chat.parley.gateway.session;

import chat.parley.core.id.UserId;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The connections of each user over all event loops, oldest first: one more than may be ends the oldest, so that a client
 * that keeps opening them costs itself and nobody else. Any thread.
 */
final class UserConnections {
    private final ConcurrentHashMap<UserId, List<Session>> byUser = new ConcurrentHashMap<>();
    private final int most;

    UserConnections(int most) {
        this.most = most;
    }

    /** The user has said hello on the session. */
    void joined(UserId user, Session session) {
        List<Session> over = new ArrayList<>();
        byUser.compute(user, (same, before) -> {
            List<Session> now = before == null ? new ArrayList<>() : new ArrayList<>(before);
            now.add(session);
            while (now.size() > most) {
                over.add(now.removeFirst());
            }
            return List.copyOf(now);
        });
        over.forEach(oldest -> oldest.later(() -> oldest.bye("superseded", null, CloseCode.TOO_MANY)));
    }

    /** How many the user has, at least the one that is asked about. */
    int count(UserId user) {
        return Math.max(1, byUser.getOrDefault(user, List.of()).size());
    }

    /** The session is over; nothing where it was forgotten before. */
    void left(UserId user, Session session) {
        byUser.computeIfPresent(user, (same, before) -> without(before, session));
    }

    private static @Nullable List<Session> without(List<Session> before, Session session) {
        List<Session> now = before.stream().filter(each -> each != session).toList();
        return now.isEmpty() ? null : now;
    }
}
