package chat.parley.gateway.session;

import chat.parley.core.bus.Availability;
import chat.parley.core.bus.Signal;
import chat.parley.core.id.ConversationId;
import chat.parley.core.id.UserId;
import chat.parley.wire.Profile;
import chat.parley.wire.ServerFrame;
import io.netty.util.collection.LongObjectHashMap;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;

/**
 * What one event loop tells its sessions while it holds: nothing of it is in the log, and all of it may be lost. Typing and
 * presence cross no block; a session whose blocks are not known yet is kept apart from everybody.
 *
 * <p>Confined to the event loop, but for {@link #blocksRead}.
 */
final class Whispers {
    private final Loop loop;
    private final Hints hints;
    private final Watchers watchers;
    /** How often in this second typing was told in a conversation of many. */
    private final LongObjectHashMap<Integer> crowds = new LongObjectHashMap<>();
    /** Counts the blocks and their ends that the bus told of, so that an answer of the store can be seen to be older. */
    private long blockChanges;

    Whispers(Loop loop, Hints hints) {
        this.loop = loop;
        this.hints = hints;
        this.watchers = new Watchers(loop, hints);
    }

    /** The session has said who it is. */
    void attached(Session session) {
        session.apartChange = blockChanges;
        hints.blocks().want(this, session.caller().user(), blockChanges);
    }

    /** The session is welcomed: its user is here, if they were not. */
    void welcomed(Session session) {
        session.availability = Availability.ONLINE;
        hints.company().online().arrived(session.caller().user());
    }

    /** The session ends, or ended before: nothing is owed to it. */
    void forget(Session session) {
        watchers.forget(session);
        if (session.availability != Availability.OFFLINE) {
            hints.company().online().departed(session.caller().user(), session.availability);
            session.availability = Availability.OFFLINE;
        }
    }

    /** How the session's user wants to be shown, as far as this device goes. */
    void status(Session session, Availability wanted) {
        if (session.availability != wanted) {
            hints.company().online().changed(session.caller().user(), session.availability, wanted);
            session.availability = wanted;
        }
    }

    void watch(Session session, List<String> users) {
        watchers.watch(session, users);
    }

    void presenceChanged(List<Signal.Presence> users) {
        watchers.changed(users);
    }

    /** Adds whoever reads the conversation here to {@code readers}, until they are more than {@code most}. */
    void readers(ConversationId conversation, Set<UserId> readers, int most) {
        Feed feed = loop.index().feed(conversation);
        for (int place = 0; feed != null && place < feed.size() && readers.size() <= most; place++) {
            readers.add(feed.session(place).caller().user());
        }
    }

    /** Tells who reads the conversation, but for the typist's own sessions; of a crowd, who has it in focus. */
    void typing(Signal.Typing typing, boolean crowd) {
        Feed feed = loop.index().feed(typing.conversation());
        if (feed == null || (crowd && !admitInCrowd(feed))) {
            return;
        }
        // Those far from a large conversation have it not in focus, and are too many to ask.
        int places = crowd ? feed.nearSize() : feed.size();
        ServerFrame frame = new ServerFrame.Typing(
                typing.conversation().toString(), typing.user().toString());
        try (SharedFrame shared = new SharedFrame(frame, loop.encoder())) {
            for (int place = 0; place < places; place++) {
                Session session = feed.session(place);
                boolean own = typing.user().equals(session.user());
                boolean looks = !crowd || session.hasInFocus(typing.conversation());
                if (!own && looks && !feed.holds(place) && !session.apartFrom(typing.user())) {
                    session.whisper(shared);
                }
            }
        }
    }

    /** Where thousands read, everybody's typing to everybody would be millions. */
    private boolean admitInCrowd(Feed feed) {
        long key = feed.conversation.value();
        Integer before = crowds.get(key);
        int told = before == null ? 0 : before;
        if (told >= hints.config().crowdTypings()) {
            loop.metrics().dropped("typing", GatewayMetrics.Drop.CROWD);
            return false;
        }
        crowds.put(key, Integer.valueOf(told + 1));
        return true;
    }

    /** Tells those who read one of these conversations with the user, who watch the user, and the user's own sessions. */
    void profileChanged(UserId user, Profile profile, List<ConversationId> conversations) {
        Set<Session> concerned = Collections.newSetFromMap(new IdentityHashMap<>());
        for (ConversationId conversation : conversations) {
            Feed feed = loop.index().feed(conversation);
            for (int place = 0; feed != null && place < feed.size(); place++) {
                if (!feed.holds(place)) {
                    concerned.add(feed.session(place));
                }
            }
        }
        watchers.ofUser(user, concerned::add);
        loop.index().ofUser(user, concerned::add);
        try (SharedFrame shared = new SharedFrame(new ServerFrame.User(profile), loop.encoder())) {
            concerned.forEach(session -> session.whisper(shared));
        }
    }

    /** A new block holds at once. What else follows from the change, the store says. */
    void blockChanged(Signal.BlockChanged change) {
        changed(change.user(), change.other(), change.blocked());
        changed(change.other(), change.user(), change.blocked());
    }

    private void changed(UserId user, UserId other, boolean blocked) {
        boolean[] here = new boolean[1];
        blockChanges++;
        loop.index().ofUser(user, session -> {
            here[0] = true;
            session.apartChange = blockChanges;
            if (blocked && session.apart != null) {
                setApart(session, session.apart.with(other));
            }
        });
        if (here[0]) {
            hints.blocks().want(this, user, blockChanges);
        }
    }

    /** What the store says of these users; any thread. What may have been read before a change was told of is no news. */
    void blocksRead(List<BlockLists.Found> found) {
        loop.later(() -> found.forEach(each -> loop.index().ofUser(each.user(), session -> {
            if (each.change() >= session.apartChange) {
                setApart(session, each.apart());
            }
        })));
    }

    private void setApart(Session session, UserIds others) {
        UserIds before = session.apart;
        session.apart = others;
        watchers.blocksChanged(session, before, others);
    }

    /** Each second: looks after one of so many sessions, so that a hint that was lost matters for a bounded time. */
    void sweep() {
        crowds.clear();
        watchers.sweep();
        List<Session> sessions = loop.index().sessions();
        int slices = Math.toIntExact(hints.config().recheckEvery().toSeconds());
        for (int place = loop.tick() % slices; place < sessions.size(); place += slices) {
            UserId user = sessions.get(place).user();
            if (user != null) {
                hints.blocks().want(this, user, blockChanges);
                watchers.recheck(sessions.get(place));
            }
        }
    }
}
