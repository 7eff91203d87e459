package chat.parley.gateway.session;

import chat.parley.core.account.Caller;
import chat.parley.core.id.ConversationId;
import chat.parley.core.id.UserId;
import io.netty.util.collection.LongObjectHashMap;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The sessions of one event loop, by user and by conversation. Confined to the loop's thread, so it has no locks; keyed by
 * primitive numbers and chained through the sessions themselves, so that an idle session costs little.
 */
final class SessionIndex {
    private final List<Session> sessions = new ArrayList<>();
    private final LongObjectHashMap<Session> firstOfUser = new LongObjectHashMap<>();
    private final LongObjectHashMap<Feed> feeds = new LongObjectHashMap<>();
    private final Feed.Rules rules;
    private final Consumer<ConversationId> emptied;

    /** @param emptied is told of conversations that nobody reads here any longer */
    SessionIndex(Deliveries deliveries, Consumer<ConversationId> emptied) {
        this.emptied = emptied;
        DeliveryConfig config = deliveries.config().delivery();
        this.rules = new Feed.Rules(
                this,
                config.parkedEntries(),
                config.large().members(),
                deliveries.faults().leftIgnored(),
                deliveries.encoder(),
                deliveries.metrics());
    }

    /** All sessions, also those that have not said hello or are closing. Do not add or remove while going over them. */
    List<Session> sessions() {
        return sessions;
    }

    void add(Session session) {
        session.place = sessions.size();
        sessions.add(session);
    }

    /** The session has said who it is. */
    void attach(Session session, Caller caller) {
        session.attach(caller);
        session.nextOfUser = firstOfUser.put(caller.user().value(), session);
    }

    /** Makes the session read the conversation, holding; nothing where it does already. */
    Feed follow(Session session, ConversationId conversation, long start) {
        Feed feed = feeds.get(conversation.value());
        if (feed == null) {
            feed = new Feed(conversation, rules);
            feeds.put(conversation.value(), feed);
        }
        if (feed.find(session) < 0) {
            feed.add(session, start);
            session.follows(feed);
        }
        return feed;
    }

    void unfollow(Session session, Feed feed) {
        feed.remove(session);
        session.feeds().remove(feed);
        dropIfEmpty(feed);
    }

    @Nullable
    Feed feed(ConversationId conversation) {
        return feeds.get(conversation.value());
    }

    Iterable<Feed> feeds() {
        return feeds.values();
    }

    void dropIfEmpty(Feed feed) {
        if (feed.isEmpty()) {
            feed.discard();
            if (feeds.get(feed.conversation.value()) == feed) {
                feeds.remove(feed.conversation.value());
                emptied.accept(feed.conversation);
            }
        }
    }

    void ofUser(UserId user, Consumer<Session> action) {
        Session session = firstOfUser.get(user.value());
        while (session != null) {
            Session next = session.nextOfUser;
            action.accept(session);
            session = next;
        }
    }

    /** Nothing is owed to the session any longer. It stays among the sessions until it is removed. */
    void forget(Session session) {
        for (Feed feed : session.feeds()) {
            feed.remove(session);
            dropIfEmpty(feed);
        }
        session.followsNothing();
        unchain(session);
    }

    void remove(Session session) {
        if (session.place >= 0) {
            Session last = sessions.removeLast();
            if (last != session) {
                sessions.set(session.place, last);
                last.place = session.place;
            }
            session.place = -1;
        }
    }

    private void unchain(Session session) {
        UserId user = session.user();
        if (user == null) {
            return;
        }
        Session first = firstOfUser.get(user.value());
        if (first == session) {
            if (session.nextOfUser == null) {
                firstOfUser.remove(user.value());
            } else {
                firstOfUser.put(user.value(), session.nextOfUser);
            }
        } else {
            for (Session each = first; each != null; each = each.nextOfUser) {
                if (each.nextOfUser == session) {
                    each.nextOfUser = session.nextOfUser;
                }
            }
        }
        session.nextOfUser = null;
    }
}
