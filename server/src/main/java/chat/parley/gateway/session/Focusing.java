package chat.parley.gateway.session;

import chat.parley.core.id.ConversationId;
import chat.parley.wire.ErrorCode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Answers {@code focus}: each conversation that comes on a client's screen is told by a {@code head} first, and is put in
 * full from the entry after it. Confined to the event loop.
 */
final class Focusing {
    private static final Duration LOOK_AGAIN = Duration.ofMillis(100);

    private final Loop loop;

    Focusing(Loop loop) {
        this.loop = loop;
    }

    /**
     * These are on the screen now, and no others. What the session does not read is refused in the same words whether or not
     * it exists; it counts from when the session does read it, since a client may know of its joining before we do.
     */
    void focus(Session session, List<String> names) {
        Set<ConversationId> onScreen = new LinkedHashSet<>();
        List<String> unknown = new ArrayList<>();
        for (String name : names) {
            Optional<ConversationId> conversation = ConversationId.parse(name);
            conversation.ifPresent(onScreen::add);
            if (conversation.isEmpty() || !reads(session, conversation.get())) {
                unknown.add(name);
            }
        }
        Focus before = session.focus() == null ? new Focus() : session.focus();
        session.focus(onScreen.isEmpty() ? null : before.replacedBy(onScreen));
        giveBaselines(session);
        if (!unknown.isEmpty()) {
            session.refuse(null, ErrorCode.NOT_FOUND, "no such conversation: " + String.join(", ", unknown), null);
        }
    }

    /** The session reads the feed's conversation from now on. */
    void opened(Session session, Feed feed) {
        Focus focus = session.focus();
        if (focus != null && focus.owes(feed.conversation)) {
            giveBaselines(session);
        }
    }

    private boolean reads(Session session, ConversationId conversation) {
        Feed feed = loop.index().feed(conversation);
        return feed != null && feed.find(session) >= 0;
    }

    private void giveBaselines(Session session) {
        Focus focus = session.focus();
        if (focus == null || session.phase() != Session.Phase.LIVE) {
            return;
        }
        boolean lookAgain = false;
        for (ConversationId conversation : focus.owed()) {
            Feed feed = loop.index().feed(conversation);
            int place = feed == null ? -1 : feed.find(session);
            if (feed == null || place < 0 || feed.holds(place)) {
                // Told of by opened().
                continue;
            }
            if (feed.baseline(session)) {
                focus.give(conversation);
                bringNear(session, feed);
            } else {
                lookAgain = true;
            }
        }
        if (lookAgain && !focus.awaited) {
            focus.awaited = true;
            loop.afterwards(LOOK_AGAIN, () -> {
                focus.awaited = false;
                giveBaselines(session);
            });
        }
    }

    private void bringNear(Session session, Feed feed) {
        FarPlace there = session.farPlace(feed);
        if (there != null) {
            feed.bringNear(there);
            loop.moved(feed);
        }
    }
}
