package chat.parley.gateway.session;

import chat.parley.core.id.ConversationId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/**
 * The conversations that one client has on its screen: those whose baseline it was given, and those it will be given one of
 * as soon as it can be said. Few, so that lists do.
 */
final class Focus {
    /** For {@link Focusing}: it will look again by itself. */
    boolean awaited;

    private final List<ConversationId> given = new ArrayList<>(2);
    private final List<ConversationId> owed = new ArrayList<>(2);

    /** What is on the screen from now on, of what this has been. */
    Focus replacedBy(Collection<ConversationId> onScreen) {
        Focus next = new Focus();
        for (ConversationId conversation : onScreen) {
            (has(conversation) ? next.given : next.owed).add(conversation);
        }
        return next;
    }

    boolean has(ConversationId conversation) {
        return given.contains(conversation);
    }

    boolean owes(ConversationId conversation) {
        return owed.contains(conversation);
    }

    List<ConversationId> owed() {
        return List.copyOf(owed);
    }

    void give(ConversationId conversation) {
        owed.remove(conversation);
        given.add(conversation);
    }
}
