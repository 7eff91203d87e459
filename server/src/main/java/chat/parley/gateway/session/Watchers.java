package chat.parley.gateway.session;

import chat.parley.core.account.Caller;
import chat.parley.core.bus.Availability;
import chat.parley.core.bus.Signal;
import chat.parley.core.id.UserId;
import chat.parley.wire.ServerFrame;
import io.netty.util.collection.LongObjectHashMap;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Who watches whom on one event loop. A watch registers first and reads then, so that nothing falls between; a change is told
 * to those who watch that user and to nobody else, at most so many a second to each, and what could not be told stays owed.
 * Now and then what everybody was told is held against what is true, since a change that nobody announced is owed too.
 *
 * <p>To a guest those it may not know of, and to anybody those whom a block keeps apart, are offline and were never seen; and
 * nothing is told when such a one comes or goes. Confined to the event loop.
 */
final class Watchers {
    private static final Logger LOG = LoggerFactory.getLogger(Watchers.class);

    private static final Duration RETRY = Duration.ofSeconds(1);

    private final Loop loop;
    private final Hints hints;
    private final LongObjectHashMap<Watched> watched = new LongObjectHashMap<>();
    private final List<Session> waiting = new ArrayList<>();
    /** Counts what the bus told, so that an answer of the store can be seen to be older. */
    private long changes;

    Watchers(Loop loop, Hints hints) {
        this.loop = loop;
        this.hints = hints;
    }

    /** The session watches these users from now on, and no others. */
    void watch(Session session, List<String> users) {
        if (session.watch == null) {
            session.watch = new Watch();
        }
        session.watch.next = users;
        proceed(session, session.watch);
    }

    /** The session is owed nothing any more. */
    void forget(Session session) {
        if (session.watch != null) {
            release(session, session.watch);
            session.watch = null;
        }
    }

    /** Somebody comes, goes or wants to be shown in another way. */
    void changed(List<Signal.Presence> users) {
        changes++;
        List<Session> owed = new ArrayList<>();
        for (Signal.Presence presence : users) {
            Watched of = watched.get(presence.user().value());
            if (of != null) {
                of.changedAt = changes;
                // The store may have told it already: who is there is shared before the bus says so.
                if (of.becomes(presence.availability(), presence.lastSeen())) {
                    owe(of, owed);
                }
            }
        }
        owed.forEach(this::tell);
    }

    /** The blocks of the session's user are known, or others than before. */
    void blocksChanged(Session session, @Nullable UserIds before, UserIds now) {
        Watch watch = session.watch;
        if (watch == null) {
            return;
        }
        if (before != null && !before.same(now)) {
            for (int index = 0; index < watch.size(); index++) {
                if (before.contains(watch.user(index)) != now.contains(watch.user(index))) {
                    watch.owe(index);
                }
            }
            tell(session);
        }
        proceed(session, watch);
    }

    /** Each second: what had to wait. */
    void sweep() {
        List<Session> due = List.copyOf(waiting);
        waiting.clear();
        for (Session session : due) {
            Watch watch = session.watch;
            if (watch != null) {
                watch.waits = false;
                proceed(session, watch);
                tell(session);
            }
        }
    }

    /** Holds what the session was told against what is true. */
    void recheck(Session session) {
        Watch watch = session.watch;
        if (watch != null && !watch.reading && watch.size() > 0) {
            read(session, watch, false);
        }
    }

    /** Who watches the user here and may know of them. */
    void ofUser(UserId user, Consumer<Session> action) {
        Watched of = watched.get(user.value());
        for (int place = 0; of != null && place < of.count(); place++) {
            Session session = of.watcher(place);
            Watch watch = watch(session);
            if (!watch.hidden(watch.find(user))) {
                action.accept(session);
            }
        }
    }

    /** Begins the next watch, where nothing stands in its way: then it waits for that, and of several the last one stays. */
    private void proceed(Session session, Watch watch) {
        List<String> next = watch.next;
        if (next == null || watch.reading || session.apart == null) {
            return;
        }
        if (watch.beganAt == loop.tick()) {
            postpone(session, watch);
            return;
        }
        watch.next = null;
        watch.beganAt = loop.tick();
        release(session, watch);
        List<UserId> users = new ArrayList<>(next.size());
        for (String name : next) {
            Optional<UserId> user = UserId.parse(name);
            user.ifPresentOrElse(users::add, () -> session.put(offline(name)));
        }
        watch.replace(users);
        for (int index = 0; index < watch.size(); index++) {
            watch.place(index, of(watch.user(index)).add(session));
        }
        read(session, watch, true);
    }

    private void release(Session session, Watch watch) {
        for (int index = 0; index < watch.size(); index++) {
            UserId user = watch.user(index);
            Watched of = of(user);
            Session moved = of.removeAt(watch.place(index));
            if (moved != null) {
                Watch other = watch(moved);
                other.place(other.find(user), watch.place(index));
            }
            if (of.count() == 0) {
                watched.remove(user.value());
            }
        }
        watch.replace(List.of());
    }

    /**
     * What the store says of those who are watched.
     *
     * @param visible how those are shown whom the session may know of
     * @param lastSeen of those who are offline and were not thought to be
     */
    private record Answer(Map<UserId, Availability> visible, Map<UserId, Instant> lastSeen) {}

