package chat.parley.gateway.session;

import chat.parley.core.id.ConversationId;
import chat.parley.core.id.UserId;
import chat.parley.core.sync.LogTail;
import chat.parley.core.sync.SyncStore;
import chat.parley.wire.ConversationState;
import chat.parley.wire.ServerFrame;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Opens conversations on sessions that are live: whoever joins gets the conversation's state first, then its entries from
 * the {@code joined} on. Until the state has been read the session holds in the feed. The store is asked, not the hint: one
 * that is late or doubled opens nothing after a {@code left}, and nothing before the latest {@code joined} of someone who
 * has come back since.
 *
 * <p>Confined to the event loop; reads run on virtual threads and come back to it.
 */
final class Openings {
    private static final Logger LOG = LoggerFactory.getLogger(Openings.class);
    private static final Duration RETRY_WAIT = Duration.ofSeconds(1);
    private static final Duration HELD_WAIT = Duration.ofMillis(100);

    private final Loop loop;
    private final Deliveries deliveries;

    Openings(Loop loop, Deliveries deliveries) {
        this.loop = loop;
        this.deliveries = deliveries;
    }

    /** A {@code joined} entry arrived: for those of its users who are here and do not read the conversation yet. */
    void joined(EntryFrame frame) {
        List<UserId> newcomers = new ArrayList<>();
        for (UserId user : frame.joined) {
            if (hold(user, frame.conversation, frame.seq() - 1)) {
                newcomers.add(user);
            }
        }
        Feed feed = loop.index().feed(frame.conversation);
        if (feed != null && !newcomers.isEmpty()) {
            feed.exists(frame.seq());
            feed.park(frame);
            read(frame.conversation, newcomers);
        }
    }

    /** The same, found in the tail of the log. */
    void joined(LogTail.Join join) {
        if (hold(join.user(), join.conversation(), join.seq() - 1)) {
            read(join.conversation(), List.of(join.user()));
        }
    }

    /** Opens the conversation on a live session, if its user is a member. */
    void open(Session session, ConversationId conversation) {
        if (session.phase() == Session.Phase.LIVE) {
            loop.index().follow(session, conversation, Feed.UNKNOWN);
            read(conversation, List.of(session.caller().user()));
        }
    }

    /** The session is to be told its state there, of which it was spared a change. Until then it is given no cursor. */
    void renew(Session session, Feed feed) {
        renew(session, feed, null);
    }

    /** As above, where it changed; with {@code thread} how its user follows that thread. */
    void renew(Session session, Feed feed, @Nullable Long thread) {
        session.renewing();
        readAgain(session, feed, thread);
    }

    private void readAgain(Session session, Feed feed, @Nullable Long thread) {
        int place = feed.find(session);
        if (place < 0) {
            session.renewed();
        } else if (feed.holds(place)) {
            // What such a session is about to be told may be older than the change.
            loop.afterwards(HELD_WAIT, () -> readAgain(session, feed, thread));
        } else {
            UserId user = session.caller().user();
            deliveries.reads().start(() -> {
                List<ServerFrame> news = news(user, feed.conversation, thread);
                loop.later(() -> renewed(session, feed, thread, news));
            });
        }
    }

    private void renewed(Session session, Feed feed, @Nullable Long thread, @Nullable List<ServerFrame> news) {
        int place = feed.find(session);
        if (place >= 0 && (news == null || feed.holds(place))) {
            loop.afterwards(RETRY_WAIT, () -> readAgain(session, feed, thread));
            return;
        }
        session.renewed();
        if (place >= 0 && news != null) {
            news.forEach(session::tell);
        }
    }

    /** Makes the user's sessions hold in the feed; true where one of them is live and waits for the state. */
    private boolean hold(UserId user, ConversationId conversation, long start) {
        boolean[] waits = new boolean[1];
        Consumer<Session> holding = session -> {
            Feed feed = loop.index().feed(conversation);
            boolean reads = feed != null && feed.find(session) >= 0;
            if (!reads && session.phase() != Session.Phase.CLOSING) {
                loop.index().follow(session, conversation, start);
                // A session that is being greeted learns from its catch-up whether the welcome names the conversation.
                waits[0] |= session.phase() == Session.Phase.LIVE;
            }
        };
        loop.index().ofUser(user, holding);
        return waits[0];
    }

    private void read(ConversationId conversation, List<UserId> users) {
        Feed feed = loop.index().feed(conversation);
        if (feed == null) {
            return;
        }
        long known = feed.latest();
        deliveries.reads().start(() -> {
            for (UserId user : users) {
                read(feed, user, known);
            }
        });
    }

    private void read(Feed feed, UserId user, long known) {
        try {
            Optional<SyncStore.Membership> found = deliveries.sync().membership(user, feed.conversation);
            loop.later(() -> opened(feed, user, found, known));
        } catch (UncheckedIOException unreachable) {
            LOG.debug("the place of {} in {} cannot be read now", user, feed.conversation, unreachable);
            loop.later(() -> loop.afterwards(RETRY_WAIT, () -> read(feed.conversation, List.of(user))));
        }
    }

    /** Null where it cannot be read now. */
    private @Nullable List<ServerFrame> news(UserId user, ConversationId conversation, @Nullable Long thread) {
        try {
            return thread == null
                    ? deliveries.conversations().states(user, List.of(conversation)).stream()
                            .<ServerFrame>map(ServerFrame.Conversation::new)
                            .toList()
                    : deliveries.sync().thread(user, conversation, thread).stream()
                            .<ServerFrame>map(ServerFrame.ThreadMoved::new)
                            .toList();
        } catch (UncheckedIOException unreachable) {
            LOG.debug("the state of {} for {} cannot be read now", conversation, user, unreachable);
            return null;
        }
    }

    private void opened(Feed feed, UserId user, Optional<SyncStore.Membership> membership, long known) {
        if (membership.isEmpty() && feed.latest() > known) {
            // One of the entries that came meanwhile may have brought the user in again.
            read(feed.conversation, List.of(user));
            return;
        }
        loop.index().ofUser(user, session -> {
            int place = feed.find(session);
            if (place >= 0 && feed.holds(place) && session.phase() == Session.Phase.LIVE) {
                membership.ifPresentOrElse(
                        found -> opened(session, feed, place, found),
                        () -> loop.index().unfollow(session, feed));
            }
        });
    }

    private void opened(Session session, Feed feed, int place, SyncStore.Membership membership) {
        ConversationState state = membership.state();
        session.tell(new ServerFrame.Conversation(state));
        // What lies between start and head may have been announced before anybody here listened.
        feed.snapshot(new SyncStore.Head(state.head(), state.messages(), state.members()));
        long start = feed.start(place);
        // The state tells of everything up to its head, as a head would.
        boolean told = start == Feed.UNKNOWN || feed.wantsHeads(session);
        long first = Math.max(state.first(), membership.joined());
        loop.release(feed, session, told ? state.head() : Math.max(start, first - 1));
    }
}