    private void read(Session session, Watch watch, boolean first) {
        Caller caller = session.caller();
        Map<UserId, Availability> known = new HashMap<>();
        List<UserId> users = new ArrayList<>(watch.size());
        for (int index = 0; index < watch.size(); index++) {
            Watched of = of(watch.user(index));
            users.add(of.user);
            if (of.availability != null && !of.unseen && !first) {
                known.put(of.user, of.availability);
            }
        }
        watch.reading = true;
        long asOf = changes;
        hints.presenceReads().start(() -> {
            Answer answer = null;
            try {
                answer = read(caller, users, known);
            } catch (UncheckedIOException unreachable) {
                LOG.debug("presence cannot be read now", unreachable);
                loop.metrics().presenceReadFailed();
            } finally {
                Answer found = answer;
                loop.later(() -> answered(session, watch, found, asOf, first));
            }
        });
    }

    private Answer read(Caller caller, List<UserId> users, Map<UserId, Availability> known) {
        Map<UserId, Availability> visible = hints.company().presence().of(caller, users);
        List<UserId> gone = visible.entrySet().stream()
                .filter(each ->
                        each.getValue() == Availability.OFFLINE && known.get(each.getKey()) != Availability.OFFLINE)
                .map(Map.Entry::getKey)
                .toList();
        return new Answer(visible, hints.company().presence().lastSeen(gone));
    }

    private void answered(Session session, Watch watch, @Nullable Answer answer, long asOf, boolean first) {
        if (session.watch != watch) {
            return;
        }
        watch.reading = false;
        if (answer == null) {
            // A first answer is still owed; a comparison comes again by itself.
            if (first && watch.next == null) {
                loop.afterwards(RETRY, () -> readAgain(session, watch));
            }
            proceed(session, watch);
            return;
        }
        List<Session> owed = new ArrayList<>();
        for (int index = 0; index < watch.size(); index++) {
            take(watch, index, answer, asOf, owed);
            if (first) {
                watch.owe(index);
            }
        }
        // All of an answer at once, however long it is.
        watch.told = first ? -watch.size() : watch.told;
        watch.toldAt = first ? loop.tick() : watch.toldAt;
        tell(session);
        owed.forEach(this::tell);
        proceed(session, watch);
    }

    private void readAgain(Session session, Watch watch) {
        if (session.watch == watch && !watch.reading && watch.next == null) {
            read(session, watch, true);
        }
    }

    private void take(Watch watch, int index, Answer answer, long asOf, List<Session> owed) {
        UserId user = watch.user(index);
        Availability availability = answer.visible().get(user);
        boolean hidden = availability == null;
        if (hidden != watch.hidden(index)) {
            watch.hide(index, hidden);
            watch.owe(index);
        }
        Watched of = of(user);
        // What the bus told while this was read is newer.
        if (availability == null || of.changedAt > asOf) {
            return;
        }
        Instant lastSeen = answer.lastSeen().get(user);
        boolean differs = availability != of.availability;
        boolean later = of.unseen && lastSeen != null;
        if (differs || lastSeen != null) {
            of.becomes(availability, lastSeen);
        }
        // When somebody was seen is stored after they went: it is looked for once more.
        of.unseen = differs && availability == Availability.OFFLINE && lastSeen == null;
        if (differs || later) {
            owe(of, owed);
        }
    }

    /** Owes the user's presence to all who watch and may know of it. */
    private void owe(Watched of, List<Session> owed) {
        for (int place = 0; place < of.count(); place++) {
            Session session = of.watcher(place);
            Watch watch = watch(session);
            int index = watch.find(of.user);
            if (!watch.hidden(index) && !session.apartFrom(of.user)) {
                if (!watch.owesAny()) {
                    owed.add(session);
                }
                watch.owe(index);
            }
        }
    }

    /** Tells what is owed, as much of it as may be told in this second; the rest waits. */
    private void tell(Session session) {
        Watch watch = session.watch;
        if (watch == null || watch.reading || session.apart == null) {
            return;
        }
        if (watch.toldAt != loop.tick()) {
            watch.toldAt = loop.tick();
            watch.told = 0;
        }
        for (int index = 0; index < watch.size() && watch.owesAny(); index++) {
            if (watch.owed(index)) {
                if (watch.told >= hints.config().presenceFrames()
                        || !session.whisper(presence(session, watch, index))) {
                    postpone(session, watch);
                    return;
                }
                watch.told++;
                watch.paid(index);
            }
        }
    }

    private ServerFrame.Presence presence(Session session, Watch watch, int index) {
        Watched of = of(watch.user(index));
        Availability availability = of.availability;
        if (watch.hidden(index) || session.apartFrom(of.user) || availability == null) {
            return offline(of.user.toString());
        }
        return new ServerFrame.Presence(of.user.toString(), availability.wireName(), of.lastSeen);
    }

    private static ServerFrame.Presence offline(String user) {
        return new ServerFrame.Presence(user, Availability.OFFLINE.wireName(), null);
    }

    private void postpone(Session session, Watch watch) {
        if (!watch.waits) {
            watch.waits = true;
            waiting.add(session);
        }
    }

    private Watched of(UserId user) {
        Watched of = watched.get(user.value());
        if (of == null) {
            of = new Watched(user);
            watched.put(user.value(), of);
        }
        return of;
    }

    private static Watch watch(Session session) {
        if (session.watch == null) {
            throw new IllegalStateException("a session that watches nobody is among those who watch");
        }
        return session.watch;
    }
}
